//! Sums as the acquirer writes them. Kept apart from the portal's own reading of the same strings,
//! so that one mistake cannot hide in both.

use serde_json::{Value, json};

/// `{"value": "2580.43", "currency": "RUB"}`; `kopecks` is not negative.
pub fn to_json(kopecks: i64) -> Value {
    json!({"value": format!("{}.{:02}", kopecks / 100, kopecks % 100), "currency": "RUB"})
}

/// Kopecks of such an object; `None` if it is anything else.
pub fn from_json(json: &Value) -> Option<i64> {
    let value = json["value"].as_str()?;
    let (roubles, kopecks) = value.split_once('.').unwrap_or((value, "00"));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if json["currency"] != "RUB" || !plain(roubles) || !plain(kopecks) || kopecks.len() != 2 {
        return None;
    }
    let roubles: i64 = roubles.parse().ok()?;
    let kopecks: i64 = kopecks.parse().ok()?;
    roubles.checked_mul(100)?.checked_add(kopecks)
}

/// `2 580,43 ₽` with unbreakable spaces.
pub fn shown(kopecks: i64) -> String {
    let roubles = (kopecks / 100).to_string();
    let mut grouped = String::new();
    for (index, digit) in roubles.chars().enumerate() {
        if index > 0 && (roubles.len() - index).is_multiple_of(3) {
            grouped.push('\u{a0}');
        }
        grouped.push(digit);
    }
    format!("{grouped},{:02}\u{a0}₽", kopecks % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_shown_as_people_write_them() {
        assert_eq!(shown(258_043), "2\u{a0}580,43\u{a0}₽");
        assert_eq!(shown(1_000), "10,00\u{a0}₽");
        assert_eq!(shown(123_456_789), "1\u{a0}234\u{a0}567,89\u{a0}₽");
    }

    #[test]
    fn a_number_or_a_third_decimal_is_no_sum() {
        assert_eq!(from_json(&json!({"value": "10.00", "currency": "RUB"})), Some(1_000));
        for value in [json!(10.0), json!("10.001"), json!("-1.00"), json!("")] {
            assert_eq!(from_json(&json!({"value": value, "currency": "RUB"})), None);
        }
        assert_eq!(from_json(&json!({"value": "10.00", "currency": "USD"})), None);
    }
}
