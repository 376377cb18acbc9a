//! A payment as its payer sees it (R-080, security row 58).

use crate::step_up::{self, StepUp};
use chrono::{DateTime, Utc};
use domain::{
    Kopecks, Payee, Payment, PaymentLine, PaymentMethod, PaymentState,
    payment::{Aftermath, Card, FiscalReceipt, PLACE, Refund, RefundState, RefusalText},
};
use platform::{App, Problem};
use serde::Serialize;

#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Payment)]
pub struct PaymentView {
    /// ULID.
    pub id: String,
    /// `company-number`.
    pub account: String,
    pub state: PaymentState,
    pub method: PaymentMethod,
    /// Sum of the lines, kopecks.
    pub amount: Kopecks,
    pub lines: Vec<PaymentLine>,
    pub created_at: DateTime<Utc>,
    /// When the bank took the money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid_at: Option<DateTime<Utc>>,
    /// The bank's page, while it can be paid on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmation_url: Option<String>,
    /// When the bank's page closes, or the code can no longer be given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
    /// Why the money was not taken, and what to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<RefusalText>,
    /// «•••• 0004».
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_mask: Option<String>,
    /// `Mir`, `Visa`, `MasterCard`…
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_type: Option<String>,
    /// The card of this payment has been linked.
    pub card_linked: bool,
    /// A code of ours has to be given before the linked card is charged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step_up: Option<StepUp>,
    /// Whether a receipt can be made.
    pub receipt: bool,
    /// «Место оплаты».
    pub place: String,
    /// Retrieval reference number of the card operation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rrn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_code: Option<String>,
    /// Who receives the money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receiver: Option<Receiver>,
    /// Given back for certain, kopecks.
    pub refunded: Kopecks,
    /// In the order they were begun.
    pub refunds: Vec<RefundView>,
    /// Registration of the fiscal receipt (54-ФЗ).
    pub fiscal_receipt: FiscalReceipt,
}

/// Bank details of the payee, as on the receipt.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Receiver {
    pub name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub inn: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kpp: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub account: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub bank: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub bic: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub correspondent_account: String,
}

impl From<&Payee> for Receiver {
    fn from(payee: &Payee) -> Self {
        let Payee { name, inn, kpp, account, bank, bic, correspondent_account } = payee.clone();
        Self { name, inn, kpp, account, bank, bic, correspondent_account }
    }
}

/// Money given back, or about to be.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Refund)]
pub struct RefundView {
    /// ULID.
    pub id: String,
    /// Sum of the lines, kopecks.
    pub amount: Kopecks,
    pub state: RefundProgress,
    pub created_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<DateTime<Utc>>,
    pub lines: Vec<PaymentLine>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RefundProgress {
    Pending,
    Succeeded,
    /// The money stays paid.
    Canceled,
}

impl From<&Refund> for RefundView {
    fn from(refund: &Refund) -> Self {
        Self {
            id: refund.id.to_string(),
            amount: refund.amount,
            state: match refund.state {
                RefundState::Created | RefundState::Submitting | RefundState::Pending => {
                    RefundProgress::Pending
                }
                RefundState::Succeeded => RefundProgress::Succeeded,
                RefundState::Canceled | RefundState::Failed => RefundProgress::Canceled,
            },
            created_at: refund.created_at,
            completed_at: refund.completed_at,
            lines: refund.lines.clone(),
        }
    }
}

impl PaymentView {
    pub fn of(payment: &Payment, step_up: Option<StepUp>, now: DateTime<Utc>) -> Self {
        let page = payment.continue_url(now);
        Self {
            id: payment.id.to_string(),
            account: payment.account.to_string(),
            state: payment.state.shown(),
            method: payment.method,
            amount: payment.amount,
            lines: payment.lines.clone(),
            created_at: payment.created_at,
            paid_at: payment.paid_at,
            confirmation_url: page.map(str::to_owned),
            expires_at: payment.continues_until(now),
            refusal: payment.refusal.as_ref().map(|refusal| refusal.text()),
            card_mask: payment.card.as_ref().map(Card::mask),
            card_type: payment.card.as_ref().map(|card| card.card_type.clone()),
            card_linked: payment.linked_card.is_some(),
            step_up,
            receipt: payment.state == PaymentState::Succeeded,
            place: PLACE.to_owned(),
            rrn: payment.rrn.clone(),
            auth_code: payment.auth_code.clone(),
            receiver: payment.payee.as_ref().map(|payee| Receiver::from(&payee.details)),
            refunded: Kopecks::ZERO,
            refunds: Vec::new(),
            fiscal_receipt: match payment.state {
                PaymentState::Succeeded => FiscalReceipt::Pending,
                _ => FiscalReceipt::None,
            },
        }
    }

    /// With what has followed it.
    pub fn followed_by(self, aftermath: Option<&Aftermath>) -> Self {
        let Some(aftermath) = aftermath else { return self };
        Self {
            refunded: aftermath.refunded(),
            refunds: aftermath.refunds.iter().map(RefundView::from).collect(),
            fiscal_receipt: aftermath.fiscal_receipt(),
            ..self
        }
    }

    /// The same with the code that it may wait for: a round trip more if it does.
    pub async fn shown(app: &App, payment: &Payment) -> Result<Self, Problem> {
        let now = app.clock.now();
        let mut step_up = None;
        if payment.waits_for_code() {
            let mut found = app.store.get_many(&[step_up::key(payment.id)]).await?;
            let flow = step_up::find(&mut found, payment.id, now)?;
            step_up = flow.map(|flow| StepUp::of(app, flow.standing()));
        }
        Ok(Self::of(payment, step_up, now))
    }
}
