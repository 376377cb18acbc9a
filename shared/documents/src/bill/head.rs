//! The top of the bill: who bills whom, for which month, how much and until when.

use super::Bill;
use crate::{
    kit::{
        flow::Flow,
        fonts::Weight,
        mark,
        paper::{Area, Kind, Paper},
        text,
        theme::{CONTENT, INK, LABEL, MARGIN, NAVY, NOTE, ON_NAVY, RIGHT, Style, TINT, WHITE},
    },
    qr::Code,
    wording,
};
use domain::Kopecks;

const GAP: f32 = 12.0;
const ACCOUNT_CARD: f32 = 238.0;
const PAD: f32 = 13.0;
const CODE: f32 = 122.0;
const COMPANY: Style = Style::new(Weight::Bold, 13.5, INK);
const TITLE: Style = Style::new(Weight::Bold, 13.5, INK);
/// Lines of one field; more is cut off.
const MOST: usize = 5;

pub(super) fn draw(flow: &mut Flow, bill: &Bill, code: Option<&Code>) {
    letterhead(flow, bill);
    let top = flow.y;
    // The account card says how tall both are: it is laid out on a scratch paper first.
    let wanted = account(&mut Paper::new(), bill, top) - top + PAD;
    let height = wanted.max(CODE + 2.0 * PAD);
    flow.paper.begin(Kind::Section);
    flow.paper.fill(Area::new(MARGIN, top, ACCOUNT_CARD, height), 8.0, TINT);
    account(&mut flow.paper, bill, top);
    due(&mut flow.paper, bill, code, top, height);
    flow.paper.end();
    flow.reach(top + height + 12.0);
}

fn letterhead(flow: &mut Flow, bill: &Bill) {
    let company = &bill.company;
    let top = flow.y;
    let paper = &mut flow.paper;
    mark::draw(paper, MARGIN, top, 32.0);

    let title = "Квитанция на оплату";
    let wide = text::width(title, TITLE).max(150.0);
    paper.heading(1, title, RIGHT - text::width(title, TITLE), top - 2.0, TITLE);
    paper.tagged(Kind::Paragraph, |paper| {
        let period = Style::new(Weight::Medium, 9.5, NAVY);
        paper.text_right(&format!("за {}", wording::month(bill.period)), RIGHT, top + 22.5, period);
        let issued = domain::calendar::local_date(bill.issued, company.utc_offset);
        let number = text::typeset(&format!("№ {} от {}", bill.number, wording::numeric(issued)));
        let style = text::fit(&number, wide + 40.0, NOTE, 5.0);
        paper.text_right(&text::shorten(&number, wide + 40.0, style), RIGHT, top + 34.0, style);
    });

    let x = MARGIN + 42.0;
    let width = CONTENT - 42.0 - wide - 56.0;
    let bottom = paper.tagged(Kind::Paragraph, |paper| {
        let y = paper.block(&company.name, x, top - 2.0, width, COMPANY, 2);
        let y = paper.block(&company.address, x, y, width, NOTE, 2);
        let contacts: Vec<&str> = [company.phone.as_str(), company.site.as_str(), company.email.as_str()]
            .into_iter()
            .filter(|s| !s.is_empty())
            .collect();
        paper.block(&contacts.join(" · "), x, y, width, NOTE, 2)
    });
    flow.reach(bottom.max(top + 36.0) + 11.0);
}

/// Answers where its text ends.
fn account(paper: &mut Paper, bill: &Bill, top: f32) -> f32 {
    let x = MARGIN + PAD;
    let width = ACCOUNT_CARD - 2.0 * PAD;
    let number = Style::new(Weight::Bold, 19.0, INK);
    let value = Style::new(Weight::Medium, 9.5, INK);
    let mut y = top + PAD - 2.0;
    let mut field = |paper: &mut Paper, name: &str, run: &str, style: Style, gap: f32| {
        y = paper.tagged(Kind::Paragraph, |paper| {
            let below = paper.block(name, x, y, width, LABEL, 1);
            paper.block(run, x, below, width, style, MOST)
        }) + gap;
        y
    };
    let fitted = text::fit(&bill.account, width, number, 9.0);
    let mut end = field(paper, "Лицевой счёт", &bill.account, fitted, 3.0);
    if let Some(unified) = &bill.unified {
        end = field(paper, "Единый лицевой счёт ГИС ЖКХ", unified, value, 3.0);
    }
    if let Some(holder) = &bill.holder {
        end = field(paper, "Абонент", holder, value, 3.0);
    }
    if let Some(address) = &bill.address {
        end = field(paper, "Адрес", address, value, 3.0);
    }
    if !bill.notes.is_empty() {
        end = paper
            .tagged(Kind::Paragraph, |paper| paper.block(&bill.notes.join(" · "), x, end, width, NOTE, 3))
            + 3.0;
    }
    end - 3.0
}

fn due(paper: &mut Paper, bill: &Bill, code: Option<&Code>, top: f32, height: f32) {
    let left = MARGIN + ACCOUNT_CARD + GAP;
    let card = Area::new(left, top, CONTENT - ACCOUNT_CARD - GAP, height);
    paper.fill(card, 8.0, NAVY);
    let x = left + PAD;
    let room = card.right - x - PAD;
    let width = if code.is_some() { room - CODE - 16.0 } else { room };

    let pale = Style::new(Weight::Regular, 8.5, ON_NAVY);
    let (title, amount) = if bill.due == Kopecks::ZERO && bill.credit > Kopecks::ZERO {
        ("Переплата", bill.credit)
    } else {
        ("К оплате", bill.due)
    };
    let figure = text::typeset(&wording::roubles(amount));
    let style = text::fit(&figure, width, Style::new(Weight::Bold, 25.0, WHITE), 8.0);
    let mut y = top + PAD - 2.0;
    paper.heading(2, title, x, y, pale.sized(9.5));
    y += pale.sized(9.5).leading() + 1.0;
    paper.tagged(Kind::Paragraph, |paper| {
        paper.typeset(figure, x, y + style.drop(), style);
        y += style.leading() + 5.0;
        if let (true, Some(date)) = (bill.due > Kopecks::ZERO, bill.due_date) {
            y = paper.block("оплатите до", x, y, width, pale, 1);
            y = paper.block(&wording::day(date), x, y, width, Style::new(Weight::Medium, 10.5, WHITE), 2);
        }
    });

    let hint = if code.is_some() {
        "Наведите камеру в приложении банка на код: получатель и сумма заполнятся сами"
    } else {
        "Платить сейчас не нужно. Если вы уже внесли больше, чем начислено, разница пойдёт в счёт будущих месяцев."
    };
    let small = pale.sized(7.5);
    let lines = text::wrap(&text::typeset(hint), width, small, 8).len() as f32;
    let place = (card.bottom - PAD + 2.0 - lines * small.leading()).max(y + 6.0);
    paper.tagged(Kind::Paragraph, |paper| paper.block(hint, x, place, width, small, 8));

    if let Some(code) = code {
        let quiet = code.quiet(CODE - 12.0).max(6.0);
        let plate = Area::new(card.right - PAD - CODE, top + (height - CODE) / 2.0, CODE, CODE);
        paper.fill(plate, 5.0, WHITE);
        let alt = format!("QR-код для оплаты {} в приложении банка", wording::roubles(bill.due));
        paper.code(plate.left + quiet, plate.top + quiet, CODE - 2.0 * quiet, &alt);
    }
}
