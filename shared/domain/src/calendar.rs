//! Days and months as a company's town counts them, and as Russian writes them.

use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveDateTime, TimeDelta, Utc};

#[cfg(test)]
mod tests;

const NOMINATIVE: [&str; 12] = [
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
];
const GENITIVE: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];

/// Wall clock of a company; `utc_offset` in hours east (`Company::utc_offset`).
pub fn local_time(now: DateTime<Utc>, utc_offset: i32) -> NaiveDateTime {
    now.naive_utc() + TimeDelta::hours(i64::from(utc_offset.clamp(-12, 14)))
}

/// The day it is in the company's town.
pub fn local_date(now: DateTime<Utc>, utc_offset: i32) -> NaiveDate {
    local_time(now, utc_offset).date()
}

/// «октябрь».
pub fn month_nominative(date: NaiveDate) -> &'static str {
    NOMINATIVE[date.month0() as usize]
}

/// «октября».
pub fn month_genitive(date: NaiveDate) -> &'static str {
    GENITIVE[date.month0() as usize]
}

/// «8 ноября 2026».
pub fn format_date(date: NaiveDate) -> String {
    format!("{} {} {}", date.day(), month_genitive(date), date.year())
}

/// «ноябрь 2026».
pub fn format_month(date: NaiveDate) -> String {
    format!("{} {}", month_nominative(date), date.year())
}

/// A month as programs write it: `2026-11`.
pub fn month_key(date: NaiveDate) -> String {
    format!("{:04}-{:02}", date.year(), date.month())
}

pub fn first_of_month(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}

/// First day of the month so many months later (or earlier).
pub fn shift_month(date: NaiveDate, months: i32) -> NaiveDate {
    let first = first_of_month(date);
    let by = Months::new(months.unsigned_abs());
    let shifted = if months < 0 { first.checked_sub_months(by) } else { first.checked_add_months(by) };
    shifted.unwrap_or(first)
}

/// Calendar months from one date to another: 31 October to 1 November is one.
pub fn months_between(from: NaiveDate, to: NaiveDate) -> i64 {
    let months = |date: NaiveDate| i64::from(date.year()) * 12 + i64::from(date.month0());
    months(to) - months(from)
}

/// That day of the month, or its last one when the month is shorter.
pub fn day_of_month(month: NaiveDate, day: u32) -> NaiveDate {
    let first = first_of_month(month);
    let last = first + Months::new(1) - TimeDelta::days(1);
    first.with_day(day.max(1)).unwrap_or(last)
}
