use super::*;
use crate::fixtures::company;

fn number(min: u8, max: u8, typed: &str) -> Result<String, String> {
    let rules = NumberRules { min_digits: min, max_digits: max, hint: String::new() };
    check_account_number(&rules, typed).map_err(|error| format!("{}: {error}", error.code()))
}

#[test]
fn leading_zeros_stay_and_spaces_go() {
    assert_eq!(number(1, 8, " 00049246 "), Ok("00049246".into()));
    assert_eq!(number(1, 8, "3301\u{a0}6355"), Ok("33016355".into()));
    assert_eq!(number(7, 7, "0000000"), Ok("0000000".into()));
}

#[test]
fn the_message_has_the_companys_own_digits() {
    for (min, max, typed, error) in [
        (1, 7, "33016355", "number_too_long: Лицевой счет должен содержать не более 7 цифр"),
        (1, 1, "12", "number_too_long: Лицевой счет должен содержать не более 1 цифры"),
        (1, 11, "123456789012", "number_too_long: Лицевой счет должен содержать не более 11 цифр"),
        (9, 9, "33016355", "number_too_short: Лицевой счет должен содержать не менее 9 цифр"),
        (1, 7, "", "number_empty: Введите номер лицевого счета"),
        (1, 7, " \u{a0}", "number_empty: Введите номер лицевого счета"),
        (1, 7, "12a45", "number_not_digits: Лицевой счет должен содержать только цифры"),
        (1, 7, "-12345", "number_not_digits: Лицевой счет должен содержать только цифры"),
        (1, 7, "١٢٣٤", "number_not_digits: Лицевой счет должен содержать только цифры"),
        (1, 7, "12345678x", "number_not_digits: Лицевой счет должен содержать только цифры"),
    ] {
        assert_eq!(number(min, max, typed), Err(error.into()), "{typed}");
    }
}

const OF_THE_EXTENDED_VERSION: [Section; 4] =
    [Section::Subscriber, Section::Settlements, Section::Contracts, Section::Acts];

#[test]
fn the_limited_version_sees_three_sections_and_the_extended_all_that_are_served() {
    let company = company();
    assert_eq!(sections(&company, Level::Limited), [Section::Services, Section::Meters, Section::Payments]);
    assert_eq!(locked_sections(&company, Level::Limited), OF_THE_EXTENDED_VERSION);
    let served = Section::ALL.into_iter().filter(|section| section.is_served());
    assert_eq!(sections(&company, Level::Extended), served.collect::<Vec<_>>());
    assert_eq!(locked_sections(&company, Level::Extended), []);
}

#[test]
fn a_company_hides_a_section_from_everybody_and_does_not_offer_it() {
    let company = Company { sections: vec![Section::Acts, Section::Services], ..company() };
    assert_eq!(sections(&company, Level::Limited), [Section::Services]);
    assert_eq!(locked_sections(&company, Level::Limited), [Section::Acts]);
    assert_eq!(sections(&company, Level::Extended), [Section::Services, Section::Acts]);
    for level in [Level::Limited, Level::Extended] {
        let see = Action::See(Section::Contracts);
        assert_eq!(permit(&company, level, see), Err(Denial::NotPermitted));
    }
    assert_eq!(permit(&company, Level::Limited, Action::See(Section::Acts)), Err(Denial::ExtendedRequired));
}

/// Security row 45: every section and action, at both levels, with the settings that change it.
#[test]
fn every_action_is_denied_for_a_reason_that_helps() {
    let off = |section: Section| {
        let mut company = company();
        company.sections.retain(|shown| *shown != section);
        company
    };
    let actions = Section::ALL.map(Action::See).into_iter().chain([
        Action::Pay,
        Action::SendReadings,
        Action::MakeBill,
        Action::SeeAllPayments,
    ]);
    for action in actions {
        let company = company();
        let open_to_limited = match action {
            Action::See(section) => section.needs() == Level::Limited,
            Action::Pay | Action::SendReadings => true,
            Action::MakeBill | Action::SeeAllPayments => false,
        };
        let limited = if open_to_limited { Ok(()) } else { Err(Denial::ExtendedRequired) };
        assert_eq!(permit(&company, Level::Limited, action), limited, "{action:?}");
        assert_eq!(permit(&company, Level::Extended, action), Ok(()), "{action:?}");
        for level in [Level::Limited, Level::Extended] {
            let without = off(action.section());
            assert_eq!(permit(&without, level, action), Err(Denial::NotPermitted), "{action:?}");
        }
    }
}

#[test]
fn rights_of_the_limited_version_are_the_companys_choice() {
    let mut company = company();
    let default = Rights { pay: true, send_readings: true, bill: false, all_payments: false };
    assert_eq!(Rights::of(&company, Level::Limited), default);
    let all = Rights { pay: true, send_readings: true, bill: true, all_payments: true };
    assert_eq!(Rights::of(&company, Level::Extended), all);
    company.limited.send_readings = false;
    company.payments.enabled = false;
    assert_eq!(Rights::of(&company, Level::Limited), Rights { pay: false, send_readings: false, ..default });
    assert_eq!(Rights::of(&company, Level::Extended), Rights { pay: false, ..all });
}

#[test]
fn a_serial_shows_its_first_and_last_two_characters() {
    for (serial, mask) in [
        ("6123437", "6****37"),
        (" 6123437 ", "6****37"),
        ("123456", "1****56"),
        ("АБ-1234567", "А****67"),
        ("12345", "****"),
        ("1", "****"),
        ("", "****"),
    ] {
        assert_eq!(mask_serial(serial), mask);
    }
    assert_eq!(shown_serial("6123437", Level::Extended), "6123437");
    assert_eq!(shown_serial("6123437", Level::Limited), "6****37");
}

#[test]
fn a_level_is_snake_case_in_json_and_ordered() {
    assert_eq!(serde_json::to_string(&Level::Extended).unwrap(), "\"extended\"");
    assert!(Level::Limited < Level::Extended);
}
