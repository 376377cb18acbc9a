//! «Реквизиты для оплаты»: for those who pay by typing them.

use super::Bill;
use crate::kit::{
    flow::Flow,
    paper::{Kind, Paper},
    theme::{CONTENT, HEADING, LABEL, MARGIN, STRONG, Style},
};

/// Space between rows of fields.
const ROW_GAP: f32 = 3.0;

struct Field {
    name: &'static str,
    value: String,
    /// Share of the row, in hundredths.
    share: u8,
}

/// Across the whole page, on the next one if there is no room.
pub(super) fn wide(flow: &mut Flow, bill: &Bill) {
    let height = block(&mut Paper::new(), rows(bill, true), MARGIN, 0.0, CONTENT, STRONG);
    flow.need(height);
    let bottom = flow.y + height;
    let top = flow.y;
    block(&mut flow.paper, rows(bill, true), MARGIN, top, CONTENT, STRONG);
    flow.reach(bottom);
}

/// In a narrow column. Answers where it ends.
pub(super) fn narrow(paper: &mut Paper, bill: &Bill, x: f32, top: f32, width: f32) -> f32 {
    block(paper, rows(bill, false), x, top, width, STRONG.sized(7.8))
}

fn rows(bill: &Bill, wide: bool) -> Vec<Vec<Field>> {
    let payee = &bill.company.payee;
    let field = |name, value: &str, share| Field { name, value: value.to_owned(), share };
    let tax = match payee.kpp.is_empty() {
        true => Field { name: "ИНН", value: payee.inn.clone(), share: 25 },
        false => {
            Field { name: "ИНН / КПП", value: format!("{} / {}", payee.inn, payee.kpp), share: 25 }
        }
    };
    if wide {
        return vec![
            vec![field("Получатель", &payee.name, 47), tax, field("Расчётный счёт", &payee.account, 28)],
            vec![
                field("Банк получателя", &payee.bank, 47),
                field("БИК", &payee.bic, 25),
                field("Корреспондентский счёт", &payee.correspondent_account, 28),
            ],
        ];
    }
    vec![
        vec![field("Получатель", &payee.name, 100)],
        vec![Field { share: 51, ..tax }, field("БИК", &payee.bic, 49)],
        vec![field("Банк получателя", &payee.bank, 100)],
        vec![
            field("Расчётный счёт", &payee.account, 51),
            field("Корреспондентский счёт", &payee.correspondent_account, 49),
        ],
    ]
}

fn block(paper: &mut Paper, rows: Vec<Vec<Field>>, left: f32, top: f32, width: f32, value: Style) -> f32 {
    paper.begin(Kind::Section);
    paper.heading(2, "Реквизиты для оплаты", left, top, HEADING);
    let mut y = top + HEADING.leading() + ROW_GAP;
    for row in rows {
        let mut x = left;
        let mut bottom = y;
        for field in row {
            let room = width * f32::from(field.share) / 100.0;
            bottom = bottom.max(pair(paper, field.name, &field.value, x, y, room - 6.0, value));
            x += room;
        }
        y = bottom + ROW_GAP;
    }
    paper.end();
    y
}

/// The name of a field with its value below. Answers where the value ends.
pub(super) fn pair(
    paper: &mut Paper,
    name: &str,
    value: &str,
    x: f32,
    top: f32,
    width: f32,
    style: Style,
) -> f32 {
    paper.tagged(Kind::Paragraph, |paper| {
        let below = paper.block(name, x, top, width, LABEL, 1);
        paper.block(value, x, below, width, style, 3)
    })
}
