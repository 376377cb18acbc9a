//! The journal of a payment: append-only, double entry (payments §8).

use super::{Payment, PaymentState};
use crate::{AccountId, CompanyId, Kopecks};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// One change of state, written in the same transaction as the state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalEntry {
    /// The payment's version that it made; grows within a payment, with gaps.
    pub seq: u32,
    pub at: DateTime<Utc>,
    pub from: PaymentState,
    pub to: PaymentState,
    /// Sum is zero; empty when no money moved.
    pub entries: Vec<Posting>,
}

/// Debit is positive, credit negative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posting {
    pub account: LedgerAccount,
    pub amount: Kopecks,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LedgerAccount {
    /// Owed to the company by its acquirer.
    Acquirer { company: CompanyId },
    /// A service on a subscriber's account.
    Subscriber { account: AccountId, service: String },
}

impl JournalEntry {
    pub(super) fn of(before: &Payment, after: &Payment) -> Self {
        let entries = match after.state {
            PaymentState::Succeeded => credit(after),
            _ => Vec::new(),
        };
        Self { seq: after.version, at: after.updated_at, from: before.state, to: after.state, entries }
    }

    /// Debits equal credits.
    pub fn is_balanced(&self) -> bool {
        self.entries.iter().map(|posting| i128::from(posting.amount.0)).sum::<i128>() == 0
    }
}

/// Dr acquirer the whole · Cr the account line by line.
fn credit(payment: &Payment) -> Vec<Posting> {
    let company = payment.account.company.clone();
    let debit = Posting { account: LedgerAccount::Acquirer { company }, amount: payment.amount };
    let credits = payment.lines.iter().map(|line| Posting {
        account: LedgerAccount::Subscriber {
            account: payment.account.clone(),
            service: line.service.clone(),
        },
        amount: -line.amount,
    });
    std::iter::once(debit).chain(credits).collect()
}
