use super::*;

fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
}

#[test]
fn a_session_dies_of_idleness_in_half_an_hour() {
    assert!(decide(at(0), at(60), at(89)).is_live());
    assert_eq!(decide(at(0), at(60), at(90)), SessionVerdict::Idle);
}

#[test]
fn however_busy_it_dies_in_twelve_hours() {
    assert!(decide(at(0), at(719), at(719)).is_live());
    assert_eq!(decide(at(0), at(719), at(720)), SessionVerdict::TooOld);
    assert_eq!(decide(at(0), at(700), at(719)), SessionVerdict::Live { ends_at: at(720), touch: true });
}

#[test]
fn it_is_written_once_a_minute_at_most() {
    let soon = at(0) + TimeDelta::seconds(59);
    assert_eq!(decide(at(0), at(0), soon), SessionVerdict::Live { ends_at: at(30), touch: false });
    assert_eq!(decide(at(0), at(0), at(1)), SessionVerdict::Live { ends_at: at(31), touch: true });
}
