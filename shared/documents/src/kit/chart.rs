//! Consumption by month as bars: every figure stands clear of its neighbours and of the line of the average.

use super::{
    paper::{Area, Kind, Paper, Pen},
    text,
    theme::{BAR, INK, MUTED, NAVY, ORANGE, Style},
};
use crate::{
    kit::fonts::Weight,
    wording::{short_month, whole},
};
use chrono::{Datelike, NaiveDate};

/// One bar. `None`: nothing is known of the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// First day of the month.
    pub month: NaiveDate,
    /// Whole cubic metres.
    pub volume: Option<i64>,
}

/// Width kept free on the right for the words about the average.
const GUTTER: f32 = 38.0;
const FIGURE: Style = Style::new(Weight::Regular, 6.6, MUTED);
const MONTHS_BELOW: f32 = 21.0;

struct Bar {
    x: f32,
    width: f32,
    top: f32,
    label: Option<(String, Area)>,
}

/// Draws into `area`; `months` oldest first.
pub(crate) fn draw(paper: &mut Paper, area: Area, months: &[Month]) {
    let known: Vec<i64> = months.iter().filter_map(|month| month.volume).collect();
    let highest = known.iter().copied().max().unwrap_or(0).max(1);
    let floor = area.bottom - MONTHS_BELOW;
    let reach = floor - area.top - FIGURE.leading() - 2.0;
    let plot = area.right - GUTTER;
    let slot = (plot - area.left) / months.len().max(1) as f32;
    let height = |volume: i64| reach * volume.clamp(0, highest) as f32 / highest as f32;

    let size = figure_size(&known, slot);
    let name_size = months
        .iter()
        .map(|month| text::fit(short_month(month.month), slot - 2.6, FIGURE, 0.0).size)
        .fold(FIGURE.size, f32::min);

    let bars: Vec<Bar> = months
        .iter()
        .enumerate()
        .map(|(index, month)| {
            let width = slot * 0.7;
            let x = area.left + slot * index as f32 + (slot - width) / 2.0;
            let top = floor - height(month.volume.unwrap_or(0));
            Bar {
                x,
                width,
                top,
                label: month.volume.zip(size).map(|(volume, size)| label(volume, x + width / 2.0, top, size)),
            }
        })
        .collect();

    paper.tagged(Kind::Figure { alt: alt(months), bounds: area }, |paper| {
        let mean = mean(&known);
        for (index, bar) in bars.iter().enumerate() {
            let last = index + 1 == bars.len();
            if bar.top < floor {
                let place = Area::new(bar.x, bar.top, bar.width, floor - bar.top);
                let radius = (bar.width.min(floor - bar.top) / 2.0).min(1.2);
                paper.fill(place, radius, if last { ORANGE } else { BAR });
            }
        }
        if let Some(mean) = mean {
            let y = floor - height(mean);
            draw_mean(paper, y, area.left, plot, &bars);
            let (top, bottom) = (
                Style { colour: NAVY, ..FIGURE },
                Style { colour: NAVY, weight: Weight::Bold, size: 7.5, ..FIGURE },
            );
            let y = y.clamp(area.top + FIGURE.leading(), floor - FIGURE.leading());
            paper.text("в среднем", plot + 4.0, y - 2.4, text::fit("в среднем", GUTTER - 5.0, top, 4.0));
            let figure = text::typeset(&format!("{} м³", whole(mean)));
            paper.text(&figure, plot + 4.0, y + 7.2, text::fit(&figure, GUTTER - 5.0, bottom, 4.0));
        }
        paper.rule(area.left, plot, floor, Pen { colour: MUTED, width: 0.7, dash: 0.0 });
        for (index, (bar, month)) in bars.iter().zip(months).enumerate() {
            let last = index + 1 == bars.len();
            let style = if last { Style { weight: Weight::Bold, colour: INK, ..FIGURE } } else { FIGURE };
            if let Some((figure, place)) = &bar.label {
                paper.text_centred(
                    figure,
                    (place.left + place.right) / 2.0,
                    place.bottom - 1.6,
                    style.sized(size.unwrap_or(style.size)),
                );
            }
            let name = short_month(month.month);
            let centre = bar.x + bar.width / 2.0;
            paper.text_centred(name, centre, floor + 8.4, style.sized(name_size));
            if index == 0 || month.month.month() == 1 {
                let year = month.month.year().to_string();
                let room = if index == 0 { slot } else { slot + slot };
                paper.text_centred(
                    &year,
                    centre,
                    floor + 16.6,
                    text::fit(&year, room, FIGURE.sized(name_size), 0.0),
                );
            }
        }
    });
}

/// One size for all figures, at which the widest fits into the slot of its own bar, so that neighbours never meet.
/// `None`: it would be too small to read, and the chart goes without figures.
fn figure_size(known: &[i64], slot: f32) -> Option<f32> {
    let bold = Style { weight: Weight::Bold, ..FIGURE };
    let size = known
        .iter()
        .map(|volume| text::fit(&whole(*volume), slot - 1.6, bold, 0.0).size)
        .fold(FIGURE.size, f32::min);
    (size >= 4.5).then_some(size)
}

fn label(volume: i64, centre: f32, top: f32, size: f32) -> (String, Area) {
    let figure = whole(volume);
    let wide = text::width(&figure, Style { weight: Weight::Bold, ..FIGURE.sized(size) });
    let tall = FIGURE.leading();
    (figure, Area::new(centre - wide / 2.0, top - 1.0 - tall, wide, tall))
}

fn mean(known: &[i64]) -> Option<i64> {
    let count = i64::try_from(known.len()).ok().filter(|count| *count > 1)?;
    let sum = known.iter().try_fold(0_i64, |sum, volume| sum.checked_add((*volume).max(0)))?;
    Some((sum + count / 2) / count)
}

/// A broken line with gaps where figures stand on it.
fn draw_mean(paper: &mut Paper, y: f32, left: f32, right: f32, bars: &[Bar]) {
    let pen = Pen { colour: NAVY, width: 0.8, dash: 2.2 };
    let mut from = left;
    for (_, place) in bars.iter().filter_map(|bar| bar.label.as_ref()) {
        if place.top - 0.5 < y && y < place.bottom + 0.5 {
            if place.left - 1.0 > from {
                paper.rule(from, place.left - 1.0, y, pen);
            }
            from = place.right + 1.0;
        }
    }
    if from < right {
        paper.rule(from, right, y, pen);
    }
}

fn alt(months: &[Month]) -> String {
    let figures: Vec<String> = months
        .iter()
        .map(|month| match month.volume {
            Some(volume) => format!("{} {} — {volume} м³", short_month(month.month), month.month.year()),
            None => format!("{} {} — нет данных", short_month(month.month), month.month.year()),
        })
        .collect();
    format!("Расход газа по месяцам: {}", figures.join(", "))
}
