//! The top of the receipt: the sum, in figures and in words, under a stamp.

use super::{Receipt, Status};
use crate::{
    kit::{
        flow::Flow,
        fonts::Weight,
        mark,
        paper::{Area, Kind, Paper, Pen, Turn},
        text,
        theme::{CONTENT, GREEN, INK, MARGIN, MUTED, NAVY, NOTE, RIGHT, Style, TINT, WHITE},
    },
    wording,
};
use chrono::{DateTime, Utc};
use domain::{calendar::local_time, in_words};
use krilla::geom::PathBuilder;

const PAD: f32 = 20.0;
const COMPANY: Style = Style::new(Weight::Bold, 13.5, INK);
const STAMP_WIDTH: f32 = 128.0;
/// Hours by which the clock of Moscow is ahead of UTC.
const MOSCOW: i32 = 3;

pub(super) fn draw(flow: &mut Flow, receipt: &Receipt) {
    let company = &receipt.company;
    let top = flow.y;
    mark::draw(&mut flow.paper, MARGIN, top, 32.0);
    let x = MARGIN + 42.0;
    let width = CONTENT - 42.0;
    let bottom = flow.paper.tagged(Kind::Paragraph, |paper| {
        let y = paper.block(&company.name, x, top - 2.0, width, COMPANY, 2);
        let contacts: Vec<String> = [
            format!("ИНН {}", company.payee.inn),
            company.address.clone(),
            company.phone.clone(),
            company.site.clone(),
        ]
        .into_iter()
        .filter(|fact| !fact.is_empty())
        .collect();
        paper.block(&contacts.join(" · "), x, y, width, NOTE, 3)
    });
    flow.reach(bottom.max(top + 34.0) + 16.0);
    card(flow, receipt);
}

fn card(flow: &mut Flow, receipt: &Receipt) {
    let top = flow.y;
    // Drawn on a scratch paper to learn how tall it is.
    let bottom = words(&mut Paper::new(), receipt, top) + PAD - 4.0;
    flow.paper.fill(Area::new(MARGIN, top, CONTENT, bottom - top), 10.0, TINT);
    words(&mut flow.paper, receipt, top);
    stamp(&mut flow.paper, receipt, (top + bottom) / 2.0);
    flow.reach(bottom + 20.0);
}

/// Answers where it ends.
fn words(paper: &mut Paper, receipt: &Receipt, top: f32) -> f32 {
    let x = MARGIN + PAD;
    let width = CONTENT - 2.0 * PAD - STAMP_WIDTH - 24.0;
    let title = Style::new(Weight::Bold, 15.0, INK);
    let mut y = top + PAD - 4.0;
    tick(paper, x, y + title.leading() / 2.0 - 8.5, matches!(receipt.status, Status::Paid));
    paper.heading(1, "Квитанция об оплате", x + 26.0, y, title);
    y += title.leading() + 2.0;
    let when = match receipt.status {
        Status::Paid => format!("Платёж проведён {}", moment(receipt.paid_at, receipt)),
        Status::Refunded { at } => format!("Деньги возвращены {}", moment(at, receipt)),
    };
    y = paper.tagged(Kind::Paragraph, |paper| paper.block(&when, x, y, width, NOTE.sized(8.5), 2)) + 8.0;
    let sum = text::typeset(&wording::roubles(receipt.amount));
    let style = text::fit(&sum, width, Style::new(Weight::Bold, 30.0, INK), 10.0);
    paper.tagged(Kind::Paragraph, |paper| {
        paper.typeset(sum, x, y + style.drop(), style);
        paper.block(&in_words(receipt.amount), x, y + style.leading() + 2.0, width, NOTE.sized(8.5), 3)
    })
}

/// «4 октября 2026 г., 14:27 (МСК)», with the clock of the company's own town where it differs.
pub(super) fn moment(at: DateTime<Utc>, receipt: &Receipt) -> String {
    let moscow = local_time(at, MOSCOW);
    let mut told = format!("{}, {} (МСК)", wording::day(moscow.date()), moscow.format("%H:%M"));
    let offset = receipt.company.utc_offset;
    if offset != MOSCOW {
        let local = local_time(at, offset);
        let day = if local.date() == moscow.date() {
            String::new()
        } else {
            format!("{}, ", wording::day(local.date()))
        };
        told.push_str(&format!(", местное время {day}{}", local.format("%H:%M")));
    }
    told
}

fn tick(paper: &mut Paper, x: f32, y: f32, paid: bool) {
    let side = 17.0;
    paper.fill(Area::new(x, y, side, side), side / 2.0, if paid { GREEN } else { MUTED });
    let mut path = PathBuilder::new();
    if paid {
        path.move_to(x + 4.6, y + 8.9);
        path.line_to(x + 7.5, y + 11.8);
        path.line_to(x + 12.6, y + 5.8);
    } else {
        path.move_to(x + 12.0, y + 8.5);
        path.line_to(x + 5.0, y + 8.5);
        path.move_to(x + 8.0, y + 5.5);
        path.line_to(x + 5.0, y + 8.5);
        path.line_to(x + 8.0, y + 11.5);
    }
    paper.shape(path.finish(), None, Some(Pen { colour: WHITE, width: 1.8, dash: 0.0 }));
}

fn stamp(paper: &mut Paper, receipt: &Receipt, middle: f32) {
    let (word, colour, moment) = match receipt.status {
        Status::Paid => ("ОПЛАЧЕНО", NAVY, receipt.paid_at),
        Status::Refunded { at } => ("ВОЗВРАТ", MUTED, at),
    };
    let centre = RIGHT - PAD - STAMP_WIDTH / 2.0;
    let date = wording::numeric(local_time(moment, MOSCOW).date());
    paper.turned(Turn { degrees: -8.0, x: centre, y: middle }, |paper| {
        let outer = Area::new(centre - STAMP_WIDTH / 2.0, middle - 29.0, STAMP_WIDTH, 58.0);
        let inner = Area::new(outer.left + 3.5, outer.top + 3.5, STAMP_WIDTH - 7.0, 51.0);
        paper.frame(outer, 8.0, Pen { colour, width: 1.6, dash: 0.0 });
        paper.frame(inner, 5.5, Pen { colour, width: 0.6, dash: 0.0 });
        paper.tagged(Kind::Paragraph, |paper| {
            let small = Style::new(Weight::Medium, 6.6, colour);
            let bold = Style::new(Weight::Bold, 17.0, colour);
            paper.text_centred("личный кабинет", centre, middle - 13.5, small);
            paper.text_centred(word, centre, middle + 5.5, text::fit(word, STAMP_WIDTH - 18.0, bold, 6.0));
            paper.text_centred(&date, centre, middle + 18.0, small.sized(8.0));
        });
    });
}
