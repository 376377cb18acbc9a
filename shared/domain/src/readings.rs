//! Whether a meter reading is believable (R-094…R-105; C-03, C-11, C-12). Both routes, the meters' form and the
//! payment's, come here.

mod refusal;
mod value;
mod window;

pub use refusal::ReadingRefusal;
pub use value::{ReadingValue, parse_value};
pub use window::{Verification, VerificationStatus, Window, verification, window};

use crate::{ExpiredVerification, Meter, MeterState, ReadingRules, calendar};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

#[cfg(test)]
mod tests;

/// The last reading sent through the portal for a meter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastSent {
    pub value: i64,
    pub date: NaiveDate,
}

/// What the subscriber typed for one meter.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadingInput {
    pub value: ReadingValue,
    /// «Расход 0 м³ — передать?» was answered with yes (C-03).
    pub unchanged_confirmed: bool,
    /// The dial has gone through zero, says the subscriber.
    pub rollover_confirmed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedReading {
    /// Whole cubic metres on the dial.
    pub value: i64,
    /// m³ since the reading before it, sent or accepted, whichever is later; `None` for the first of a meter.
    pub consumption: Option<i64>,
    /// First day of the month the reading counts for.
    pub period: NaiveDate,
    pub rollover: bool,
    /// Taken, but the company may not count it (C-12).
    pub warning: Option<ReadingWarning>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadingWarning {
    VerificationExpired,
}

impl ReadingWarning {
    pub fn code(self) -> &'static str {
        "verification_expired_warning"
    }

    pub fn message(self) -> String {
        "Показание передано, но срок поверки прибора истёк: компания может не принять его к учёту. Закажите поверку"
            .to_owned()
    }
}

/// The dial as it was before: what is compared with, and since when the limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Before {
    /// The latest reading, accepted or still pending.
    latest: i64,
    /// m³ already sent but not yet counted by the company.
    pending: i64,
    /// Months since the company last counted a reading, at least 1.
    months: i64,
}

/// Checks one reading. `today` is the company's local date.
pub fn check(
    meter: &Meter,
    sent: Option<LastSent>,
    input: &ReadingInput,
    rules: &ReadingRules,
    today: NaiveDate,
) -> Result<AcceptedReading, ReadingRefusal> {
    let warning = may_send(meter, rules, today)?;
    let value = parse_value(&input.value)?;
    let capacity = capacity(meter);
    if value >= capacity {
        return Err(ReadingRefusal::TooManyDigits { digits: meter.digits });
    }
    let (consumption, rollover) = match before(meter, sent, rules, today) {
        None => (None, false),
        Some(before) => {
            let (consumption, rollover) = consumption(&before, value, capacity, input, rules)?;
            (Some(consumption), rollover)
        }
    };
    let period = window(rules, today).period;
    Ok(AcceptedReading { value, consumption, period, rollover, warning })
}

/// Whether the meter takes readings at all; the warning goes with whatever is sent.
pub fn may_send(
    meter: &Meter,
    rules: &ReadingRules,
    today: NaiveDate,
) -> Result<Option<ReadingWarning>, ReadingRefusal> {
    if meter.state == MeterState::Inactive {
        return Err(ReadingRefusal::MeterInactive);
    }
    match (verification(meter, rules, today).status, rules.expired_verification) {
        (VerificationStatus::Expired, ExpiredVerification::Block) => Err(ReadingRefusal::VerificationExpired),
        (VerificationStatus::Expired, ExpiredVerification::AcceptWithWarning) => {
            Ok(Some(ReadingWarning::VerificationExpired))
        }
        _ => Ok(None),
    }
}

fn consumption(
    before: &Before,
    value: i64,
    capacity: i64,
    input: &ReadingInput,
    rules: &ReadingRules,
) -> Result<(i64, bool), ReadingRefusal> {
    let previous = before.latest;
    let max = rules.max_monthly.saturating_mul(before.months);
    let fits = |consumption: i64| consumption.saturating_add(before.pending) <= max;
    if value < previous {
        let wrapped = (value + capacity).saturating_sub(previous);
        // A dial that would have turned nearly whole has not turned: it is a slip of the finger.
        if !rules.allow_rollover || wrapped < 0 || !fits(wrapped) {
            Err(ReadingRefusal::BelowPrevious { previous })
        } else if input.rollover_confirmed {
            Ok((wrapped, true))
        } else {
            Err(ReadingRefusal::RolloverNotConfirmed { previous, consumption: wrapped })
        }
    } else if value == previous {
        if !rules.allow_zero {
            Err(ReadingRefusal::UnchangedNotAllowed { previous })
        } else if input.unchanged_confirmed {
            Ok((0, false))
        } else {
            Err(ReadingRefusal::UnchangedNotConfirmed { previous })
        }
    } else {
        let consumption = value.saturating_sub(previous);
        if fits(consumption) {
            return Ok((consumption, false));
        }
        Err(ReadingRefusal::OverLimit { consumption: consumption.saturating_add(before.pending), max })
    }
}

/// Lower bound: max(last accepted, last pending) (C-11).
fn before(meter: &Meter, sent: Option<LastSent>, rules: &ReadingRules, today: NaiveDate) -> Option<Before> {
    let pending = pending(meter, sent, rules, today);
    let Some(accepted) = meter.last_accepted else {
        return pending.map(|sent| Before {
            latest: sent.value,
            pending: 0,
            months: months_since(sent.date, today),
        });
    };
    let months = months_since(accepted.date, today);
    Some(match pending {
        None => Before { latest: accepted.value, pending: 0, months },
        Some(sent) => {
            let turned = if sent.value < accepted.value { capacity(meter) } else { 0 };
            let pending = sent.value.saturating_add(turned).saturating_sub(accepted.value);
            Before { latest: sent.value, pending, months }
        }
    })
}

/// The reading sent through the portal, unless the company has counted it or one of a later day. One that went
/// through zero is below the accepted one and still the later.
pub fn pending(
    meter: &Meter,
    sent: Option<LastSent>,
    rules: &ReadingRules,
    today: NaiveDate,
) -> Option<LastSent> {
    let Some(accepted) = meter.last_accepted else { return sent };
    let sent = sent.filter(|sent| sent.date >= accepted.date)?;
    let later = sent.date > accepted.date;
    let is_pending = match sent.value.cmp(&accepted.value) {
        Ordering::Greater => true,
        Ordering::Equal => later,
        Ordering::Less => {
            let wrapped = sent.value.saturating_add(capacity(meter)).saturating_sub(accepted.value);
            let most = rules.max_monthly.saturating_mul(months_since(accepted.date, today));
            later && rules.allow_rollover && (0..=most).contains(&wrapped)
        }
    };
    is_pending.then_some(sent)
}

/// At least one: a reading a few days after another may be a month's consumption.
fn months_since(date: NaiveDate, today: NaiveDate) -> i64 {
    calendar::months_between(date, today).max(1)
}

/// First number that the dial cannot show.
fn capacity(meter: &Meter) -> i64 {
    10_i64.pow(u32::from(meter.digits.clamp(1, 18)))
}
