//! The fiscal receipt (54-ФЗ) of a payment or a refund: registered by the acquirer's till some time after the money has
//! moved, and told by nobody, so it is asked for (payments §3.7, §3.8).

use super::{GIVE_UP_ASKING, schedule};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// Registration of a fiscal receipt.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FiscalReceipt {
    /// There is nothing to register, or nothing of it may be told.
    #[default]
    None,
    Pending,
    Succeeded,
    /// The till refused.
    Canceled,
}

/// A registration that is followed to its end.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Fiscal {
    pub state: FiscalReceipt,
    /// Money moved then.
    pub since: Option<DateTime<Utc>>,
    pub next_check_at: Option<DateTime<Utc>>,
    /// It takes so long that somebody was told.
    pub overdue: bool,
}

/// What somebody must be told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FiscalTrouble {
    Canceled,
    Overdue,
}

/// Long after, the till is still asked once a day.
pub(super) const RARELY: TimeDelta = TimeDelta::days(1);

impl Fiscal {
    /// Every sale and refund is sent with its receipt, so registration begins as soon as money has moved.
    pub fn begun(since: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        Self {
            state: FiscalReceipt::Pending,
            since: Some(since),
            next_check_at: Some(schedule::ask_again_at(now, now)),
            overdue: false,
        }
    }

    pub fn is_due(&self, now: DateTime<Utc>) -> bool {
        self.next_check_at.is_some_and(|at| at <= now)
    }

    /// `seen`: as the gateway has it; `None` from a shop whose till is none of the gateway's.
    pub(super) fn hear(&self, seen: FiscalReceipt, now: DateTime<Utc>) -> (Self, Option<FiscalTrouble>) {
        if self.state != FiscalReceipt::Pending {
            return (self.clone(), None);
        }
        if seen != FiscalReceipt::Pending {
            let trouble = (seen == FiscalReceipt::Canceled).then_some(FiscalTrouble::Canceled);
            return (Self { state: seen, next_check_at: None, ..self.clone() }, trouble);
        }
        self.wait(now)
    }

    /// Nothing new is known.
    pub(super) fn wait(&self, now: DateTime<Utc>) -> (Self, Option<FiscalTrouble>) {
        if self.state != FiscalReceipt::Pending {
            return (self.clone(), None);
        }
        let since = self.since.unwrap_or(now);
        let late = now - since >= GIVE_UP_ASKING;
        let next = if late { now + RARELY } else { schedule::ask_again_at(since, now) };
        let waits = Self { next_check_at: Some(next), overdue: late, ..self.clone() };
        (waits, (late && !self.overdue).then_some(FiscalTrouble::Overdue))
    }
}
