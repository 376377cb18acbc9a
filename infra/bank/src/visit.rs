//! A person's way over the bank's pages, to pay or to have a card saved.

use crate::{card::CardKept, cards::Verdict};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Where the person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Types the card.
    Card,
    /// Types the confirmation code, after so many wrong ones.
    Code {
        verdict: Verdict,
        wrong: u8,
    },
    /// Is done; the bank does its part at this time.
    Settling {
        at: DateTime<Utc>,
    },
    Done,
}

/// The visit so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    pub step: Step,
    /// Where the person is sent back to; `None`: there is no page to visit.
    pub return_url: Option<String>,
    pub card: Option<CardKept>,
    /// Whether the person typed a code.
    pub confirmed: bool,
    /// End of the time for it.
    pub expires_at: DateTime<Utc>,
}

impl Visit {
    /// Whether it is the person's turn.
    pub fn is_open(&self) -> bool {
        matches!(self.step, Step::Card | Step::Code { .. })
    }
}
