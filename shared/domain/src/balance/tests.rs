use super::*;
use proptest::prelude::*;

fn month(opening: i64, charged: i64, paid: i64, benefits: i64, correction: i64) -> Settlement {
    Settlement {
        period: NaiveDate::default(),
        opening: Kopecks(opening),
        charged: Kopecks(charged),
        volume: None,
        tariff: None,
        paid: Kopecks(paid),
        benefits: Kopecks(benefits),
        correction: Kopecks(correction),
        closing: None,
    }
}

fn service(code: &str, balance: i64) -> Service {
    Service { code: code.into(), name: code.into(), balance: Kopecks(balance), last_charge: None }
}

fn paid(service: &str, amount: i64) -> PaidLine {
    PaidLine { service: service.into(), amount: Kopecks(amount) }
}

#[test]
fn months_close_as_in_figure_22() {
    assert_eq!(closing(&month(-272_807, 331_952, 272_807, 0, 0)), Some(Kopecks(-331_952)));
    assert_eq!(closing(&month(-331_952, 258_043, 0, 0, 0)), Some(Kopecks(-589_995)));
    // September: a charge taken back.
    assert_eq!(closing(&month(-589_995, -257_490, 0, 0, 0)), Some(Kopecks(-332_505)));
    assert_eq!(closing(&month(-10_000, 5_000, 2_000, 700, -300)), Some(Kopecks(-12_600)));
    assert_eq!(closing(&month(i64::MIN, 1, 0, 0, 0)), None);
}

#[test]
fn what_is_due_counts_payments_that_the_company_has_not() {
    let services = [service("gas", -589_995), service("to", -30_000), service("fee", 1_000)];
    assert_eq!(due(&services, &[]), Kopecks(618_995));
    let credits = [paid("gas", 500_000), paid("gas", 89_995), paid("to", 30_000)];
    assert_eq!(service_balance(&services[0], &credits), Kopecks::ZERO);
    assert_eq!(account_balance(&services, &credits), Kopecks(1_000));
    assert_eq!(due(&services, &credits), Kopecks::ZERO);
    assert_eq!(due(&[], &[]), Kopecks::ZERO);
    assert_eq!(due(&[service("a", i64::MIN), service("b", i64::MIN)], &[]), Kopecks(i64::MAX));
}

#[test]
fn the_due_date_is_the_coming_due_day() {
    let mut rules = PaymentRules {
        enabled: true,
        min: Kopecks(1_000),
        max: Kopecks(1_500_000),
        due_day: 15,
        vat_code: 1,
        fiscal: crate::FiscalRules::default(),
    };
    let date = |text: &str| text.parse::<NaiveDate>().unwrap();
    assert_eq!(due_date(&rules, date("2026-11-14")), date("2026-11-15"));
    assert_eq!(due_date(&rules, date("2026-11-15")), date("2026-11-15"));
    assert_eq!(due_date(&rules, date("2026-12-16")), date("2027-01-15"));
    assert_eq!(due_date_of(&rules, date("2026-10-01")), date("2026-11-15"));
    rules.due_day = 31;
    assert_eq!(due_date(&rules, date("2027-02-03")), date("2027-02-28"));
}

proptest! {
    #[test]
    fn a_payment_lowers_the_due_by_itself_and_never_below_zero(
        debts in prop::collection::vec(-2_000_000_i64..500_000, 1..6),
        sum in 1_i64..1_500_000,
    ) {
        let services: Vec<_> = debts.iter().enumerate().map(|(n, debt)| service(&n.to_string(), *debt)).collect();
        let before = due(&services, &[]).0;
        let after = due(&services, &[paid("0", sum)]).0;
        let balance: i64 = debts.iter().sum();
        prop_assert_eq!(before, (-balance).max(0));
        prop_assert_eq!(after, (-balance - sum).max(0));
    }
}
