//! The receipt («Квитанция об оплате», R-085): proof that a payment through the portal was made.

mod body;
mod head;

use crate::{
    RenderError,
    kit::{flow::Flow, writer},
    layout::Layout,
};
use chrono::{DateTime, Utc};
use domain::{Company, Kopecks, Payee};

/// Everything that a receipt tells. Card and e-mail are for the payer alone:
/// for other users linked to the account the caller leaves them out.
#[derive(Debug, Clone, PartialEq)]
pub struct Receipt {
    pub company: Company,
    /// The portal's own number of the payment.
    pub payment: String,
    pub status: Status,
    pub paid_at: DateTime<Utc>,
    /// Лицевой счёт, digits.
    pub account: String,
    pub payer: Option<String>,
    pub address: Option<String>,
    /// Name of a service and what was paid for it.
    pub lines: Vec<(String, Kopecks)>,
    pub amount: Kopecks,
    pub card: Option<Card>,
    /// Retrieval reference number of the bank.
    pub rrn: Option<String>,
    pub auth_code: Option<String>,
    /// Who received the money, where that is not the company itself.
    pub payee: Option<Payee>,
    /// What went back to the card, and when; in the order it went.
    pub refunds: Vec<(DateTime<Utc>, Kopecks)>,
    pub fiscal: Fiscal,
    /// Where the fiscal receipt was sent.
    pub email: Option<String>,
    /// When this paper was made.
    pub issued: DateTime<Utc>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Paid,
    /// All of the money went back to the card.
    Refunded {
        at: DateTime<Utc>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Payment system, e.g. «МИР».
    pub kind: String,
    /// Last four digits.
    pub last4: String,
}

/// The fiscal receipt of 54-ФЗ, which the acquirer registers on its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fiscal {
    /// The shop's till is none of the acquirer's.
    Absent,
    Pending,
    /// Numbers of the fiscal drive (ФН), document (ФД) and sign (ФПД), when known.
    Registered(Option<FiscalNumbers>),
    Failed,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiscalNumbers {
    pub storage: String,
    pub document: String,
    pub attribute: String,
}

/// «Место оплаты» of everything paid through the portal.
const PLACE: &str = "Личный кабинет";

/// The receipt as PDF.
pub fn render(receipt: &Receipt) -> Result<Vec<u8>, RenderError> {
    let layout = lay_out(receipt);
    let about = writer::About {
        title: format!("Квитанция об оплате, лицевой счёт {}", receipt.account),
        author: &receipt.company.name,
        id: format!("receipt {} {}", receipt.company.id, receipt.payment),
        created: receipt.issued,
    };
    writer::write(&layout.paper, None, about)
}

/// The receipt as places on pages: what [`render`] writes.
pub fn lay_out(receipt: &Receipt) -> Layout {
    let running =
        format!("Квитанция об оплате · лицевой счёт {} · {}", receipt.account, receipt.company.name);
    let mut flow = Flow::new(running);
    head::draw(&mut flow, receipt);
    body::draw(&mut flow, receipt);
    Layout { paper: flow.finish(), code: None }
}
