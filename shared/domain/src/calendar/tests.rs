use super::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn a_day_begins_at_the_companys_midnight() {
    let now: DateTime<Utc> = "2026-10-31T20:59:59Z".parse().unwrap();
    assert_eq!(local_date(now, 3), date("2026-10-31"));
    assert_eq!(local_date(now + TimeDelta::seconds(1), 3), date("2026-11-01"));
    assert_eq!(local_date(now, 5), date("2026-11-01"));
    assert_eq!(local_date(now, -25), local_date(now, -12));
}

#[test]
fn dates_read_as_russian() {
    assert_eq!(format_date(date("2026-11-08")), "8 ноября 2026");
    assert_eq!(format_date(date("2026-05-31")), "31 мая 2026");
    assert_eq!(format_month(date("2026-10-01")), "октябрь 2026");
    assert_eq!(month_key(date("2026-03-31")), "2026-03");
}

#[test]
fn months_shift_and_count_over_years() {
    assert_eq!(shift_month(date("2026-12-31"), 1), date("2027-01-01"));
    assert_eq!(shift_month(date("2026-01-15"), -1), date("2025-12-01"));
    assert_eq!(months_between(date("2026-10-31"), date("2026-11-01")), 1);
    assert_eq!(months_between(date("2025-11-30"), date("2026-11-01")), 12);
    assert_eq!(months_between(date("2026-11-30"), date("2026-10-01")), -1);
}

#[test]
fn a_day_that_the_month_lacks_is_its_last() {
    assert_eq!(day_of_month(date("2026-02-10"), 31), date("2026-02-28"));
    assert_eq!(day_of_month(date("2028-02-10"), 30), date("2028-02-29"));
    assert_eq!(day_of_month(date("2026-11-24"), 15), date("2026-11-15"));
    assert_eq!(day_of_month(date("2026-11-24"), 0), date("2026-11-01"));
}
