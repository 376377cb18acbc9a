//! How dates, sums and volumes are written on paper.

use chrono::{Datelike, NaiveDate};
use domain::{
    Kopecks,
    amounts::{format_roubles, grouped},
    calendar::{month_genitive, month_nominative},
};
use rust_decimal::Decimal;

const SHORT: [&str; 12] =
    ["янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"];

/// «—»: there is nothing to tell.
pub(crate) const NOTHING: &str = "—";

/// «сентябрь 2026 г.»
pub(crate) fn month(date: NaiveDate) -> String {
    format!("{} {}\u{a0}г.", month_nominative(date), date.year())
}

/// «сен»
pub(crate) fn short_month(date: NaiveDate) -> &'static str {
    SHORT[date.month0() as usize]
}

/// «10 октября 2026 г.»
pub(crate) fn day(date: NaiveDate) -> String {
    format!("{}\u{a0}{} {}\u{a0}г.", date.day(), month_genitive(date), date.year())
}

/// «10.10.2026»
pub(crate) fn numeric(date: NaiveDate) -> String {
    date.format("%d.%m.%Y").to_string()
}

/// «1 591,03 ₽» with unbreakable spaces and a true minus.
pub(crate) fn roubles(amount: Kopecks) -> String {
    format_roubles(amount)
}

/// «1 591,03»: for a table that names its currency once.
pub(crate) fn sum(amount: Kopecks) -> String {
    format_roubles(amount).trim_end_matches(['₽', '\u{a0}']).to_owned()
}

/// The sum, or «—» for none.
pub(crate) fn sum_or_nothing(amount: Kopecks) -> String {
    if amount == Kopecks::ZERO { NOTHING.to_owned() } else { sum(amount) }
}

/// «4 405»
pub(crate) fn whole(number: i64) -> String {
    let sign = if number < 0 { "\u{2212}" } else { "" };
    format!("{sign}{}", grouped(number.unsigned_abs()))
}

/// «162», «29,52»: with at least `places` decimals and no idle zeros beyond them.
pub(crate) fn decimal(number: Decimal, places: u32) -> String {
    let mut number = number.normalize();
    if number.scale() < places {
        number.rescale(places);
    }
    let text = number.abs().to_string();
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), ""), |(whole, rest)| (whole, rest));
    let sign = if number.is_sign_negative() && !number.is_zero() { "\u{2212}" } else { "" };
    let comma = if rest.is_empty() { "" } else { "," };
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), grouped);
    format!("{sign}{whole}{comma}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_have_grouped_thousands_comma_and_true_minus() {
        assert_eq!(sum(Kopecks(159_103)), "1\u{a0}591,03");
        assert_eq!(sum(Kopecks(-449)), "\u{2212}4,49");
        assert_eq!(sum(Kopecks(0)), "0,00");
        assert_eq!(roubles(Kopecks(123_456_789)), "1\u{a0}234\u{a0}567,89\u{a0}₽");
        assert_eq!(sum(Kopecks(i64::MIN)), "\u{2212}92\u{a0}233\u{a0}720\u{a0}368\u{a0}547\u{a0}758,08");
    }

    #[test]
    fn volumes_and_tariffs_keep_their_decimals() {
        assert_eq!(decimal(Decimal::new(16200, 2), 0), "162");
        assert_eq!(decimal(Decimal::new(871, 2), 2), "8,71");
        assert_eq!(decimal(Decimal::new(1845, 1), 2), "184,50");
        assert_eq!(decimal(Decimal::new(732_812, 5), 2), "7,32812");
        assert_eq!(decimal(Decimal::new(-4655, 1), 0), "\u{2212}465,5");
    }
}
