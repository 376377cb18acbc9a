//! The payment order of a shop of housing and utilities (payments §3.2).

use super::error::ApiError;
use crate::{money, options::Shop};
use serde_json::Value;

/// Numbers of which an order has at least one, with the longest of each and whether it is exact.
const NUMBERS: [(&str, usize, bool); 5] = [
    ("payment_document_id", 18, true),
    ("payment_document_number", 30, false),
    ("account_number", 30, false),
    ("unified_account_number", 10, true),
    ("service_id", 13, true),
];

/// The order as sent. It may be absent only in a shop of another kind, and pays the whole sum.
pub fn read(order: &Value, amount: i64, shop: &Shop) -> Result<Option<Value>, ApiError> {
    if order.is_null() {
        return match shop.utilities {
            true => {
                Err(ApiError::field("payment_order", "Не указано платежное поручение для передачи в ГИС ЖКХ"))
            }
            false => Ok(None),
        };
    }
    if order["type"] != "utilities" {
        return Err(ApiError::field("payment_order.type", "Only utilities is accepted"));
    }
    if !order["payment_purpose"].as_str().is_some_and(|text| (1..=210).contains(&text.chars().count())) {
        return Err(ApiError::field("payment_order.payment_purpose", "From 1 to 210 characters"));
    }
    recipient(&order["recipient"])?;
    numbers(order)?;
    period(&order["payment_period"])?;
    if money::from_json(&order["amount"]) != Some(amount) {
        return Err(ApiError::field("payment_order.amount", "Differs from the amount"));
    }
    Ok(Some(order.clone()))
}

fn recipient(recipient: &Value) -> Result<(), ApiError> {
    let bank = &recipient["bank"];
    let digits = |value: &Value, length: usize| {
        value.as_str().is_some_and(|text| text.len() == length && text.bytes().all(|b| b.is_ascii_digit()))
    };
    let named = |value: &Value, limit: usize| {
        value.as_str().is_some_and(|text| (1..=limit).contains(&text.chars().count()))
    };
    let checks = [
        (named(&recipient["name"], 160), "payment_order.recipient.name"),
        (digits(&recipient["inn"], 10), "payment_order.recipient.inn"),
        (digits(&recipient["kpp"], 9), "payment_order.recipient.kpp"),
        (named(&bank["name"], 45), "payment_order.recipient.bank.name"),
        (digits(&bank["bic"], 9), "payment_order.recipient.bank.bic"),
        (digits(&bank["account"], 20), "payment_order.recipient.bank.account"),
        (digits(&bank["correspondent_account"], 20), "payment_order.recipient.bank.correspondent_account"),
    ];
    match checks.into_iter().find(|(right, _)| !right) {
        Some((_, parameter)) => Err(ApiError::field(parameter, "Is missing or malformed")),
        None => Ok(()),
    }
}

fn numbers(order: &Value) -> Result<(), ApiError> {
    let mut any = false;
    for (field, longest, exact) in NUMBERS {
        let length = match &order[field] {
            Value::Null => continue,
            Value::String(text) => text.chars().count(),
            _ => 0,
        };
        if length == 0 || length > longest || (exact && length != longest) {
            return Err(ApiError::field("payment_order", format!("{field} is malformed")));
        }
        any = true;
    }
    if any {
        Ok(())
    } else {
        Err(ApiError::field("payment_order", "No number of document, account or service"))
    }
}

fn period(period: &Value) -> Result<(), ApiError> {
    let month = period["month"].as_i64().is_some_and(|month| (1..=12).contains(&month));
    let year = period["year"].as_i64().is_some_and(|year| (2000..2100).contains(&year));
    if period.is_null() || (month && year) {
        return Ok(());
    }
    Err(ApiError::field("payment_order.payment_period", "Month or year is wrong"))
}
