//! The journal of refunds: append-only, double entry, beside the payment's own (payments §8).

use super::Aftermath;
use crate::{
    RefundId,
    payment::{LedgerAccount, Posting, Refund, RefundState},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// One change of a refund's state, written in the same transaction as the state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundEntry {
    /// The version of the record that it made.
    pub seq: u32,
    pub at: DateTime<Utc>,
    pub refund: RefundId,
    pub from: RefundState,
    pub to: RefundState,
    /// Sum is zero; empty when no money moved.
    pub entries: Vec<Posting>,
}

impl RefundEntry {
    pub(super) fn of(before: &Aftermath, after: &Aftermath, now: DateTime<Utc>) -> Option<Self> {
        let changed = after.refunds.iter().find_map(|refund| {
            let from = before.refund(refund.id).map_or(RefundState::Created, |old| old.state);
            (from != refund.state).then_some((from, refund))
        });
        changed.map(|(from, refund)| Self {
            seq: after.version,
            at: now,
            refund: refund.id,
            from,
            to: refund.state,
            entries: if refund.state == RefundState::Succeeded {
                take_back(after, refund)
            } else {
                Vec::new()
            },
        })
    }

    /// Debits equal credits.
    pub fn is_balanced(&self) -> bool {
        self.entries.iter().map(|posting| i128::from(posting.amount.0)).sum::<i128>() == 0
    }
}

/// Dr the account line by line · Cr acquirer the whole.
fn take_back(after: &Aftermath, refund: &Refund) -> Vec<Posting> {
    let debits = refund.lines.iter().map(|line| Posting {
        account: LedgerAccount::Subscriber { account: after.account.clone(), service: line.service.clone() },
        amount: line.amount,
    });
    let company = after.account.company.clone();
    let credit = Posting { account: LedgerAccount::Acquirer { company }, amount: -refund.amount };
    debits.chain([credit]).collect()
}
