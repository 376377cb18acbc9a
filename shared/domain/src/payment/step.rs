//! What a decision about a payment consists of.

use super::{JournalEntry, Payment, PaymentState, ReviewReason, SavedMethod};
use chrono::{DateTime, Utc};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub payment: Payment,
    /// Present when the state changed.
    pub journal: Option<JournalEntry>,
    pub effects: Vec<Effect>,
}

/// What else belongs to the transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Put the paid lines to the account's credits: the balance shows them at once.
    Credit,
    AnnounceSuccess,
    AnnounceRefusal,
    /// The account's open payment is no more.
    ReleaseOpen,
    /// The card that paid is linked from now on.
    LinkCard(SavedMethod),
    /// The bank no longer charges the linked card: it goes, if it is still the one that was charged.
    UnlinkCard,
    /// Wake somebody.
    Incident(Incident),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Incident {
    Review(ReviewReason),
    /// The gateway contradicts a payment that has ended; nothing was changed.
    Contradiction {
        ended: PaymentState,
    },
}

/// What the sweeper is to do with a payment now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tick {
    Wait,
    /// Write the step, then send the stored body with the stored key again.
    Send(Step),
    /// Ask the gateway, then [`advance()`].
    Ask,
    /// Write the step; there is nothing to ask.
    Settle(Step),
}

impl Step {
    /// Whether there is anything to write.
    pub fn is_change(&self, before: &Payment) -> bool {
        self.payment.version != before.version
    }

    pub(super) fn new(
        before: &Payment,
        mut after: Payment,
        effects: Vec<Effect>,
        now: DateTime<Utc>,
    ) -> Self {
        if after != *before {
            after.version = before.version + 1;
            after.updated_at = now;
        }
        let journal = (after.state != before.state).then(|| JournalEntry::of(before, &after));
        Self { payment: after, journal, effects }
    }
}
