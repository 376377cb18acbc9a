use super::*;
use proptest::prelude::*;

#[test]
fn card_numbers_are_found_however_they_are_written() {
    for text in [
        "2200000000000004",
        "карта 2200 0000 0000 0004, срок 11/30",
        "4793-1281-6164-4804",
        "5555\u{a0}5555\u{a0}5555\u{a0}4477",
        "тел. 89123456789 2202474301322987",
        "номер:2202.4743.0132.2987!",
        "6759649826438453",
        "２２０２４７４３０１３２２９８７",
        "2200 0000 0000 0004 11 30",
    ] {
        assert!(contains_card_number(text), "{text}");
    }
}

#[test]
fn other_numbers_are_left_alone() {
    for text in [
        "",
        "33016355",
        "370012345678",
        "+7 912 345-64-67",
        "2200000000000005",
        "40702810900000012345",
        "01JD3V6Z8Q7M2R4T",
        "Оплата 24.11.2026 в 12:30",
        "0000000000000000",
        "2200000000\n000004",
    ] {
        assert!(!contains_card_number(text), "{text}");
    }
}

#[test]
fn a_label_is_one_clean_line() {
    assert_eq!(clean_label("  Дача   у\u{a0}озера "), Ok("Дача у озера".to_owned()));
    assert_eq!(clean_label(&"я".repeat(40)), Ok("я".repeat(40)));
    for (typed, code) in [
        ("", "text_empty"),
        (" \u{a0}", "text_empty"),
        ("Дача\r\nBcc: a@b.ru", "text_unprintable"),
        ("Дача\t", "text_unprintable"),
        ("\u{202e}ачаД", "text_unprintable"),
        ("2200 0000 0000 0004", "card_number_refused"),
    ] {
        assert_eq!(clean_label(typed).unwrap_err().code(), code, "{typed:?}");
    }
    assert_eq!(clean_label(&"я".repeat(41)), Err(TextError::TooLong { max: 40 }));
}

proptest! {
    #[test]
    fn any_card_in_any_text_is_found(body in "[2-6][0-9]{11,17}", before in "[а-я ,]{0,9}", after in "[,!а-я]{0,9}") {
        let card = (b'0'..=b'9')
            .map(|check| format!("{body}{}", char::from(check)))
            .find(|number| passes_luhn(&number.bytes().map(|b| b - b'0').collect::<Vec<_>>()))
            .unwrap();
        prop_assert!(contains_card_number(&card));
        prop_assert!(contains_card_number(&[before.as_str(), card.as_str(), after.as_str()].concat()));
    }

    #[test]
    fn cleaning_never_panics_and_keeps_the_limit(typed in "\\PC{0,90}") {
        if let Ok(clean) = clean_label(&typed) {
            prop_assert!((1..=40).contains(&clean.chars().count()));
            prop_assert_eq!(clean_label(&clean).unwrap(), clean);
        }
    }
}
