use super::*;
use proptest::prelude::*;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
}

const THREE_A_MINUTE: Limit = limit("test", 3, TimeDelta::minutes(1));

#[test]
fn a_window_opens_with_the_first_hit_and_closes_after_its_length() {
    let mut counter = None;
    for second in [0, 10, 20] {
        counter = Some(THREE_A_MINUTE.hit(counter, at(second)).unwrap());
    }
    assert_eq!(THREE_A_MINUTE.hit(counter, at(50)).unwrap_err().seconds(), 10);
    assert!(THREE_A_MINUTE.allows(counter, at(59)).is_err());
    assert_eq!(THREE_A_MINUTE.hit(counter, at(60)), Ok(Counter { since: at(60), count: 1 }));
}

#[test]
fn a_sliding_window_lets_no_burst_through_at_its_border() {
    let mut moments = Vec::new();
    for second in [0, 58, 59] {
        moments = THREE_A_MINUTE.slide(&moments, at(second)).unwrap();
    }
    moments = THREE_A_MINUTE.slide(&moments, at(60)).unwrap();
    assert_eq!(THREE_A_MINUTE.slide(&moments, at(61)).unwrap_err().seconds(), 57);
    assert!(THREE_A_MINUTE.slide(&moments, at(118)).is_ok());
    let lowered = Limit { max: 1, ..THREE_A_MINUTE };
    assert_eq!(
        lowered.slide(&moments, at(61)).unwrap_err().seconds(),
        59,
        "room only after the last of them"
    );
}

#[test]
fn retry_after_is_never_zero() {
    let error = TooMany { retry_after: TimeDelta::milliseconds(1) };
    assert_eq!((error.seconds(), error.code()), (1, "too_many_requests"));
    assert_eq!(limit("off", 0, HOUR).hit(None, at(0)).unwrap_err().seconds(), 3600);
}

#[test]
fn names_of_limits_are_unique() {
    let all = [
        WRONG_CODES_PER_LOGIN,
        CODES_PER_LOGIN_HOUR,
        CODES_PER_LOGIN_DAY,
        SMS_PER_NUMBER,
        SMS_PER_IP,
        SMS_PER_PREFIX,
        SMS_BUDGET,
        LOGINS_PER_IP,
        LINK_FAILS_PER_USER,
        LINK_FAILS_PER_IP,
        LINK_FAILS_PER_COMPANY_ALARM,
        LINKS_PER_USER,
        EXTENSION_WRONG_ANSWERS,
        EXTENSION_ANSWERS_PER_ACCOUNT,
        PAYMENTS_PER_USER,
        DECLINES_PER_USER,
        BINDINGS_PER_USER,
    ];
    let names: std::collections::BTreeSet<_> = all.iter().map(|limit| limit.name).collect();
    assert_eq!(names.len(), all.len());
}

#[test]
fn delays_double_from_the_fifth_fail_up_to_a_quarter_of_an_hour() {
    let delay = |fails| Throttle { fails, last_failed_at: None }.delay().num_seconds();
    let delays: Vec<i64> = (4..17).map(delay).collect();
    assert_eq!(delays, [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
    assert_eq!(delay(99), 900);
}

#[test]
fn a_hundred_fails_in_a_row_switch_the_password_off_until_recovery() {
    let mut throttle = Throttle::default();
    let mut now = at(0);
    for _ in 0..100 {
        assert_eq!(throttle.verdict(now), ThrottleVerdict::Allowed);
        throttle = throttle.failed(now);
        now += TimeDelta::seconds(900);
    }
    assert_eq!(throttle.verdict(now + TimeDelta::days(365)), ThrottleVerdict::Off);
    assert_eq!(Throttle::cleared().verdict(now), ThrottleVerdict::Allowed);
}

#[test]
fn waiting_out_the_delay_lets_in() {
    let throttle = Throttle { fails: 6, last_failed_at: Some(at(0)) };
    assert_eq!(
        throttle.verdict(at(1)),
        ThrottleVerdict::Wait(TooMany { retry_after: TimeDelta::seconds(1) })
    );
    assert_eq!(throttle.verdict(at(2)), ThrottleVerdict::Allowed);
}

proptest! {
    #[test]
    fn no_window_ever_holds_more_than_the_limit(mut seconds in prop::collection::vec(0_i64..600, 1..80)) {
        seconds.sort_unstable();
        let mut moments = Vec::new();
        let mut passed = Vec::new();
        for second in seconds {
            if let Ok(next) = THREE_A_MINUTE.slide(&moments, at(second)) {
                moments = next;
                passed.push(second);
            }
        }
        prop_assert!(passed.windows(4).all(|four| four[3] - four[0] >= 60));
    }
}
