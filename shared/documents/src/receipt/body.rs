//! The lines of the payment, the bank's own numbers, the payee and the fiscal receipt.

use super::{Fiscal, PLACE, Receipt, head::moment};
use crate::{
    kit::{
        flow::Flow,
        fonts::Weight,
        paper::{Kind, Pen},
        table::{Align, Cell, Column, Table},
        text,
        theme::{BODY, CONTENT, HAIRLINE, HEADING, INK, MARGIN, MUTED, NOTE, RIGHT, Style},
    },
    wording,
};

const FACT: Style = Style::new(Weight::Regular, 9.0, MUTED);
const VALUE: Style = Style::new(Weight::Medium, 9.0, INK);
const NAMES: f32 = 168.0;
const SUMS: f32 = 120.0;

pub(super) fn draw(flow: &mut Flow, receipt: &Receipt) {
    lines(flow, receipt);
    facts(flow, "Платёж", &payment(receipt));
    facts(flow, "Получатель", &payee(receipt));
    footer(flow);
}

fn lines(flow: &mut Flow, receipt: &Receipt) {
    let figures = Style { weight: Weight::Medium, ..BODY.sized(9.0) }.tabular();
    let bold = Style { weight: Weight::Bold, ..figures };
    let mut rows: Vec<Vec<Cell>> = receipt
        .lines
        .iter()
        .map(|(name, sum)| {
            vec![vec![(name.clone(), BODY.sized(9.0))], vec![(wording::roubles(*sum), figures)]]
        })
        .collect();
    rows.push(vec![vec![("Итого".to_owned(), bold)], vec![(wording::roubles(receipt.amount), bold)]]);
    let table = Table {
        summary: "Оплаченные услуги".into(),
        x: MARGIN,
        columns: vec![
            Column { title: "Услуга", width: CONTENT - SUMS, align: Align::Left },
            Column { title: "Оплачено", width: SUMS, align: Align::Right },
        ],
        rows,
        total: true,
    };
    let heading = HEADING.leading() + 5.0;
    flow.need(heading + table.opening());
    flow.paper.begin(Kind::Section);
    flow.paper.heading(2, "За что заплачено", MARGIN, flow.y, HEADING);
    flow.advance(heading);
    table.draw(flow);
    flow.paper.end();
    flow.advance(18.0);
}

fn payment(receipt: &Receipt) -> Vec<(&'static str, String)> {
    let mut facts =
        vec![("Номер платежа", receipt.payment.clone()), ("Дата и время", moment(receipt.paid_at, receipt))];
    let refunds = receipt.refunds.iter();
    facts
        .extend(refunds.map(|(at, sum)| {
            ("Возвращено", format!("{}, {}", wording::roubles(*sum), moment(*at, receipt)))
        }));
    facts.push(("Место оплаты", PLACE.to_owned()));
    facts.push(("Лицевой счёт", receipt.account.clone()));
    let optional = [
        ("Плательщик", receipt.payer.clone()),
        ("Адрес", receipt.address.clone()),
        (
            "Карта",
            receipt.card.as_ref().map(|card| format!("{} •••• {}", card.kind, card.last4).trim().to_owned()),
        ),
        ("Номер операции в банке (RRN)", receipt.rrn.clone()),
        ("Код авторизации", receipt.auth_code.clone()),
    ];
    facts.extend(optional.into_iter().filter_map(|(name, value)| value.map(|value| (name, value))));
    facts.extend(fiscal(receipt).map(|told| ("Кассовый чек", told)));
    facts
}

fn fiscal(receipt: &Receipt) -> Option<String> {
    Some(match &receipt.fiscal {
        Fiscal::Absent => return None,
        Fiscal::Pending => "формируется, придёт отдельно".to_owned(),
        Fiscal::Failed => "не сформирован — обратитесь в поддержку".to_owned(),
        Fiscal::Registered(numbers) => {
            let mut told = match &receipt.email {
                Some(email) => format!("сформирован и отправлен на {email}"),
                None => "сформирован".to_owned(),
            };
            if let Some(numbers) = numbers {
                let (storage, document, sign) = (&numbers.storage, &numbers.document, &numbers.attribute);
                told.push_str(&format!("; ФН\u{a0}{storage}, ФД\u{a0}{document}, ФПД\u{a0}{sign}"));
            }
            told
        }
    })
}

fn payee(receipt: &Receipt) -> Vec<(&'static str, String)> {
    let payee = receipt.payee.as_ref().unwrap_or(&receipt.company.payee);
    let tax = if payee.kpp.is_empty() { payee.inn.clone() } else { format!("{} / {}", payee.inn, payee.kpp) };
    vec![
        ("Организация", payee.name.clone()),
        (if payee.kpp.is_empty() { "ИНН" } else { "ИНН / КПП" }, tax),
        ("Расчётный счёт", payee.account.clone()),
        ("Банк", payee.bank.clone()),
        ("БИК", payee.bic.clone()),
        ("Корреспондентский счёт", payee.correspondent_account.clone()),
    ]
}

/// A heading and under it names with their values.
fn facts(flow: &mut Flow, title: &'static str, facts: &[(&str, String)]) {
    let heading = HEADING.leading() + 4.0;
    flow.need(heading + 40.0);
    flow.paper.begin(Kind::Section);
    flow.paper.heading(2, title, MARGIN, flow.y, HEADING);
    flow.advance(heading);
    flow.paper.rule(MARGIN, RIGHT, flow.y, Pen { colour: INK, width: 0.8, dash: 0.0 });
    let width = CONTENT - NAMES;
    for (name, value) in facts {
        let lines = text::wrap(&text::typeset(value), width, VALUE, 6).len().max(1) as f32;
        let height = lines * VALUE.leading() + 7.0;
        flow.need(height);
        let top = flow.y + 3.5;
        flow.paper.tagged(Kind::Paragraph, |paper| {
            paper.block(name, MARGIN, top, NAMES - 8.0, FACT, 1);
            paper.block(value, MARGIN + NAMES, top, width, VALUE, 6);
        });
        flow.advance(height);
        flow.paper.rule(MARGIN, RIGHT, flow.y, Pen { colour: HAIRLINE, width: 0.6, dash: 0.0 });
    }
    flow.paper.end();
    flow.advance(16.0);
}

fn footer(flow: &mut Flow) {
    let words = "Документ сформирован автоматически и подтверждает, что платёж проведён. \
                 Деньги зачисляются на лицевой счёт сразу, в данных поставщика они появятся после его сверки.";
    flow.need(3.0 * NOTE.leading());
    let top = flow.y;
    let bottom =
        flow.paper.tagged(Kind::Paragraph, |paper| paper.block(words, MARGIN, top, CONTENT, NOTE, 3));
    flow.reach(bottom);
}
