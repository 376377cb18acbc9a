//! The month a reading counts for, and the verification date of a meter.

use crate::{ExpiredVerification, Meter, ReadingRules, calendar};
use chrono::{Datelike, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// Days in which the company wants readings. Outside them a reading is taken all the same (company-data).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    pub from_day: u32,
    pub to_day: u32,
    pub open: bool,
    /// First day of the month that a reading sent today counts for.
    pub period: NaiveDate,
}

/// After `to_day` a reading counts for the next period. A window that ends in the next month (25–5) belongs to
/// the month it began in.
pub fn window(rules: &ReadingRules, today: NaiveDate) -> Window {
    let ReadingRules { from_day, to_day, .. } = *rules;
    let day = today.day();
    // «31» means the last day of a shorter month too.
    let from = calendar::day_of_month(today, from_day).day();
    let late = day > to_day;
    let (open, months) = if from_day <= to_day {
        (day >= from && !late, if late { 1 } else { 0 })
    } else {
        (day >= from || !late, if late { 0 } else { -1 })
    };
    Window { from_day, to_day, open, period: calendar::shift_month(today, months) }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VerificationStatus {
    Valid,
    /// Ends within `ReadingRules::verification_warning_days`.
    Soon,
    Expired,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verification {
    pub next_date: Option<NaiveDate>,
    pub status: VerificationStatus,
    /// Whether readings are refused because of it (C-12).
    pub blocks: bool,
}

/// The meter is good through the date itself. A meter without a date is taken as valid: the company's
/// gap in data is not the subscriber's fault.
pub fn verification(meter: &Meter, rules: &ReadingRules, today: NaiveDate) -> Verification {
    let warning_days = rules.verification_warning_days.clamp(0, 3660);
    let status = match meter.next_verification {
        Some(date) if date < today => VerificationStatus::Expired,
        Some(date) if date - today <= TimeDelta::days(warning_days) => VerificationStatus::Soon,
        _ => VerificationStatus::Valid,
    };
    let blocks =
        status == VerificationStatus::Expired && rules.expired_verification == ExpiredVerification::Block;
    Verification { next_date: meter.next_verification, status, blocks }
}
