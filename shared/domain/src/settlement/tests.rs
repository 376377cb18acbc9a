use super::*;
use crate::fixtures::date;

fn month(period: &str, opening: i64, charged: i64, volume: i64, paid: i64) -> Settlement {
    Settlement {
        period: date(period),
        opening: Kopecks(opening),
        charged: Kopecks(charged),
        volume: Some(Decimal::from(volume)),
        tariff: None,
        paid: Kopecks(paid),
        benefits: Kopecks::ZERO,
        correction: Kopecks::ZERO,
        closing: None,
    }
}

/// Figure 22 as it is printed: July, August, September 2019 of account 33016355.
fn figure_22() -> [Settlement; 3] {
    [
        month("2019-07-01", -272_807, 331_952, 600, 272_807),
        month("2019-08-01", -331_952, 258_043, 466, 0),
        month("2019-09-01", -589_995, -257_490, -465, 0),
    ]
}

/// C-08: −2728,07 − 3319,52 + 2728,07 = −3319,52; −3319,52 − 2580,43 + 0 = −5899,95; September opens with
/// it and takes a charge of −2574,90 (−465 м³) back.
#[test]
fn figure_22_comes_out_to_the_kopeck() {
    let months = figure_22();
    assert_eq!(months.each_ref().map(expected), [Kopecks(-331_952), Kopecks(-589_995), Kopecks(-332_505)]);
    for (month, next) in months.iter().zip(&months[1..]) {
        assert_eq!(expected(month), next.opening, "R-061");
    }
}

/// benefits and corrections are in the sum, signed.
#[test]
fn a_month_is_opening_less_charges_and_everything_else_added() {
    for (opening, charged, paid, benefits, correction, sum) in [
        (0, 0, 0, 0, 0, 0),
        (-10_000, 5_000, 2_000, 700, -300, -12_600),
        (0, 21_632, 0, 10_816, 0, -10_816),
        (50_000, 10_000, 0, 0, 2_500, 42_500),
        (-100, 0, 100, 0, 0, 0),
    ] {
        let month = Settlement {
            benefits: Kopecks(benefits),
            correction: Kopecks(correction),
            ..month("2026-10-01", opening, charged, 0, paid)
        };
        assert_eq!(expected(&month), Kopecks(sum));
    }
}

/// company-data: 29.52 × 7.328 = 216.32256 → 216.32, rounded once, half away from zero.
#[test]
fn a_charge_is_explained_by_volume_and_tariff() {
    for (volume, tariff, charged, product, other) in [
        ("29.52", "7.328", 21_632, 21_632, None),
        ("100", "7.325", 73_250, 73_250, None),
        ("1", "0.005", 1, 1, None),
        ("-1", "0.005", -1, -1, None),
        // A fixed part beside the metered one.
        ("10", "6.5", 16_500, 6_500, Some(10_000)),
        // A recalculation takes a part back.
        ("10", "6.5", 5_000, 6_500, Some(-1_500)),
    ] {
        let month = Settlement {
            volume: Some(volume.parse().unwrap()),
            tariff: Some(tariff.parse().unwrap()),
            ..month("2026-10-01", 0, charged, 0, 0)
        };
        let explanation = explain(&month).unwrap();
        assert_eq!((explanation.product, explanation.other), (Kopecks(product), other.map(Kopecks)));
    }
}

#[test]
fn a_charge_without_a_tariff_or_a_volume_is_not_explained() {
    let [july, ..] = figure_22();
    assert_eq!(explain(&july), None, "the figure prints no tariff");
    assert_eq!(explain(&Settlement { tariff: Some(Decimal::ONE), volume: None, ..july }), None);
}

#[test]
fn years_are_each_once_and_the_newest_is_first() {
    let months: Vec<Settlement> = ["2019-09-01", "2019-08-01", "2026-01-01", "2020-12-01"]
        .map(|period| month(period, 0, 0, 0, 0))
        .into();
    assert_eq!(years(&months), [2026, 2020, 2019]);
    assert!(years(&[]).is_empty());
}

#[test]
fn a_month_is_open_until_it_has_a_closing_balance() {
    let [july, ..] = figure_22();
    assert!(is_open(&july));
    assert!(!is_open(&Settlement { closing: Some(Kopecks::ZERO), ..july }));
}
