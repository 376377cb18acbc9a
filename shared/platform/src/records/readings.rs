//! Rows of readings sent through the portal. `submit-readings` writes them, `view-account` shows them,
//! the import leaves them alone.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{UserId, readings::LastSent};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ulid::Ulid;

/// The last reading sent for each meter of an account, under `keys::accounts::meters`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastReadings {
    /// Grows with every sending: the condition of the next one.
    pub version: u64,
    /// By the meter's id.
    pub meters: BTreeMap<String, LastSent>,
}

impl LastReadings {
    pub fn of(&self, meter: &str) -> Option<LastSent> {
        self.meters.get(meter).copied()
    }
}

/// One accepted reading, under `keys::accounts::reading`; written once, never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentReading {
    pub id: Ulid,
    /// Who sent it: an account may have several holders.
    pub user: UserId,
    pub meter: String,
    /// Whole cubic metres on the dial.
    pub value: i64,
    /// m³ since the reading before it; `None` for the first of a meter.
    pub consumption: Option<i64>,
    /// First day of the month it counts for.
    pub period: NaiveDate,
    /// The subscriber says that the dial went through zero.
    pub rollover: bool,
    /// Taken after the verification date (C-12): the company may not count it.
    pub warned: bool,
    /// Day in the company's town.
    pub date: NaiveDate,
    pub sent_at: DateTime<Utc>,
}
