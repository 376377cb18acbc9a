//! Meters and the year's consumption, as of the month billed for.
//!
//! Volume times a published tariff is the last charge, the answer to a control question: the limited version gets
//! the last reading alone, as on its screen, and no consumption.

use super::records::Records;
use chrono::NaiveDate;
use documents::{Month, bill::MeterLine};
use domain::{HistoryReading, Level, Meter, MeterState, ReadingStatus, calendar, link::shown_serial};
use rust_decimal::{Decimal, prelude::ToPrimitive};

/// Meters in use with what they showed at the end of the month and before it.
pub fn lines(records: &Records, period: NaiveDate, level: Level) -> Vec<MeterLine> {
    let meters = records.account.meters.iter().filter(|meter| meter.state == MeterState::Active);
    meters.map(|meter| line(meter, &accepted(records, &meter.id), period, level)).collect()
}

/// `readings`: newest first.
fn line(meter: &Meter, readings: &[&HistoryReading], period: NaiveDate, level: Level) -> MeterLine {
    let next = calendar::shift_month(period, 1);
    let point = |reading: &&HistoryReading| (reading.date, reading.value);
    let of_month: Vec<_> =
        readings.iter().copied().filter(|reading| reading.date >= period && reading.date < next).collect();
    let current = of_month.first().map(point);
    let previous = readings.iter().find(|reading| reading.date < period).map(point);
    let last = meter.last_accepted.filter(|last| last.date < next).map(|last| (last.date, last.value));
    let extended = level == Level::Extended;
    MeterLine {
        name: meter.name.clone(),
        serial: shown_serial(&meter.serial, level),
        digits: meter.digits,
        next_verification: meter.next_verification,
        previous: previous.filter(|_| extended),
        current: if extended {
            current.or(last.filter(|_| previous.is_none()))
        } else {
            current.or(previous).or(last)
        },
        consumption: consumption(&of_month).filter(|_| extended),
    }
}

/// The twelve months that end with the one billed for. By the meters' readings; where no meter has any, by the
/// volumes charged.
pub fn year(records: &Records, period: NaiveDate) -> Vec<Month> {
    let readings: Vec<&HistoryReading> =
        records.account.meters.iter().flat_map(|meter| accepted(records, &meter.id)).collect();
    let months = (-11..=0).map(|back| calendar::shift_month(period, back));
    months
        .map(|month| {
            let volume = if readings.is_empty() {
                charged(records, month)
            } else {
                let next = calendar::shift_month(month, 1);
                let inside =
                    readings.iter().copied().filter(|reading| reading.date >= month && reading.date < next);
                consumption(&inside.collect::<Vec<_>>())
            };
            Month { month, volume }
        })
        .collect()
}

fn accepted<'a>(records: &'a Records, meter: &str) -> Vec<&'a HistoryReading> {
    let history = records.history.iter().find(|history| history.meter == meter);
    let readings = history.into_iter().flat_map(|history| history.readings.iter());
    readings.filter(|reading| reading.status == ReadingStatus::Accepted).collect()
}

/// Sum of what the readings say; `None` when none says anything.
fn consumption(readings: &[&HistoryReading]) -> Option<i64> {
    readings.iter().filter_map(|reading| reading.consumption).reduce(i64::saturating_add)
}

fn charged(records: &Records, month: NaiveDate) -> Option<i64> {
    let months = records.settlements.iter().flat_map(|service| service.months.iter());
    let volumes = months.filter(|settled| settled.period == month).filter_map(|settled| settled.volume);
    volumes.reduce(Decimal::saturating_add).and_then(|sum| sum.round().to_i64())
}
