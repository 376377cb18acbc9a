use super::*;

fn start() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH
}

fn after(milliseconds: i64) -> DateTime<Utc> {
    start() + TimeDelta::milliseconds(milliseconds)
}

#[test]
fn a_code_lives_exactly_as_long_as_the_manual_says() {
    for (settings, ttl) in [(CodeSettings::REGISTRATION, 160), (CodeSettings::RECOVERY, 70)] {
        let code = CodeState::issue(start(), &settings);
        assert_eq!(code.check(after((ttl - 1) * 1000), true), CodeVerdict::Right);
        assert_eq!(code.check(after(ttl * 1000 - 1), true), CodeVerdict::Right);
        assert_eq!(code.check(after(ttl * 1000), true), CodeVerdict::Expired);
        assert_eq!(code.check(after((ttl + 1) * 1000), true), CodeVerdict::Expired);
    }
}

#[test]
fn the_third_wrong_try_kills_it() {
    let code = CodeState::issue(start(), &CodeSettings::REGISTRATION);
    assert_eq!(code.check(after(1), false), CodeVerdict::Wrong { left: 2 });
    let code = code.counted();
    assert_eq!(code.check(after(2), false), CodeVerdict::Wrong { left: 1 });
    let code = code.counted();
    assert_eq!(code.check(after(3), true), CodeVerdict::Right);
    assert_eq!(code.check(after(3), false), CodeVerdict::UsedUp);
    let code = code.counted();
    assert_eq!(code.check(after(4), true), CodeVerdict::UsedUp, "the right code came too late");
}

#[test]
fn another_may_be_asked_for_only_after_the_shown_timer() {
    let code = CodeState::issue(start(), &CodeSettings::REGISTRATION);
    assert!(!code.may_resend(after(114_999)));
    assert!(code.may_resend(after(115_000)));
    assert_eq!((code.resend_in(start()), code.expires_in(start())), (115, 160));
    assert_eq!(code.resend_in(after(114_001)), 1);
    assert_eq!((code.resend_in(after(115_000)), code.resend_in(after(999_000))), (0, 0));
}

#[test]
fn every_refusal_has_a_code_and_words() {
    for (verdict, code, message) in [
        (CodeVerdict::Wrong { left: 2 }, Some("wrong_code"), "Неверный код. Осталось попыток: 2"),
        (CodeVerdict::Wrong { left: 1 }, Some("wrong_code"), "Неверный код. Осталась одна попытка"),
        (CodeVerdict::Expired, Some("code_expired"), "Срок действия кода истёк. Запросите новый код"),
        (CodeVerdict::Right, None, "Код принят"),
    ] {
        assert_eq!((verdict.code(), verdict.message().as_str()), (code, message));
    }
    assert_eq!(CodeVerdict::UsedUp.code(), Some("code_used_up"));
}
