//! Checks of the data for a fiscal receipt (payments §3.8).

use super::error::ApiError;
use crate::{desk::new_id, money, receipt::Receipt};
use chrono::Utc;
use serde_json::{Number, Value, json};

/// Without an upper limit of the fiscal service in use, the larger of the two known.
const ITEMS: usize = 100;

/// The receipt to register when money moves. Its sum is the sum that moves.
pub fn read(receipt: &Value, amount: i64) -> Result<Option<Receipt>, ApiError> {
    if receipt.is_null() {
        return Ok(None);
    }
    let customer = &receipt["customer"];
    if customer["email"].as_str().is_none() && customer["phone"].as_str().is_none() {
        return Err(ApiError::field("receipt.customer", "E-mail or phone is missing"));
    }
    let tax_system_code = match &receipt["tax_system_code"] {
        Value::Null => None,
        code => Some(
            code.as_i64()
                .filter(|code| (1..=6).contains(code))
                .ok_or_else(|| ApiError::field("receipt.tax_system_code", "From 1 to 6"))?,
        ),
    };
    let items = receipt["items"]
        .as_array()
        .filter(|items| (1..=ITEMS).contains(&items.len()))
        .ok_or_else(|| ApiError::field("receipt.items", "From 1 to 100 items"))?;
    let mut total = 0;
    let mut kept = Vec::new();
    for item in items {
        let (cost, item) = self::item(item)?;
        total += cost;
        kept.push(item);
    }
    if total != amount {
        return Err(ApiError::field("receipt", "Sum of items differs from the amount"));
    }
    Ok(Some(Receipt {
        id: format!("rt-{}", new_id(Utc::now(), "0004")),
        items: json!(kept),
        tax_system_code,
        registered_at: None,
        fails: false,
    }))
}

/// What an item costs, and the item as it is shown later.
fn item(item: &Value) -> Result<(i64, Value), ApiError> {
    let described =
        item["description"].as_str().is_some_and(|text| (1..=128).contains(&text.chars().count()));
    let vat = item["vat_code"].as_i64().is_some_and(|code| (1..=12).contains(&code));
    if !described || !vat {
        return Err(ApiError::field("receipt.items", "Description or vat_code is wrong"));
    }
    let price = money::from_json(&item["amount"])
        .ok_or_else(|| ApiError::field("receipt.items.amount", "Amount is wrong"))?;
    let wrong = || ApiError::field("receipt.items.quantity", "Quantity is wrong");
    let quantity = quantity(&item["quantity"]).ok_or_else(wrong)?;
    let cost =
        thousandths(&quantity).and_then(|thousandths| price.checked_mul(thousandths)).ok_or_else(wrong)?;
    let mut shown = item.clone();
    shown["quantity"] = json!(quantity);
    Ok((cost / 1000, shown))
}

/// `1`, `1.0` or, as the acquirer's library sends it, `"1.0"`.
fn quantity(quantity: &Value) -> Option<Number> {
    match quantity {
        Value::String(text) => serde_json::from_str(text).ok(),
        Value::Number(number) => Some(number.clone()),
        _ => None,
    }
}

fn thousandths(quantity: &Number) -> Option<i64> {
    let text = quantity.to_string();
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let part: i64 = format!("{part:0<3}").get(..3)?.parse().ok()?;
    let thousandths = whole.parse::<i64>().ok()?.checked_mul(1000)?.checked_add(part)?;
    (thousandths > 0).then_some(thousandths)
}
