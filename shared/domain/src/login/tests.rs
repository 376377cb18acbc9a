use super::*;
use proptest::prelude::*;

fn parsed(typed: &str) -> String {
    Login::parse(typed).map_or_else(|error| error.code().to_owned(), |login| login.to_string())
}

#[test]
fn every_spelling_of_a_mobile_number_is_one_login() {
    for typed in [
        "+79123456467",
        "79123456467",
        "89123456467",
        "9123456467",
        "8 (912) 345-64-67",
        " +7 912 345 64 67 ",
        "+7\u{a0}912\u{a0}345\u{2011}64\u{2011}67",
        "8-912-345-64-67",
        "8.912.345.64.67",
        "\u{202a}+7 912 345-64-67\u{202c}",
    ] {
        assert_eq!(parsed(typed), "+79123456467", "{typed}");
    }
}

#[test]
fn only_russian_mobiles_get_codes() {
    for (typed, code) in [
        ("+44 7911 123456", "phone_foreign"),
        ("+7 701 123 45 67", "phone_foreign"),
        ("8 (705) 123-45-67", "phone_foreign"),
        ("+8 912 345 64 67", "phone_foreign"),
        ("+380501234567", "phone_foreign"),
        ("8-800-555-35-35", "phone_not_mobile"),
        ("+7 495 123 45 67", "phone_not_mobile"),
        ("+7 912 345", "phone_malformed"),
        ("+7 912 345 64 67 89", "phone_malformed"),
        ("8912345646", "phone_not_mobile"),
        ("7+9123456467", "phone_malformed"),
        ("++79123456467", "phone_malformed"),
        ("12345", "phone_malformed"),
        ("", "login_empty"),
        ("  \u{feff} ", "login_empty"),
        ("ivanov", "login_unrecognised"),
        ("8912345646O", "login_unrecognised"),
        ("٩١٢٣٤٥٦٧٨٩", "login_unrecognised"),
    ] {
        assert_eq!(parsed(typed), code, "{typed}");
    }
}

#[test]
fn addresses_are_trimmed_and_lowered() {
    assert_eq!(parsed("  Ivanov.I@Mail.RU "), "ivanov.i@mail.ru");
    assert_eq!(parsed("a+b@x.co"), "a+b@x.co");
    assert_eq!(parsed("ivan@Почта.РФ"), "ivan@почта.рф");
    assert_eq!(parsed("ivan@xn--80a1acny.xn--p1ai"), "ivan@xn--80a1acny.xn--p1ai");
}

#[test]
fn what_is_not_an_address_is_refused() {
    for typed in [
        "@mail.ru",
        "a@",
        "a@b",
        "a@b.",
        "a@.ru",
        "a@b..ru",
        "a@-b.ru",
        "a@b-.ru",
        "a@b.r",
        "a@1.2.3.4",
        "a@b@c.ru",
        ".a@b.ru",
        "a.@b.ru",
        "a..b@b.ru",
        "a b@b.ru",
        "a@b ru.ru",
        "a,b@c.ru",
        "<a@b.ru>",
        "\"a b\"@c.ru",
        "a@b.ru,c@d.ru",
        "a@b.ru;c@d.ru",
        "иван@mail.ru",
        "a@b.ru\r\nBcc: c@d.ru",
        "a@b.ru\n",
        "a@b.ru%0d@",
        "a\0@b.ru",
    ] {
        assert_eq!(parsed(typed), "email_malformed", "{typed:?}");
    }
    let long = |local: usize| format!("{}@{}.ru", "a".repeat(local), ["b".repeat(60).as_str(); 4].join("."));
    assert_eq!(parsed(&long(64)), "email_too_long");
    assert_eq!(parsed(&format!("{}@mail.ru", "a".repeat(64))).len(), 72);
    assert_eq!(parsed(&format!("{}@mail.ru", "a".repeat(65))), "email_malformed");
    assert_eq!(parsed(&"9".repeat(5000)), "email_too_long");
}

#[test]
fn a_mask_shows_enough_to_recognise_and_no_more() {
    for (typed, mask) in [
        ("ivanov@mail.ru", "i•••v@mail.ru"),
        ("abcd@x.ru", "a•••d@x.ru"),
        ("abc@x.ru", "a•••@x.ru"),
        ("a@x.ru", "a•••@x.ru"),
        ("+79123456467", "+7 9•• •••-•4-67"),
    ] {
        let login = Login::parse(typed).unwrap();
        assert_eq!(login.masked(), mask);
        assert_eq!(format!("{login:?}"), mask);
    }
}

#[test]
fn channel_and_prefix_follow_the_kind() {
    let phone = Login::parse("+79123456467").unwrap();
    assert_eq!(phone.channel(), Channel::Sms);
    let Login::Phone(number) = &phone else { unreachable!("a number") };
    assert_eq!((number.prefix(), number.national()), ("+7912345", "9123456467"));
    assert_eq!(Login::parse("a@b.ru").unwrap().channel(), Channel::Email);
}

#[test]
fn json_is_the_canonical_string() {
    let login: Login = serde_json::from_str("\"8 912 345 64 67\"").unwrap();
    assert_eq!(serde_json::to_string(&login).unwrap(), "\"+79123456467\"");
    assert!(serde_json::from_str::<Login>("\"nobody\"").is_err());
}

proptest! {
    #[test]
    fn parsing_never_panics_and_is_idempotent(typed in "\\PC{0,40}|[-+0-9 ()@.a-zA-Z\u{a0}\r\n]{0,40}") {
        if let Ok(login) = Login::parse(&typed) {
            let canonical = login.to_string();
            prop_assert!(canonical.len() <= 254 && !canonical.contains(['\r', '\n', ' ']));
            prop_assert_eq!(canonical.matches('@').count(), usize::from(login.channel() == Channel::Email));
            prop_assert_eq!(Login::parse(&canonical).unwrap(), login);
        }
    }

    #[test]
    fn separators_never_change_a_number(tail in "[0-9]{9}", gaps in prop::collection::vec("[ ()-]{0,2}", 10)) {
        let digits = format!("9{tail}");
        let spread: String = digits.chars().zip(&gaps).map(|(digit, gap)| format!("{gap}{digit}")).collect();
        for typed in [format!("+7{spread}"), format!("8{spread}"), spread] {
            prop_assert_eq!(parsed(&typed), format!("+7{digits}"));
        }
    }
}

#[test]
fn a_card_number_is_no_part_of_an_address_as_row_70_asks() {
    for typed in ["2200000000000004@mail.ru", "ivanov.2200-0000-0000-0004@mail.ru"] {
        assert_eq!(parsed(typed), "email_malformed", "{typed}");
    }
    assert_eq!(parsed("ivanov.1985@mail.ru"), "ivanov.1985@mail.ru");
}
