//! Rows of a payment that more than one function reads: the payment itself, its line in «Платежи», and the credit
//! that the balance shows until the company has counted it. They are written by the crate `payments` alone, in one
//! transaction (payments §8); `import-packet` deletes a credit when the company names our payment.

use crate::store::keys::payments::DUE;
use chrono::{DateTime, Utc};
use domain::{
    AccountId, CompanyPayment, Kopecks, PaidLine, Payment, PaymentId, PaymentLine, PaymentMethod,
    PaymentState, UserId,
    packet::CompanyPayments,
    payment::{self, Aftermath, FiscalReceipt, Refund},
};
use serde::{Deserialize, Serialize};

/// A payment as it is kept under `keys::payments::payment`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredPayment {
    #[serde(flatten)]
    pub payment: Payment,
    /// Puts the row into the sweeper's index while [`Payment::next_check_at`] is set.
    #[serde(default)]
    pub due: Option<String>,
    /// When a page last made us ask the bank out of turn, epoch milliseconds.
    #[serde(default)]
    pub asked_at: Option<i64>,
}

impl From<Payment> for StoredPayment {
    fn from(payment: Payment) -> Self {
        let due = payment.next_check_at.map(|_| DUE.to_owned());
        Self { payment, due, asked_at: None }
    }
}

/// What follows a payment that has succeeded, under `keys::payments::aftermath`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredAftermath {
    #[serde(flatten)]
    pub aftermath: Aftermath,
    /// Puts the row into the sweeper's index while [`Aftermath::next_check_at`] is set.
    #[serde(default)]
    pub due: Option<String>,
}

impl From<Aftermath> for StoredAftermath {
    fn from(aftermath: Aftermath) -> Self {
        let due = aftermath.next_check_at.map(|_| DUE.to_owned());
        Self { aftermath, due }
    }
}

/// What one day's books have of a payment or a refund, under `keys::payments::of_day` (payments §7 R3). Written in the
/// transaction of its success.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DayEntry {
    /// Of the payment or the refund.
    pub number: PaymentId,
    /// The payment that a refund is of.
    #[serde(default)]
    pub of: Option<PaymentId>,
    pub account: AccountId,
    /// What came in; negative for a refund.
    pub amount: Kopecks,
    pub gateway_id: String,
}

/// Whether a line of «Платежи» is money that came or money that went back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ListedKind {
    #[default]
    Payment,
    Refund,
}

/// A line of «Платежи»: there while [`PaymentState::label`] has a word for the payment, so a refused one
/// leaves no trace. Partition `keys::payments::account_partition`, prefix `OF_ACCOUNT`, ordered by time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ListedPayment {
    pub id: PaymentId,
    /// The payer: [`ListedPayment::seen_by`] hides from everybody else what is only the payer's.
    pub user: UserId,
    pub account: AccountId,
    pub state: PaymentState,
    pub amount: Kopecks,
    pub lines: Vec<PaymentLine>,
    pub created_at: DateTime<Utc>,
    pub paid_at: Option<DateTime<Utc>>,
    pub place: String,
    /// «•••• 0004».
    pub card_mask: Option<String>,
    pub card_type: Option<String>,
    /// The bank's page, open until `expires_at`.
    pub confirmation_url: Option<String>,
    pub expires_at: Option<DateTime<Utc>>,
    #[serde(default)]
    pub kind: ListedKind,
    /// The payment that a refund is of.
    #[serde(default)]
    pub of: Option<PaymentId>,
    /// Given back of a payment for certain.
    #[serde(default)]
    pub refunded: Kopecks,
    #[serde(default)]
    pub fiscal_receipt: FiscalReceipt,
    /// When an import of the company's first named it.
    #[serde(default)]
    pub counted_at: Option<DateTime<Utc>>,
}

impl ListedPayment {
    /// The line of this payment; `None` for one that is not listed.
    pub fn of(payment: &Payment) -> Option<Self> {
        payment.state.label()?;
        Some(Self {
            id: payment.id,
            user: payment.user,
            account: payment.account.clone(),
            state: payment.state,
            amount: payment.amount,
            lines: payment.lines.clone(),
            created_at: payment.created_at,
            paid_at: payment.paid_at,
            place: payment::PLACE.to_owned(),
            card_mask: payment.card.as_ref().map(payment::Card::mask),
            card_type: payment.card.as_ref().map(|card| card.card_type.clone()),
            confirmation_url: payment.confirmation_url.clone(),
            expires_at: payment.expires_at(),
            kind: ListedKind::Payment,
            of: None,
            refunded: Kopecks::ZERO,
            // Every sale is sent with its receipt; the till is asked from now on.
            fiscal_receipt: match payment.state {
                PaymentState::Succeeded => FiscalReceipt::Pending,
                _ => FiscalReceipt::None,
            },
            counted_at: None,
        })
    }

    /// The line of a refund that has succeeded: «Возврат», its sums negative (payments §8).
    pub fn of_refund(aftermath: &Aftermath, refund: &Refund) -> Self {
        Self {
            id: refund.id.into(),
            user: aftermath.user,
            account: aftermath.account.clone(),
            state: PaymentState::Succeeded,
            amount: -refund.amount,
            lines: taken_back(refund),
            created_at: refund.created_at,
            paid_at: refund.completed_at,
            place: payment::PLACE.to_owned(),
            card_mask: None,
            card_type: None,
            confirmation_url: None,
            expires_at: None,
            kind: ListedKind::Refund,
            of: Some(aftermath.payment),
            refunded: Kopecks::ZERO,
            fiscal_receipt: refund.fiscal.state,
            counted_at: None,
        }
    }

    /// As this viewer may see it now: card and bank's page are the payer's alone (security row 58), and the page
    /// is there only while it can still be paid on.
    pub fn seen_by(mut self, viewer: UserId, now: DateTime<Utc>) -> Self {
        if viewer != self.user {
            self.card_mask = None;
            self.card_type = None;
            self.fiscal_receipt = FiscalReceipt::None;
        }
        let open = self.state == PaymentState::AwaitingUser && self.expires_at.is_some_and(|end| now < end);
        if viewer != self.user || !open {
            self.confirmation_url = None;
            self.expires_at = None;
        }
        self.state = self.state.shown();
        self
    }
}

/// Paid lines that the company has not counted yet, under `keys::accounts::credit`: added to the balance at once
/// . One row a payment, written in the transaction that makes the payment succeed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Credit {
    pub payment: PaymentId,
    pub paid_at: DateTime<Utc>,
    pub lines: Vec<PaidLine>,
}

impl Credit {
    /// What a paid payment adds to the account.
    pub fn of(payment: &Payment, now: DateTime<Utc>) -> Self {
        let lines = payment.lines.iter();
        Self {
            payment: payment.id,
            paid_at: payment.paid_at.unwrap_or(now),
            lines: lines
                .map(|line| PaidLine { service: line.service.clone(), amount: line.amount })
                .collect(),
        }
    }

    /// What a refund takes off the account again, until the company has counted it. It stands beside the credit of the
    /// payment: either may be counted before the other, or alone.
    pub fn of_refund(refund: &Refund, now: DateTime<Utc>) -> Self {
        let lines = taken_back(refund).into_iter();
        Self {
            payment: refund.id.into(),
            paid_at: refund.completed_at.unwrap_or(now),
            lines: lines.map(|line| PaidLine { service: line.service, amount: line.amount }).collect(),
        }
    }

    /// Whether it still has to be added to the company's own balance. The company may count a payment before we
    /// hear of its success: the credit then comes after the import that would have ended it.
    pub fn is_uncounted(&self, known: Option<&CompanyPayments<'_>>) -> bool {
        let own = self.payment.to_string();
        let counted = |payment: &CompanyPayment| payment.portal_payment.as_ref() == Some(&own);
        !known.is_some_and(|known| known.payments.iter().any(counted))
    }
}

fn taken_back(refund: &Refund) -> Vec<PaymentLine> {
    let negative = |line: &PaymentLine| PaymentLine { amount: -line.amount, ..line.clone() };
    refund.lines.iter().map(negative).collect()
}

/// The one open payment of a user on an account, under `keys::payments::open` (security row 62). The payment it
/// names may have ended meanwhile or be too old: `domain::payment::compare_with_open` tells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpenPaymentRow {
    pub payment: PaymentId,
    pub method: PaymentMethod,
    pub created_at: DateTime<Utc>,
    pub ttl: i64,
}

/// An `Idempotency-Key` that was used, under `keys::payments::idempotency` (security row 61).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IdempotencyRow {
    pub payment: PaymentId,
    /// Digest of what was asked under the key.
    pub request_hash: String,
    /// Epoch seconds after which the key is new again.
    pub ttl: i64,
}
