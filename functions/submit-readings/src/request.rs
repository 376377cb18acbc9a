//! What the form sends and what it is told.

use domain::readings::ReadingValue;
use platform::{Fields, Problem};
use serde::{Deserialize, Serialize};

/// More than an account has meters.
const MOST: usize = 20;

/// Readings of the flagged meters.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadingsToSend {
    /// 1 to 20, each of another meter.
    pub readings: Vec<ReadingToSend>,
}

#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadingToSend {
    /// Id of the meter.
    pub meter: String,
    /// Whole cubic metres, as a number or as typed.
    pub value: ReadingValue,
    /// «Расход 0 м³ — передать?» was answered with yes (C-03).
    #[serde(default)]
    pub unchanged_confirmed: bool,
    /// The dial has gone through zero, says the subscriber.
    #[serde(default)]
    pub rollover_confirmed: bool,
}

impl ReadingsToSend {
    /// Faults of the request as a whole; a reading's own are told in its result.
    pub fn check(&self) -> Result<(), Problem> {
        let mut fields = Fields::new();
        if self.readings.is_empty() {
            fields.refuse("readings", "no_readings", "Отметьте хотя бы один прибор учета");
        }
        if self.readings.len() > MOST {
            let message = format!("За один раз можно передать показания не более {MOST} приборов учета");
            fields.refuse("readings", "too_many_readings", message);
        }
        fields.finish()
    }
}

/// What became of each reading, in the order of the request.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ReadingResults {
    pub results: Vec<ReadingResult>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReadingOutcome {
    Accepted,
    Refused,
}

#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ReadingResult {
    /// Id of the meter as it was sent.
    pub meter: String,
    pub status: ReadingOutcome,
    /// Accepted: whole cubic metres on the dial.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<i64>,
    /// Accepted: m³ since the reading before it; absent for the first of a meter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consumption: Option<i64>,
    /// Accepted: the month it counts for, `2026-11`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// Why it was refused, or `verification_expired_warning` with an accepted one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Russian, for the person.
    pub message: String,
    /// Refused, but would be taken with `rollover_confirmed`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub can_rollover: bool,
}
