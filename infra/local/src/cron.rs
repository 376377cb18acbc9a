//! When a schedule of EventBridge is due: `rate(5 minutes)` and `cron(0 3 ? * MON-FRI *)`, UTC.

use anyhow::{Context, Result, bail};
use chrono::{DateTime, Datelike, Duration, DurationRound, Timelike, Utc};

/// A schedule's expression, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Timetable {
    /// Every so often.
    Rate(Duration),
    /// Minutes that fit all five sets.
    Cron(Box<Fields>),
}

/// Allowed values of a cron expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fields {
    minutes: Vec<u32>,
    hours: Vec<u32>,
    days: Vec<u32>,
    months: Vec<u32>,
    /// 1 is Sunday, as EventBridge counts.
    weekdays: Vec<u32>,
}

impl Timetable {
    /// Understands an expression.
    pub fn parse(expression: &str) -> Result<Self> {
        let (kind, inside) = expression
            .strip_suffix(')')
            .and_then(|text| text.split_once('('))
            .with_context(|| format!("расписание {expression} не понято"))?;
        match kind {
            "rate" => {
                let (number, unit) = inside.trim().split_once(' ').context("rate без единицы")?;
                let number: i64 = number.parse().context("rate без числа")?;
                let unit = match unit.trim_end_matches('s') {
                    "minute" => Duration::minutes(1),
                    "hour" => Duration::hours(1),
                    "day" => Duration::days(1),
                    other => bail!("единица {other} не понята"),
                };
                if number < 1 {
                    bail!("rate должен быть не меньше 1");
                }
                Ok(Self::Rate(unit * i32::try_from(number)?))
            }
            "cron" => {
                let fields: Vec<&str> = inside.split_whitespace().collect();
                let [minutes, hours, days, months, weekdays, _year] = fields.as_slice() else {
                    bail!("в cron должно быть шесть полей");
                };
                Ok(Self::Cron(Box::new(Fields {
                    minutes: values(minutes, 0, 59, &[])?,
                    hours: values(hours, 0, 23, &[])?,
                    days: values(days, 1, 31, &[])?,
                    months: values(months, 1, 12, &MONTHS)?,
                    weekdays: values(weekdays, 1, 7, &WEEKDAYS)?,
                })))
            }
            other => bail!("расписание вида {other} не понято"),
        }
    }

    /// The next time after `now`; `None` when there is none within a year.
    pub fn next(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self {
            Self::Rate(every) => Some(now + *every),
            Self::Cron(fields) => {
                let mut at = now.duration_trunc(Duration::minutes(1)).ok()? + Duration::minutes(1);
                let end = now + Duration::days(366);
                while at < end {
                    if !fields.day(at) {
                        at = at.duration_trunc(Duration::days(1)).ok()? + Duration::days(1);
                    } else if !fields.hours.contains(&at.hour()) {
                        at = at.duration_trunc(Duration::hours(1)).ok()? + Duration::hours(1);
                    } else if !fields.minutes.contains(&at.minute()) {
                        at += Duration::minutes(1);
                    } else {
                        return Some(at);
                    }
                }
                None
            }
        }
    }
}

impl Fields {
    fn day(&self, at: DateTime<Utc>) -> bool {
        self.months.contains(&at.month())
            && self.days.contains(&at.day())
            && self.weekdays.contains(&(at.weekday().num_days_from_sunday() + 1))
    }
}

const MONTHS: [&str; 12] =
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/// `*`, `?`, `5`, `1-5`, `*/15`, `10/5`, `MON-FRI` and lists of them.
fn values(field: &str, least: u32, most: u32, names: &[&str]) -> Result<Vec<u32>> {
    let number = |text: &str| -> Result<u32> {
        let named = names.iter().position(|name| name.eq_ignore_ascii_case(text));
        let value = match named {
            Some(index) => u32::try_from(index)? + least,
            None => text.parse().with_context(|| format!("{text} в cron не понято"))?,
        };
        if value < least || value > most {
            bail!("{text} в cron вне пределов {least}–{most}");
        }
        Ok(value)
    };
    let mut all = Vec::new();
    for part in field.split(',') {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (range, Some(step.parse::<u32>().context("шаг cron не понят")?)),
            None => (part, None),
        };
        let (from, to) = match range {
            "*" | "?" => (least, most),
            range => match range.split_once('-') {
                Some((from, to)) => (number(from)?, number(to)?),
                None => (number(range)?, if step.is_some() { most } else { number(range)? }),
            },
        };
        let step = usize::try_from(step.unwrap_or(1))?;
        if step == 0 {
            bail!("шаг cron не может быть нулём");
        }
        all.extend((from..=to).step_by(step));
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(expression: &str, now: &str) -> String {
        let next = Timetable::parse(expression).unwrap().next(now.parse().unwrap()).unwrap();
        next.format("%Y-%m-%dT%H:%M").to_string()
    }

    #[test]
    fn a_rate_counts_from_now() {
        assert_eq!(next("rate(5 minutes)", "2026-11-24T10:00:30Z"), "2026-11-24T10:05");
        assert_eq!(next("rate(1 day)", "2026-11-24T10:00:30Z"), "2026-11-25T10:00");
    }

    #[test]
    fn cron_finds_the_next_minute_that_fits() {
        let tuesday = "2026-11-24T10:00:30Z";
        assert_eq!(next("cron(0 3 * * ? *)", tuesday), "2026-11-25T03:00");
        assert_eq!(next("cron(*/15 * * * ? *)", tuesday), "2026-11-24T10:15");
        assert_eq!(next("cron(30 9 ? * MON-FRI *)", "2026-11-27T12:00:00Z"), "2026-11-30T09:30");
        assert_eq!(next("cron(0 6 15-18 * ? *)", tuesday), "2026-12-15T06:00");
        assert_eq!(next("cron(0 0 29 FEB ? *)", "2027-03-01T00:00:00Z"), "2028-02-29T00:00");
    }

    #[test]
    fn what_is_no_schedule_is_refused() {
        for expression in ["", "rate(1)", "rate(0 minutes)", "cron(0 3)", "cron(61 * * * ? *)", "at(x)"] {
            assert!(Timetable::parse(expression).is_err(), "{expression}");
        }
    }
}
