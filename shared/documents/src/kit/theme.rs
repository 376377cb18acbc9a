//! Colours, page size and text styles: the look of both documents in one place.
//! Every pair of text and ground keeps a contrast of 4.5 : 1 or better, so grey printing stays readable.

use super::fonts::Weight;

/// Points (1/72 inch), A4.
pub(crate) const PAGE_WIDTH: f32 = 595.28;
pub(crate) const PAGE_HEIGHT: f32 = 841.89;
pub(crate) const MARGIN: f32 = 36.0;
pub(crate) const TOP: f32 = 32.0;
/// Lower edge of what may be printed above the page number.
pub(crate) const BOTTOM: f32 = PAGE_HEIGHT - 30.0;
pub(crate) const RIGHT: f32 = PAGE_WIDTH - MARGIN;
pub(crate) const CONTENT: f32 = PAGE_WIDTH - 2.0 * MARGIN;

/// Red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Colour(pub u8, pub u8, pub u8);

pub(crate) const INK: Colour = Colour(20, 29, 44);
pub(crate) const MUTED: Colour = Colour(87, 98, 115);
pub(crate) const NAVY: Colour = Colour(13, 71, 130);
pub(crate) const ON_NAVY: Colour = Colour(212, 227, 244);
pub(crate) const WHITE: Colour = Colour(255, 255, 255);
pub(crate) const ORANGE: Colour = Colour(243, 112, 33);
pub(crate) const TINT: Colour = Colour(241, 245, 250);
pub(crate) const HAIRLINE: Colour = Colour(208, 215, 225);
pub(crate) const BAR: Colour = Colour(171, 195, 222);
pub(crate) const GREEN: Colour = Colour(19, 122, 75);
pub(crate) const BLACK: Colour = Colour(0, 0, 0);

/// How a run of text looks. `size` in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Style {
    pub weight: Weight,
    pub size: f32,
    pub colour: Colour,
    /// All digits take one width, so that figures stand in columns.
    pub tabular: bool,
}

impl Style {
    pub(crate) const fn new(weight: Weight, size: f32, colour: Colour) -> Self {
        Self { weight, size, colour, tabular: false }
    }

    pub(crate) const fn tabular(self) -> Self {
        Self { tabular: true, ..self }
    }

    pub(crate) const fn sized(self, size: f32) -> Self {
        Self { size, ..self }
    }

    /// Height of a line of this size.
    pub(crate) fn leading(&self) -> f32 {
        self.size * 1.3
    }

    /// From the top of a line box to the baseline: capitals stand in the middle of the box.
    pub(crate) fn drop(&self) -> f32 {
        (self.leading() + self.size * 0.7) / 2.0
    }
}

pub(crate) const HEADING: Style = Style::new(Weight::Bold, 11.5, INK);
pub(crate) const LABEL: Style = Style::new(Weight::Regular, 7.0, MUTED);
pub(crate) const BODY: Style = Style::new(Weight::Regular, 8.5, INK);
pub(crate) const STRONG: Style = Style::new(Weight::Medium, 8.5, INK);
pub(crate) const NOTE: Style = Style::new(Weight::Regular, 7.5, MUTED);
