//! «Извещение»: the part to cut off and hand to a cashier, with boxes for readings written by hand.

use super::{Bill, MeterLine, payee::pair};
use crate::{
    kit::{
        flow::Flow,
        fonts::Weight,
        mark,
        paper::{Area, Kind, Paper, Pen},
        text,
        theme::{BOTTOM, HEADING, INK, LABEL, MARGIN, MUTED, NAVY, NOTE, PAGE_WIDTH, RIGHT, STRONG, Style},
    },
    qr::Code,
    wording,
};
use domain::Kopecks;

const CODE: f32 = 112.0;
const CUT: f32 = 16.0;
const BOX: f32 = 12.0;
const METER: f32 = 33.0;
/// Meters with boxes; readings of more are sent through the portal.
const MOST_METERS: usize = 8;
const LINE: Pen = Pen { colour: MUTED, width: 0.7, dash: 0.0 };

pub(super) fn draw(flow: &mut Flow, bill: &Bill, code: Option<&Code>) {
    // Drawn on a scratch paper to learn how tall it is.
    let height = content(&mut Paper::new(), bill, code, 0.0) + CUT;
    flow.advance(9.0);
    if flow.room() < height {
        flow.turn_page();
    }
    let top = if flow.is_fresh() { flow.y } else { BOTTOM - height };
    flow.paper.begin(Kind::Section);
    cut(&mut flow.paper, top);
    content(&mut flow.paper, bill, code, top + CUT);
    flow.paper.end();
    flow.reach(top + height);
}

fn cut(paper: &mut Paper, y: f32) {
    let words = "линия отреза";
    let wide = text::width(words, LABEL);
    let middle = PAGE_WIDTH / 2.0;
    let pen = Pen { dash: 3.0, ..LINE };
    paper.rule(14.0, middle - wide / 2.0 - 8.0, y, pen);
    paper.rule(middle + wide / 2.0 + 8.0, PAGE_WIDTH - 14.0, y, pen);
    paper.text_centred(words, middle, y + 2.3, LABEL);
}

/// Answers where it ends.
fn content(paper: &mut Paper, bill: &Bill, code: Option<&Code>, top: f32) -> f32 {
    let payee = &bill.company.payee;
    let width = RIGHT - MARGIN - CODE - 20.0;
    mark::draw(paper, MARGIN, top, 18.0);
    let title = HEADING.sized(12.5);
    paper.heading(2, "Извещение", MARGIN + 26.0, top + 0.8, title);
    paper.tagged(Kind::Paragraph, |paper| {
        let x = MARGIN + 26.0 + text::width("Извещение", title) + 8.0;
        paper.text(
            &format!("за {}", wording::month(bill.period)),
            x,
            top + 0.8 + title.drop(),
            NOTE.sized(9.0),
        );
    });

    let mut y = sums(paper, bill, top + 23.0, width) + 3.0;
    let payer: Vec<&str> = [bill.holder.as_deref(), bill.address.as_deref()].into_iter().flatten().collect();
    if !payer.is_empty() {
        y = pair(paper, "Плательщик", &payer.join(", "), MARGIN, y, width, STRONG) + 3.0;
    }
    y = paper.tagged(Kind::Paragraph, |paper| {
        let below = paper.block("Получатель", MARGIN, y, width, LABEL, 1);
        let name = format!("{}, ИНН {}, р/с {}", payee.name, payee.inn, payee.account);
        let below = paper.block(&name, MARGIN, below, width, STRONG.sized(8.0), 3);
        let bank = format!("{}, БИК {}, к/с {}", payee.bank, payee.bic, payee.correspondent_account);
        paper.block(&bank, MARGIN, below, width, STRONG.sized(8.0), 3)
    }) + 5.0;

    let mut bottom = readings(paper, &bill.meters, y, width);
    let mut side = top;
    if let Some(code) = code {
        let quiet = code.quiet(CODE);
        let alt = format!("QR-код для оплаты {} в приложении банка", wording::roubles(bill.due));
        paper.code(RIGHT - CODE, top, CODE, &alt);
        let y = top + CODE + quiet.min(5.0);
        paper.tagged(Kind::Paragraph, |paper| {
            paper.text_centred("Оплата по QR-коду", RIGHT - CODE / 2.0, y + LABEL.drop(), LABEL);
        });
        side = y + LABEL.leading();
    }
    bottom = bottom.max(side + 16.0 + LABEL.leading());
    signature(paper, bottom - 1.0 - LABEL.leading());
    bottom
}

fn sums(paper: &mut Paper, bill: &Bill, top: f32, width: f32) -> f32 {
    let strong = Style::new(Weight::Bold, 12.0, INK);
    let mut fields = vec![("Лицевой счёт", bill.account.clone())];
    if let (true, Some(date)) = (bill.due > Kopecks::ZERO, bill.due_date) {
        fields.push(("Оплатить до", wording::numeric(date)));
    }
    fields.push(("Сумма", wording::roubles(bill.due)));
    let room = width / fields.len() as f32;
    for (index, (name, value)) in fields.iter().enumerate() {
        let x = MARGIN + room * index as f32;
        paper.tagged(Kind::Paragraph, |paper| {
            let below = paper.block(name, x, top, room, LABEL, 1);
            let value = text::typeset(value);
            let style = text::fit(&value, room - 8.0, strong, 6.0);
            paper.typeset(value, x, below + strong.drop(), style);
        });
    }
    top + LABEL.leading() + strong.leading()
}

/// A row of boxes for each meter, as many as its dial has digits.
fn readings(paper: &mut Paper, meters: &[MeterLine], top: f32, width: f32) -> f32 {
    let columns = 2;
    let room = (width + 14.0) / columns as f32;
    let shown = &meters[..meters.len().min(MOST_METERS)];
    for (index, meter) in shown.iter().enumerate() {
        let x = MARGIN + room * (index % columns) as f32;
        let y = top + METER * (index / columns) as f32;
        paper.tagged(Kind::Paragraph, |paper| {
            let name = text::typeset(&format!("Показания № {} · {}", meter.serial, meter.name));
            paper.typeset(text::shorten(&name, room - 14.0, LABEL), x, y + LABEL.drop(), LABEL);
        });
        let digits = usize::from(meter.digits.clamp(1, 9));
        for digit in 0..digits {
            let place = Area::new(x + digit as f32 * (BOX + 1.8), y + 12.0, BOX, BOX + 2.0);
            paper.frame(place, 2.0, Pen { colour: NAVY, width: 0.8, dash: 0.0 });
        }
        let unit = x + digits as f32 * (BOX + 1.8) + 4.0;
        paper.tagged(Kind::Paragraph, |paper| paper.text("м³", unit, y + 22.5, NOTE));
    }
    top + METER * shown.len().div_ceil(columns) as f32
}

fn signature(paper: &mut Paper, y: f32) {
    for (x, width, name) in [(RIGHT - CODE, 40.0, "Дата"), (RIGHT - CODE + 48.0, CODE - 48.0, "Подпись")]
    {
        paper.rule(x, x + width, y, LINE);
        paper.tagged(Kind::Paragraph, |paper| paper.text(name, x, y + 1.0 + LABEL.drop(), LABEL));
    }
}
