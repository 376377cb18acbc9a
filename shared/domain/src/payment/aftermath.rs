//! What may follow a payment that has succeeded: refunds, and the fiscal receipts of both. The payment itself never
//! changes again. All of it is one record under one version, so that refunds begun side by side cannot give back more
//! than was paid.

mod ask;
mod hear;
mod posting;
mod request;

pub use posting::RefundEntry;
pub use request::RefundRefused;

use super::{Fiscal, FiscalReceipt, FiscalTrouble, Payment, PaymentLine, Refund, RefundState, RefundTrouble};
use crate::{AccountId, Kopecks, PaymentId, RefundId, UserId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aftermath {
    pub payment: PaymentId,
    pub user: UserId,
    pub account: AccountId,
    /// The gateway's number of the payment.
    pub gateway_id: String,
    pub lines: Vec<PaymentLine>,
    pub amount: Kopecks,
    pub paid_at: DateTime<Utc>,
    /// Grows with every change; the condition of every write.
    pub version: u32,
    /// Of the payment.
    pub fiscal: Fiscal,
    /// In the order they were begun.
    pub refunds: Vec<Refund>,
    /// The earliest of all that wait to be asked about.
    pub next_check_at: Option<DateTime<Utc>>,
}

/// A decision: the record as it is to be, what is journalled, and what else belongs to the transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AfterStep {
    pub after: Aftermath,
    /// Present when a refund changed its state.
    pub journal: Option<RefundEntry>,
    pub effects: Vec<AfterEffect>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AfterEffect {
    /// Take the money off the account, list the refund, tell the payer.
    TakeBack(RefundId),
    /// The receipt of the payment, or of that refund, is another now.
    Fiscal(Option<RefundId>),
    /// Wake somebody.
    Incident(AfterIncident),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterIncident {
    Trouble(RefundId, RefundTrouble),
    /// The gateway did not give the money back.
    Refused(RefundId),
    /// The gateway contradicts a refund that has ended; nothing was changed.
    Contradiction(RefundId),
    /// Of the payment's receipt, or of that refund's.
    Fiscal(Option<RefundId>, FiscalTrouble),
}

/// What time asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Ask about the payment for its receipt.
    AskPayment,
    /// Ask about a refund: for its end, or for its receipt.
    AskRefund(RefundId),
    /// Send the stored body with the stored key again, after [`Aftermath::lease`] is written.
    SendRefund(RefundId),
    /// Sent for too long: write [`Aftermath::give_up`].
    GiveUp(RefundId),
}

impl Aftermath {
    /// What follows a payment that has just succeeded. `None` for any other.
    pub fn of(payment: &Payment, now: DateTime<Utc>) -> Option<Self> {
        let paid_at = payment.paid_at?;
        let fiscal = Fiscal::begun(paid_at, now);
        (payment.state == super::PaymentState::Succeeded).then(|| Self {
            payment: payment.id,
            user: payment.user,
            account: payment.account.clone(),
            gateway_id: payment.gateway_id.clone().unwrap_or_default(),
            lines: payment.lines.clone(),
            amount: payment.amount,
            paid_at,
            version: 1,
            next_check_at: fiscal.next_check_at,
            fiscal,
            refunds: Vec::new(),
        })
    }

    pub fn refund(&self, id: RefundId) -> Option<&Refund> {
        self.refunds.iter().find(|refund| refund.id == id)
    }

    /// Given back for certain.
    pub fn refunded(&self) -> Kopecks {
        let done = self.refunds.iter().filter(|refund| refund.state == RefundState::Succeeded);
        done.map(|refund| refund.amount).sum()
    }

    /// Set aside: given back, or it may still be.
    pub fn set_aside(&self) -> Kopecks {
        self.refunds.iter().filter(|refund| refund.state.counts()).map(|refund| refund.amount).sum()
    }

    /// What is left of a service to be given back.
    pub fn left_of(&self, service: &str) -> Kopecks {
        let of = |lines: &[PaymentLine]| -> Kopecks {
            lines.iter().filter(|line| line.service == service).map(|line| line.amount).sum()
        };
        let counted = self.refunds.iter().filter(|refund| refund.state.counts());
        of(&self.lines) - counted.map(|refund| of(&refund.lines)).sum()
    }

    /// The receipt as it is told.
    pub fn fiscal_receipt(&self) -> FiscalReceipt {
        self.fiscal.state
    }

    /// Puts a changed refund in the place of the old one.
    fn with(&self, refund: Refund) -> Self {
        let refunds = self.refunds.iter().map(|old| if old.id == refund.id { &refund } else { old });
        Self { refunds: refunds.cloned().collect(), ..self.clone() }
    }
}

impl AfterStep {
    pub fn is_change(&self, before: &Aftermath) -> bool {
        self.after.version != before.version
    }

    fn unchanged(before: &Aftermath, effects: Vec<AfterEffect>) -> Self {
        Self { after: before.clone(), journal: None, effects }
    }

    fn new(before: &Aftermath, mut after: Aftermath, effects: Vec<AfterEffect>, now: DateTime<Utc>) -> Self {
        let refunds =
            after.refunds.iter().flat_map(|refund| [refund.next_check_at, refund.fiscal.next_check_at]);
        after.next_check_at = refunds.chain([after.fiscal.next_check_at]).flatten().min();
        if after != *before {
            after.version = before.version + 1;
        }
        let journal = RefundEntry::of(before, &after, now);
        Self { after, journal, effects }
    }
}
