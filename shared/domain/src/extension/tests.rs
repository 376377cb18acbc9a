use super::ExtensionQuestion::{LastCharge, MeterSerial};
use super::*;
use crate::fixtures::{account, company, service};

fn answer(account: &Account, question: ExtensionQuestion, answer: &str) -> &'static str {
    check_answer(&company().extension, account, question, answer).map_or_else(ExtensionError::code, |()| "ok")
}

#[test]
fn a_serial_is_recognised_as_people_copy_it() {
    let mut account = account();
    account.meters[0].serial = "АВ-0123456 X".into();
    for typed in ["АВ-0123456 X", "AB0123456X", "ав 0123456х", " № аb–0123456-x ", "AB\u{a0}01 23 456X"]
    {
        assert_eq!(answer(&account, MeterSerial, typed), "ok", "{typed}");
    }
    for typed in ["", " - ", "AB0123456", "AB0123457X", "6****37", &"A".repeat(300), "AB0123456X\0"] {
        assert_eq!(answer(&account, MeterSerial, typed), "wrong_answer", "{typed}");
    }
}

#[test]
fn any_meter_of_the_account_proves_it() {
    let mut account = account();
    let mut second = account.meters[0].clone();
    second.serial = "998877".into();
    account.meters.push(second);
    assert_eq!(answer(&account, MeterSerial, "6123437"), "ok");
    assert_eq!(answer(&account, MeterSerial, "998877"), "ok");
    assert_eq!(answer(&account, MeterSerial, "6123437998877"), "wrong_answer");
}

#[test]
fn the_last_charge_is_asked_in_kopecks() {
    let mut account = account();
    account.services = vec![service("gas", -90_000, Some(31_472))];
    for typed in ["31472", " 31 472 ", "314,72", "314.72", "031472"] {
        assert_eq!(answer(&account, LastCharge, typed), "ok", "{typed}");
    }
    for typed in
        ["314", "31473", "-31472", "314,7", "314,72,0", ",72", "31472 коп", "", "9".repeat(40).as_str()]
    {
        assert_eq!(answer(&account, LastCharge, typed), "wrong_answer", "{typed}");
    }
}

#[test]
fn the_total_of_the_bill_or_any_of_its_lines_is_right() {
    let account = account();
    for typed in ["288043", "258043", "30000"] {
        assert_eq!(answer(&account, LastCharge, typed), "ok", "{typed}");
    }
}

#[test]
fn only_the_latest_period_counts() {
    let mut account = account();
    account.services[1].last_charge.as_mut().unwrap().period = "2026-09-01".parse().unwrap();
    assert_eq!(answer(&account, LastCharge, "258043"), "ok");
    assert_eq!(answer(&account, LastCharge, "30000"), "wrong_answer");
}

#[test]
fn a_charge_that_the_limited_version_shows_is_no_secret() {
    let mut account = account();
    account.services = vec![service("gas", -31_472, Some(31_472))];
    assert_eq!(available(&company().extension, &account), [MeterSerial]);
    assert_eq!(answer(&account, LastCharge, "31472"), "question_not_offered");
    // Both lines are on the screen, and so is their sum.
    account.services = vec![service("gas", -31_472, Some(31_472)), service("to", -10_000, Some(10_000))];
    assert_eq!(answer(&account, LastCharge, "41472"), "question_not_offered");
    // One line is on the screen: it is no answer any more, the total is.
    account.services = vec![service("gas", -31_472, Some(31_472)), service("to", -90_000, Some(10_000))];
    assert_eq!(answer(&account, LastCharge, "31472"), "wrong_answer");
    assert_eq!(answer(&account, LastCharge, "41472"), "ok");
}

#[test]
fn a_question_without_an_answer_is_not_asked() {
    let mut account = account();
    assert_eq!(available(&company().extension, &account), [MeterSerial, LastCharge]);
    account.meters[0].serial = " - ".into();
    account.services = vec![service("gas", -31_472, Some(0))];
    assert!(available(&company().extension, &account).is_empty());
    account.meters.clear();
    account.services.clear();
    assert!(available(&company().extension, &account).is_empty());
    assert_eq!(answer(&account, MeterSerial, ""), "question_not_offered");
}

#[test]
fn a_company_switches_questions_off() {
    let rules = ExtensionRules { meter_serial: false, last_charge: false, pin: false, pin_requests: true };
    assert!(available(&rules, &account()).is_empty());
    assert_eq!(check_answer(&rules, &account(), MeterSerial, "6123437"), Err(ExtensionError::NotOffered));
}

#[test]
fn the_refusal_never_repeats_the_answer() {
    let error = check_answer(&company().extension, &account(), MeterSerial, "7654321").unwrap_err();
    assert!(!error.message().contains(|c: char| c.is_ascii_digit()));
}

#[test]
fn a_pin_is_asked_where_there_is_one_or_one_can_be_had() {
    let (mut account, off) = (account(), company().extension);
    let rules = |pin, pin_requests| ExtensionRules { pin, pin_requests, ..off.clone() };
    let asks = |rules: &ExtensionRules, account: &Account| {
        available(rules, account).contains(&ExtensionQuestion::Pin)
    };
    assert!(!asks(&rules(true, false), &account), "the account has none and the company gives none");
    assert!(asks(&rules(true, true), &account));
    account.pin = Some("mac".into());
    assert!(asks(&rules(true, false), &account));
    assert!(!asks(&rules(false, true), &account), "the company has the question off");
    let no_pin_here = check_answer(&rules(true, true), &account, ExtensionQuestion::Pin, "mac");
    assert_eq!(no_pin_here, Err(ExtensionError::WrongAnswer), "a PIN is compared elsewhere");
}
