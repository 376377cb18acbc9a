//! The three weights of Golos Text with a table from character to glyph, read once a process.

use krilla::text::Font;
use std::sync::LazyLock;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Medium,
    Bold,
}

/// A glyph and its advance, both for a font size of one.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Slot {
    /// Zero: the font has no such character.
    pub glyph: u16,
    pub advance: f32,
}

/// Latin and Cyrillic with all extensions lie below this: an array is the fastest table for them.
const LOW: u32 = 0x0530;
/// Where `fonts/build.py` puts the digits of one width.
const TABULAR: u32 = 0xe030;

pub(crate) struct Face {
    pub font: Font,
    low: Vec<Slot>,
    high: Vec<(char, Slot)>,
    /// Digits of one width.
    figures: [Slot; 10],
}

static REGULAR: LazyLock<Face> =
    LazyLock::new(|| Face::read(include_bytes!("../../fonts/golos-text-regular.ttf")));
static MEDIUM: LazyLock<Face> =
    LazyLock::new(|| Face::read(include_bytes!("../../fonts/golos-text-medium.ttf")));
static BOLD: LazyLock<Face> = LazyLock::new(|| Face::read(include_bytes!("../../fonts/golos-text-bold.ttf")));

/// The face of a weight; the first call in a process reads it.
pub(crate) fn face(weight: Weight) -> &'static Face {
    match weight {
        Weight::Regular => &REGULAR,
        Weight::Medium => &MEDIUM,
        Weight::Bold => &BOLD,
    }
}

impl Face {
    fn read(bytes: &'static [u8]) -> Self {
        let parsed = ttf_parser::Face::parse(bytes, 0).expect("the embedded font is a TrueType file");
        let em = f32::from(parsed.units_per_em());
        let slot = |c: char| match parsed.glyph_index(c) {
            Some(glyph) => {
                Slot { glyph: glyph.0, advance: f32::from(parsed.glyph_hor_advance(glyph).unwrap_or(0)) / em }
            }
            None => Slot::default(),
        };
        let low: Vec<Slot> =
            (0..LOW).map(|code| char::from_u32(code).map(slot).unwrap_or_default()).collect();
        let mut high = Vec::new();
        for table in
            parsed.tables().cmap.iter().flat_map(|cmap| cmap.subtables).filter(|table| table.is_unicode())
        {
            table.codepoints(|code| {
                high.extend(char::from_u32(code).filter(|_| code >= LOW).map(|c| (c, slot(c))))
            });
        }
        high.sort_by_key(|(c, _)| *c);
        high.dedup_by_key(|(c, _)| *c);
        let figures =
            std::array::from_fn(|digit| char::from_u32(TABULAR + digit as u32).map(slot).unwrap_or_default());
        let font = Font::new(bytes.into(), 0).expect("the embedded font can be put into a PDF");
        Self { font, low, high, figures }
    }

    /// The glyph of a character, or of its twin of even width when figures are to stand in columns.
    pub(crate) fn glyph(&self, c: char, tabular: bool) -> Slot {
        match c.to_digit(10).filter(|_| tabular) {
            Some(digit) => self.figures[digit as usize],
            None => self.slot(c),
        }
    }

    fn slot(&self, c: char) -> Slot {
        match self.low.get(c as usize) {
            Some(slot) => *slot,
            None => match self.high.binary_search_by_key(&c, |(known, _)| *known) {
                Ok(at) => self.high[at].1,
                Err(_) => Slot::default(),
            },
        }
    }

    pub(crate) fn has(&self, c: char) -> bool {
        self.slot(c).glyph != 0 && !('\u{e000}'..='\u{f8ff}').contains(&c)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_weight_has_russian_tatar_kazakh_and_money_signs() {
        for weight in [Weight::Regular, Weight::Medium, Weight::Bold] {
            for c in "АЯаяЁё0123456789«»—–−№₽³·•…/әғқңөұүһіҗҢ\u{a0}?".chars()
            {
                assert!(face(weight).has(c), "{weight:?} lacks {c:?}");
            }
            let widths: Vec<f32> = ('0'..='9').map(|c| face(weight).glyph(c, true).advance).collect();
            assert!(widths.iter().all(|width| *width == widths[0] && *width > 0.5), "{widths:?}");
            assert!(!face(weight).has('🔥'));
            assert!(!face(weight).has('\u{e031}'));
            assert!(!face(weight).has('\u{202f}'));
        }
    }
}
