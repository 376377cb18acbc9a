use super::*;
use crate::fixtures::{company, date, meter};

#[test]
fn verification_is_announced_in_time() {
    let (mut meter, rules) = (meter(), company().readings);
    for (next, status, blocks) in [
        ("2027-01-24", VerificationStatus::Valid, false),
        ("2027-01-23", VerificationStatus::Soon, false),
        ("2026-11-24", VerificationStatus::Soon, false),
        ("2026-11-23", VerificationStatus::Expired, true),
    ] {
        meter.next_verification = Some(date(next));
        let found = verification(&meter, &rules, date("2026-11-24"));
        assert_eq!((found.status, found.blocks), (status, blocks), "{next}");
    }
}

#[test]
fn late_readings_count_for_the_next_month() {
    let rules = company().readings;
    for (today, open, period) in [
        ("2026-11-01", false, "2026-11-01"),
        ("2026-11-15", true, "2026-11-01"),
        ("2026-11-25", true, "2026-11-01"),
        ("2026-11-26", false, "2026-12-01"),
        ("2026-12-31", false, "2027-01-01"),
    ] {
        let found = window(&rules, date(today));
        assert_eq!((found.open, found.period), (open, date(period)), "{today}");
    }
}

#[test]
fn a_window_over_the_end_of_a_month_belongs_to_the_month_it_began_in() {
    let rules = ReadingRules { from_day: 25, to_day: 5, ..company().readings };
    for (today, open, period) in [
        ("2026-11-24", false, "2026-11-01"),
        ("2026-11-25", true, "2026-11-01"),
        ("2026-12-05", true, "2026-11-01"),
        ("2026-12-06", false, "2026-12-01"),
    ] {
        let found = window(&rules, date(today));
        assert_eq!((found.open, found.period), (open, date(period)), "{today}");
    }
    let last_days = ReadingRules { from_day: 31, to_day: 31, ..rules };
    assert!(window(&last_days, date("2026-02-28")).open);
}
