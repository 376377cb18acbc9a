use super::*;
use crate::fixtures::{company, date, meter};
use proptest::prelude::*;

const TODAY: &str = "2026-11-24";

/// The meter stands at 12 345 since 24 October; at most 1000 m³ a month; the window is 15–25.
struct Case {
    meter: Meter,
    sent: Option<LastSent>,
    rules: ReadingRules,
    today: NaiveDate,
    unchanged: bool,
    rollover: bool,
}

impl Case {
    fn new() -> Self {
        let (meter, rules) = (meter(), company().readings);
        Self { meter, sent: None, rules, today: date(TODAY), unchanged: false, rollover: false }
    }

    fn at(value: i64) -> Self {
        let mut case = Self::new();
        case.meter.last_accepted.as_mut().unwrap().value = value;
        case
    }

    fn sent(mut self, value: i64, day: &str) -> Self {
        self.sent = Some(LastSent { value, date: date(day) });
        self
    }

    fn on(mut self, day: &str) -> Self {
        self.today = date(day);
        self
    }

    fn check(&self, value: impl Into<ReadingValue>) -> Result<AcceptedReading, ReadingRefusal> {
        let input = ReadingInput {
            value: value.into(),
            unchanged_confirmed: self.unchanged,
            rollover_confirmed: self.rollover,
        };
        check(&self.meter, self.sent, &input, &self.rules, self.today)
    }

    fn told(&self, value: impl Into<ReadingValue>) -> String {
        self.check(value).map_or_else(
            |refusal| refusal.code().to_owned(),
            |reading| format!("{:?}", reading.consumption.unwrap_or(-1)),
        )
    }
}

#[test]
fn a_plain_reading_is_taken() {
    let reading = Case::new().check("12465").unwrap();
    let period = date("2026-11-01");
    let expected =
        AcceptedReading { value: 12_465, consumption: Some(120), period, rollover: false, warning: None };
    assert_eq!(reading, expected);
    assert_eq!(Case::new().check(12_465).unwrap(), expected);
}

#[test]
fn only_digits_are_a_reading() {
    for (typed, told) in [
        ("12346", "1"),
        (" 12346\u{a0}", "1"),
        ("012346", "1"),
        ("00012346", "1"),
        ("", "not_integer"),
        ("  ", "not_integer"),
        ("12 346", "not_integer"),
        ("12\u{a0}346", "not_integer"),
        ("12'346", "not_integer"),
        ("12_346", "not_integer"),
        ("12346,5", "not_integer"),
        ("12346.0", "not_integer"),
        ("12.346,5", "not_integer"),
        ("12346,", "not_integer"),
        ("+12346", "not_integer"),
        ("--1", "not_integer"),
        ("1e4", "not_integer"),
        ("0x3039", "not_integer"),
        ("12346 м³", "not_integer"),
        ("🔥", "not_integer"),
        ("١٢٣٤٦", "not_integer"),
        ("１２３４６", "not_integer"),
        ("NaN", "not_integer"),
        ("-12346", "negative"),
        ("\u{2212}1", "negative"),
        ("100000", "too_many_digits"),
        ("99999999999999999999999999", "too_many_digits"),
        ("999999999999999999", "too_many_digits"),
    ] {
        assert_eq!(Case::new().told(typed), told, "{typed:?}");
    }
}

#[test]
fn json_numbers_are_held_to_the_same_rule() {
    for (json, told) in [
        ("12346", "1"),
        ("\"12346\"", "1"),
        ("12346.5", "not_integer"),
        ("1e4", "not_integer"),
        ("-1", "negative"),
        ("-1.5", "negative"),
        ("9223372036854775807", "too_many_digits"),
        ("99999999999999999999", "too_many_digits"),
        ("1e300", "too_many_digits"),
    ] {
        let value: ReadingValue = serde_json::from_str(json).unwrap();
        assert_eq!(Case::new().told(value), told, "{json}");
    }
    assert!(serde_json::from_str::<ReadingValue>("null").is_err());
}

#[test]
fn a_reading_is_not_below_the_last_accepted_nor_the_last_pending() {
    assert_eq!(Case::new().told("12344"), "below_previous");
    let case = Case::new().sent(12_400, "2026-11-10");
    assert_eq!(case.told("12399"), "below_previous");
    assert_eq!(case.told("12401"), "1");
    // The company has counted a later one: what was sent before it is no longer pending.
    let counted = Case::new().sent(12_900, "2026-10-20");
    assert_eq!(counted.told("12346"), "1");
}

#[test]
fn an_equal_reading_asks_whether_no_gas_was_used() {
    let mut case = Case::new();
    assert_eq!(case.told("12345"), "unchanged_not_confirmed");
    case.unchanged = true;
    assert_eq!(case.told("12345"), "0");
    case.rules.allow_zero = false;
    assert_eq!(case.told("12345"), "unchanged_not_allowed");
}

#[test]
fn consumption_is_limited_by_the_month_and_scaled_by_months() {
    assert_eq!(Case::new().told("13345"), "1000");
    assert_eq!(Case::new().told("13346"), "over_limit");
    let same_month = Case::new().on("2026-10-30");
    assert_eq!((same_month.told("13345"), same_month.told("13346")), ("1000".into(), "over_limit".into()));
    let half_a_year = Case::new().on("2027-04-24");
    assert_eq!((half_a_year.told("18345"), half_a_year.told("18346")), ("6000".into(), "over_limit".into()));
}

#[test]
fn the_limit_counts_from_the_last_accepted_not_from_the_pending() {
    let case = Case::new().sent(13_000, "2026-11-10");
    assert_eq!((case.told("13345"), case.told("13346")), ("345".into(), "over_limit".into()));
    let refusal = case.check("13346").unwrap_err();
    assert_eq!(refusal, ReadingRefusal::OverLimit { consumption: 1_001, max: 1_000 });
}

#[test]
fn a_dial_that_went_through_zero_is_taken_when_confirmed() {
    let mut case = Case::at(99_998);
    let refusal = case.check("3").unwrap_err();
    assert_eq!(refusal, ReadingRefusal::RolloverNotConfirmed { previous: 99_998, consumption: 5 });
    assert!(refusal.can_rollover());
    case.rollover = true;
    let reading = case.check("3").unwrap();
    assert_eq!((reading.consumption, reading.rollover), (Some(5), true));
    assert_eq!(case.told("00003"), "5");
    assert_eq!(case.told("99999"), "1", "confirming what did not happen changes nothing");
}

#[test]
fn a_slip_of_the_finger_is_no_rollover() {
    let mut case = Case::new();
    case.rollover = true;
    assert_eq!(case.told("12344"), "below_previous");
    let mut case = Case::at(99_998);
    case.rollover = true;
    case.rules.allow_rollover = false;
    assert_eq!(case.told("3"), "below_previous");
    assert!(!case.check("3").unwrap_err().can_rollover());
}

#[test]
fn after_a_pending_rollover_the_dial_goes_on_from_it() {
    let case = Case::at(99_998).sent(3, "2026-11-10");
    assert_eq!(case.told("10"), "7");
    assert_eq!(case.told("2"), "below_previous");
    assert_eq!((case.told("998"), case.told("999")), ("995".into(), "over_limit".into()));
}

#[test]
fn a_pending_reading_overtaken_by_an_inspector_is_no_rollover() {
    // Sent 12 340 on the 26th; an inspector's 12 345 of the 24th came later. A turn of the dial is out of the question.
    let case = Case::new().sent(12_340, "2026-10-26");
    assert_eq!((case.told("12344"), case.told("12346")), ("below_previous".into(), "1".into()));
}

#[test]
fn a_sent_reading_is_pending_until_it_or_a_later_one_is_counted() {
    let pending = |value, day| {
        let case = Case::new().sent(value, day);
        pending(&case.meter, case.sent, &case.rules, case.today).is_some()
    };
    assert!(pending(12_400, "2026-11-10") && pending(12_345, "2026-11-10") && pending(12_400, "2026-10-24"));
    assert!(!pending(12_345, "2026-10-24"), "the company has counted this very one");
    assert!(!pending(12_400, "2026-10-23") && !pending(12_340, "2026-11-10"));
}

#[test]
fn the_first_reading_of_a_meter_has_no_consumption() {
    let mut case = Case::new();
    case.meter.last_accepted = None;
    assert_eq!(case.check("777").unwrap().consumption, None);
    let case = case.sent(700, "2026-11-01");
    assert_eq!(case.check("777").unwrap().consumption, Some(77));
}

#[test]
fn a_meter_past_its_verification_is_blocked_or_warned_about() {
    let mut case = Case::new();
    case.meter.next_verification = Some(date(TODAY));
    assert_eq!(case.told("12346"), "1", "the day itself is still good");
    case.meter.next_verification = Some(date("2026-11-23"));
    assert_eq!(case.told("12346"), "verification_expired");
    case.rules.expired_verification = ExpiredVerification::AcceptWithWarning;
    let reading = case.check("12346").unwrap();
    assert_eq!(reading.warning, Some(ReadingWarning::VerificationExpired));
    case.meter.next_verification = None;
    assert_eq!(case.check("12346").unwrap().warning, None);
}

#[test]
fn an_inactive_meter_takes_nothing() {
    let mut case = Case::new();
    case.meter.state = MeterState::Inactive;
    assert_eq!(case.told("12346"), "meter_inactive");
}

#[test]
fn refusals_say_what_to_do_next() {
    let told = |refusal: ReadingRefusal| refusal.message().replace('\u{a0}', " ");
    assert_eq!(
        told(ReadingRefusal::OverLimit { consumption: 12_000, max: 1_000 }),
        "Расход 12 000 м³ больше допустимого: 1 000 м³. Проверьте цифры; если всё верно, обратитесь в газовую компанию"
    );
    assert!(told(ReadingRefusal::TooManyDigits { digits: 5 }).contains("5 цифр до запятой"));
    assert!(told(ReadingRefusal::BelowPrevious { previous: 12_345 }).contains("12 345 м³"));
}

#[test]
fn broken_data_of_a_company_breaks_nothing() {
    let mut case = Case::new();
    case.meter.digits = 0;
    case.meter.last_accepted.as_mut().unwrap().value = i64::MIN;
    assert_eq!(case.told("1"), "over_limit");
    case.meter.digits = 255;
    case.meter.last_accepted.as_mut().unwrap().value = i64::MAX;
    case.rules.max_monthly = i64::MAX;
    case.rules.verification_warning_days = i64::MAX;
    assert_eq!(case.told("1"), "below_previous");
}

proptest! {
    #[test]
    fn what_is_accepted_is_within_every_limit(
        accepted in 0_i64..100_000,
        sent in prop::option::of(0_i64..100_000),
        value in 0_i64..120_000,
        months in 0_i32..6,
        unchanged: bool,
        rollover: bool,
    ) {
        let mut case = Case::at(accepted);
        case.today = calendar::shift_month(case.today, months);
        case.sent = sent.map(|value| LastSent { value, date: date("2026-11-01") });
        (case.unchanged, case.rollover) = (unchanged, rollover);
        let max = 1_000 * i64::from(1 + months);
        if let Ok(reading) = case.check(value) {
            let consumption = reading.consumption.unwrap();
            prop_assert!((0..=max).contains(&consumption));
            prop_assert!(value < 100_000 && reading.value == value);
            prop_assert!(!reading.rollover || rollover);
            prop_assert!(consumption > 0 || unchanged);
            // Round the dial from the accepted reading to this one is never over the limit.
            let whole = (value - accepted).rem_euclid(100_000);
            prop_assert!(whole <= max, "{} in all", whole);
        }
    }

    #[test]
    fn typed_text_never_panics(typed in "\\PC{0,24}|[-+0-9 .,eE\u{a0}]{0,24}") {
        let told = Case::new().told(typed.as_str());
        let digits = typed.trim();
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            prop_assert!(told == "not_integer" || told == "negative");
        }
    }
}
