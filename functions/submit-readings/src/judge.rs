//! Each reading against its meter, independently of the others.

use crate::request::{ReadingOutcome, ReadingResult, ReadingToSend};
use chrono::NaiveDate;
use domain::{
    Account, ReadingRules, calendar,
    readings::{self, AcceptedReading, ReadingInput, ReadingRefusal},
};
use platform::records::readings::LastReadings;
use std::collections::HashMap;

/// A reading that is to be stored.
#[derive(Debug)]
pub struct Accepted {
    pub meter: String,
    pub reading: AcceptedReading,
}

#[derive(Debug)]
pub struct Judgement {
    pub results: Vec<ReadingResult>,
    pub accepted: Vec<Accepted>,
}

/// `today` is the company's local date.
pub fn judge(
    account: &Account,
    rules: &ReadingRules,
    last: &LastReadings,
    asked: &[ReadingToSend],
    today: NaiveDate,
) -> Judgement {
    let mut times: HashMap<&str, usize> = HashMap::new();
    for reading in asked {
        *times.entry(&reading.meter).or_default() += 1;
    }
    let mut judgement = Judgement { results: Vec::with_capacity(asked.len()), accepted: Vec::new() };
    for reading in asked {
        // Of two readings of one meter neither is certain to be the one that was meant.
        let judged = if times.get(reading.meter.as_str()).is_some_and(|times| *times > 1) {
            Err(ReadingRefusal::DuplicateMeter)
        } else {
            check(account, rules, last, reading, today)
        };
        judgement.results.push(result(&reading.meter, &judged));
        if let Ok(accepted) = judged {
            judgement.accepted.push(Accepted { meter: reading.meter.clone(), reading: accepted });
        }
    }
    judgement
}

fn check(
    account: &Account,
    rules: &ReadingRules,
    last: &LastReadings,
    asked: &ReadingToSend,
    today: NaiveDate,
) -> Result<AcceptedReading, ReadingRefusal> {
    let meter = account.meters.iter().find(|meter| meter.id == asked.meter);
    let meter = meter.ok_or(ReadingRefusal::MeterNotFound)?;
    let input = ReadingInput {
        value: asked.value.clone(),
        unchanged_confirmed: asked.unchanged_confirmed,
        rollover_confirmed: asked.rollover_confirmed,
    };
    readings::check(meter, last.of(&meter.id), &input, rules, today)
}

fn result(meter: &str, judged: &Result<AcceptedReading, ReadingRefusal>) -> ReadingResult {
    let meter = meter.to_owned();
    match judged {
        Ok(reading) => {
            let period = format!("Учтём за {}", calendar::format_month(reading.period));
            let warning = reading.warning;
            ReadingResult {
                meter,
                status: ReadingOutcome::Accepted,
                value: Some(reading.value),
                consumption: reading.consumption,
                period: Some(calendar::month_key(reading.period)),
                code: warning.map(|warning| warning.code().to_owned()),
                message: warning.map_or(period, |warning| warning.message()),
                can_rollover: false,
            }
        }
        Err(refusal) => ReadingResult {
            meter,
            status: ReadingOutcome::Refused,
            value: None,
            consumption: None,
            period: None,
            code: Some(refusal.code().to_owned()),
            message: refusal.message(),
            can_rollover: refusal.can_rollover(),
        },
    }
}
