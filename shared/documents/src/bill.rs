//! The bill («Квитанция на оплату», R-063): what is charged, what the meters showed, how to pay,
//! and a slip («Извещение») to cut off.

mod charges;
mod head;
mod meters;
mod payee;
mod slip;

use crate::{
    RenderError,
    kit::{chart::Month, flow::Flow, writer},
    layout::Layout,
    qr::{Code, PaymentOrder},
    wording,
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{Company, Kopecks, Settlement};

/// Everything that a bill tells. In the limited version the caller leaves out the holder, the address,
/// the unified account and the months of the services: they are answers to control questions.
#[derive(Debug, Clone, PartialEq)]
pub struct Bill {
    pub company: Company,
    pub number: String,
    /// When the bill was made; printed as a date of the company's own clock.
    pub issued: DateTime<Utc>,
    /// Any day of the month billed for.
    pub period: NaiveDate,
    /// Лицевой счёт, digits.
    pub account: String,
    /// Единый лицевой счёт of ГИС ЖКХ.
    pub unified: Option<String>,
    pub holder: Option<String>,
    pub address: Option<String>,
    /// Short facts under the address, e.g. «Зарегистрировано: 3 чел.».
    pub notes: Vec<String>,
    /// Sum to pay, never negative (C-08).
    pub due: Kopecks,
    /// Overpayment, when nothing is due; zero or more.
    pub credit: Kopecks,
    pub due_date: Option<NaiveDate>,
    pub services: Vec<ServiceLine>,
    pub last_payment: Option<(NaiveDate, Kopecks)>,
    pub meters: Vec<MeterLine>,
    /// Days of the month within which readings are taken.
    pub readings_window: Option<(u32, u32)>,
    /// Consumption of gas, oldest first; the last twelve are shown.
    pub consumption: Vec<Month>,
}

/// A line of «Начисления».
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceLine {
    pub name: String,
    /// Unit of the volume, e.g. «м³».
    pub unit: String,
    /// The month as the company tells it, in the signs of balances (debt negative;
    /// benefits and corrections positive when they lessen the debt). On paper the debt is positive.
    pub month: Option<Settlement>,
    /// Never negative.
    pub to_pay: Kopecks,
}

/// A line of «Показания счётчиков». Readings in whole cubic metres.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeterLine {
    pub name: String,
    pub serial: String,
    /// Number of digits on the dial: as many boxes stand on the slip.
    pub digits: u8,
    pub next_verification: Option<NaiveDate>,
    pub previous: Option<(NaiveDate, i64)>,
    pub current: Option<(NaiveDate, i64)>,
    pub consumption: Option<i64>,
}

/// The bill as PDF.
pub fn render(bill: &Bill) -> Result<Vec<u8>, RenderError> {
    let layout = lay_out(bill);
    let about = writer::About {
        title: format!(
            "Квитанция на оплату за {}, лицевой счёт {}",
            wording::month(bill.period),
            bill.account
        ),
        author: &bill.company.name,
        id: format!("bill {} {}", bill.company.id, bill.number),
        created: bill.issued,
    };
    writer::write(&layout.paper, layout.code.as_ref(), about)
}

/// The bill as places on pages: what [`render`] writes.
pub fn lay_out(bill: &Bill) -> Layout {
    let order = PaymentOrder {
        payee: &bill.company.payee,
        sum: bill.due,
        account: &bill.account,
        period: bill.period,
    };
    let code = if bill.due > Kopecks::ZERO { Code::of(&order.payload()) } else { None };
    let running = format!(
        "Квитанция на оплату за {} · лицевой счёт {} · {}",
        wording::month(bill.period),
        bill.account,
        bill.company.name
    );
    let mut flow = Flow::new(running);
    head::draw(&mut flow, bill, code.as_ref());
    charges::draw(&mut flow, bill);
    meters::draw(&mut flow, bill);
    slip::draw(&mut flow, bill, code.as_ref());
    Layout { paper: flow.finish(), code }
}
