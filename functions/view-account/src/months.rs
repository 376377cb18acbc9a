//! Consumption by month, as the chart shows it.

use chrono::NaiveDate;
use domain::{
    ReadingStatus,
    calendar::{month_key, months_between, shift_month},
};
use serde::Serialize;
use statements::readings::PastReading;

#[derive(Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct MonthlyConsumption {
    /// `2026-10`.
    pub month: String,
    /// m³ by the readings of the month; 0 where there are none. A recalculation may be negative.
    pub consumption: i64,
}

/// Twelve months that end with the month of `last`, oldest first. What the company rejected does not count.
pub fn year_to(last: NaiveDate, readings: &[PastReading]) -> Vec<MonthlyConsumption> {
    let month = |back: i32| {
        let first = shift_month(last, -back);
        let counted = readings.iter().filter(|reading| {
            reading.status != ReadingStatus::Rejected && months_between(first, reading.date) == 0
        });
        let consumption = counted.filter_map(|reading| reading.consumption).fold(0, i64::saturating_add);
        MonthlyConsumption { month: month_key(first), consumption }
    };
    (0..12).rev().map(month).collect()
}
