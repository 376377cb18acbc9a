use super::*;
use crate::fixtures::{account, company};
use proptest::prelude::*;

fn ask(lines: &[(&str, i64)]) -> Result<CheckedLines, Vec<AmountError>> {
    let asked: Vec<_> = lines
        .iter()
        .map(|(service, amount)| AskedLine { service: (*service).into(), amount: Kopecks(*amount) })
        .collect();
    check_lines(&account(), &company().payments, &asked)
}

fn codes(lines: &[(&str, i64)]) -> Vec<String> {
    let errors = ask(lines).err().unwrap_or_default();
    errors.iter().map(|error| format!("{} {}", error.field(), error.code())).collect()
}

#[test]
fn the_total_is_between_ten_and_fifteen_thousand_roubles() {
    assert_eq!(codes(&[("gas", 999)]), ["lines amount_below_minimum"]);
    assert_eq!(ask(&[("gas", 1_000)]).unwrap().total, Kopecks(1_000));
    assert_eq!(ask(&[("gas", 999), ("to", 1)]).unwrap().total, Kopecks(1_000));
    assert_eq!(ask(&[("gas", 1_500_000)]).unwrap().total, Kopecks(1_500_000));
    assert_eq!(codes(&[("gas", 1_500_001)]), ["lines amount_above_maximum"]);
    assert_eq!(codes(&[("gas", 1_500_000), ("to", 1)]), ["lines amount_above_maximum"]);
}

#[test]
fn a_sum_too_large_to_count_is_too_large_to_pay() {
    assert_eq!(codes(&[("gas", i64::MAX), ("to", i64::MAX)]), ["lines amount_above_maximum"]);
}

#[test]
fn all_faults_of_lines_are_told_at_once() {
    assert_eq!(
        codes(&[("gas", 0), ("heat", 5_000), ("to", -1), ("gas", 5_000)]),
        [
            "lines[0].amount amount_not_positive",
            "lines[1].service unknown_service",
            "lines[2].amount amount_not_positive",
            "lines[3].service duplicate_service",
        ]
    );
    assert_eq!(codes(&[]), ["lines no_lines"]);
    assert_eq!(codes(&[("gas", 1); 81]), ["lines too_many_lines"]);
}

#[test]
fn names_of_services_come_from_the_company() {
    let checked = ask(&[("to", 30_000)]).unwrap();
    assert_eq!(checked.lines[0].name, "Услуга to");
}

#[test]
fn a_company_that_takes_no_payments_says_so() {
    let rules = PaymentRules { enabled: false, ..company().payments };
    let asked = [AskedLine { service: "gas".into(), amount: Kopecks(5_000) }];
    assert_eq!(check_lines(&account(), &rules, &asked), Err(vec![AmountError::Disabled]));
}

#[test]
fn limits_are_told_as_people_write_sums() {
    let spaced = |text: &str| text.replace('\u{a0}', " ");
    let below = AmountError::BelowMinimum { min: Kopecks(1_000) };
    let above = AmountError::AboveMaximum { max: Kopecks(1_500_000) };
    assert_eq!(spaced(&below.message()), "Сумма к оплате меньше минимальной: 10 ₽. Увеличьте сумму");
    assert!(spaced(&above.message()).contains("15 000 ₽"));
}

#[test]
fn sums_have_no_break_spaces_and_a_real_minus() {
    for (kopecks, text) in [
        (0, "0,00\u{a0}₽"),
        (5, "0,05\u{a0}₽"),
        (-5, "\u{2212}0,05\u{a0}₽"),
        (128_450, "1\u{a0}284,50\u{a0}₽"),
        (-589_995, "\u{2212}5\u{a0}899,95\u{a0}₽"),
        (99_999, "999,99\u{a0}₽"),
        (123_456_789, "1\u{a0}234\u{a0}567,89\u{a0}₽"),
        (i64::MIN, "\u{2212}92\u{a0}233\u{a0}720\u{a0}368\u{a0}547\u{a0}758,08\u{a0}₽"),
    ] {
        assert_eq!(format_roubles(Kopecks(kopecks)), text);
    }
    assert_eq!(format_roubles_short(Kopecks(1_000)), "10\u{a0}₽");
    assert_eq!(format_roubles_short(Kopecks(1_050)), "10,50\u{a0}₽");
}

proptest! {
    #[test]
    fn what_is_accepted_is_exactly_what_was_asked(gas in any::<i64>(), to in -10_i64..2_000_000) {
        let (gas, to) = (gas % 2_000_000, to);
        let sum = gas + to;
        let fits = gas >= 1 && to >= 1 && (1_000..=1_500_000).contains(&sum);
        match ask(&[("gas", gas), ("to", to)]) {
            Ok(checked) => {
                prop_assert!(fits);
                prop_assert_eq!(checked.total, checked.lines.iter().map(|line| line.amount).sum());
            }
            Err(errors) => prop_assert!(!fits && !errors.is_empty()),
        }
    }

    #[test]
    fn a_written_sum_reads_back(kopecks in any::<i64>()) {
        let text = format_roubles(Kopecks(kopecks)).replace('\u{2212}', "-");
        let digits: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '-').collect();
        prop_assert_eq!(digits.parse::<i64>().unwrap(), kopecks);
    }
}
