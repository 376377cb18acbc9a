use super::*;

const LOGIN: &str = "petrov.77@mail.ru";

fn verdict(password: &str, login: &str) -> &'static str {
    let login = Login::parse(login).unwrap();
    PasswordPolicy::default().check(password, &login).map_or_else(PasswordError::code, |()| "ok")
}

#[test]
fn whatever_the_manual_allows_is_accepted_and_more() {
    for password in [
        "k7Rw2",
        "abz19",
        "Tm4Tm4Tm4T",
        "ПолеДом5",
        "два слова и пробел",
        " k7Rw2 ",
        "ключ🔑ключ",
        "👨‍👩‍👧семья",
        "correct horse battery staple",
        "'; DROP TABLE--",
        "газпромневиноват",
        "mail.ru77x",
    ] {
        assert_eq!(verdict(password, LOGIN), "ok", "{password}");
    }
    assert_eq!(verdict(&"яЖ9".repeat(21), LOGIN), "ok");
}

#[test]
fn length_is_counted_in_characters_and_never_cut() {
    assert_eq!(verdict("k7Rw", LOGIN), "password_too_short");
    assert_eq!(verdict("ёж7я", LOGIN), "password_too_short");
    let longest: String = "aB3".repeat(22)[..64].to_owned();
    assert_eq!(verdict(&longest, LOGIN), "ok");
    assert_eq!(verdict(&format!("{longest}x"), LOGIN), "password_too_long");
    assert_eq!(verdict(&"🔑ю".repeat(32), LOGIN), "ok");
    let raised = PasswordPolicy { min: 8, ..PasswordPolicy::default() };
    let error = raised.check("k7Rw2mn", &Login::parse(LOGIN).unwrap()).unwrap_err();
    assert_eq!(error.to_string(), "Пароль слишком короткий: нужно от 8 символов");
}

#[test]
fn what_cannot_be_typed_is_refused() {
    for password in ["k7R\nw2x", "k7R\0w2x", "k7R\tw2x", "\u{feff}k7Rw2", "k7R\u{2028}w2", "k7Rw2\u{7f}"] {
        assert_eq!(verdict(password, LOGIN), "password_unprintable", "{password:?}");
    }
}

#[test]
fn common_passwords_are_refused_in_any_case() {
    for password in [
        "12345",
        "123456",
        "1q2w3e4r",
        "Dragon",
        "MONKEY",
        "пРивет123",
        "gfhjkm123",
        "aaaaa",
        "     ",
        "яяяяяя",
        "iloveyou",
    ] {
        assert_eq!(verdict(password, LOGIN), "password_common", "{password}");
    }
}

#[test]
fn the_list_is_long_and_clean() {
    let words: Vec<&str> = COMMON.lines().chain(COMMON_RUSSIAN.lines()).collect();
    assert!(words.len() >= 3000, "{}", words.len());
    for word in words {
        assert!(word.chars().count() >= 5 && word == word.to_lowercase() && word == word.trim(), "{word}");
    }
}

#[test]
fn words_of_this_site_are_no_secret_with_digits_after_them() {
    for password in [
        "gaz2026",
        "Газ12345",
        "gazprom",
        "газпром1",
        "МойГаз",
        "moi-gaz",
        "мой газ 1",
        "moigaz2026!",
        "qwerty99",
    ] {
        assert_eq!(verdict(password, LOGIN), "password_obvious", "{password}");
    }
}

#[test]
fn the_login_is_no_password() {
    for password in ["petrov.77@mail.ru", "Petrov.77", "PETROV.77@MAIL.RU", " petrov.77 "] {
        assert_eq!(verdict(password, LOGIN), "password_same_as_login", "{password}");
    }
    for password in ["+79123456467", "89123456467", "79123456467", "9123456467", "8 912 345-64-67"] {
        assert_eq!(verdict(password, "+79123456467"), "password_same_as_login", "{password}");
    }
    assert_eq!(verdict("x89123456467", "+79123456467"), "ok");
    assert_eq!(verdict("5559123456467", "+79123456467"), "ok");
}
