//! Checks of a request to begin a payment (payments §3.1, §3.2). Unknown fields are let through:
//! the acquirer's own library adds some.

use super::error::ApiError;
use crate::{desk::NewPayment, money};
use serde_json::{Map, Value};

/// Smallest and largest sum of a card payment, kopecks.
const AMOUNT: std::ops::RangeInclusive<i64> = 100..=35_000_000;
/// Without an upper limit of the fiscal service in use, the larger of the two known.
const RECEIPT_ITEMS: usize = 100;

pub fn read(body: &Value) -> Result<NewPayment, ApiError> {
    if !body.is_object() {
        return Err(ApiError::invalid("Body must be an object"));
    }
    for field in ["payment_method_id", "payment_token", "airline", "transfers", "deal"] {
        let absent = body[field].is_null() || body[field].as_array().is_some_and(Vec::is_empty);
        if !absent {
            return Err(ApiError::invalid(format!("Field {field} is not supported here")));
        }
    }
    let amount = money::from_json(&body["amount"])
        .filter(|amount| AMOUNT.contains(amount))
        .ok_or_else(|| ApiError::field("amount", "Amount must be from 1.00 to 350000.00 RUB"))?;
    if !matches!(body["payment_method_data"]["type"].as_str(), None | Some("bank_card")) {
        return Err(ApiError::field("payment_method_data.type", "Only bank_card is accepted"));
    }
    receipt(&body["receipt"], amount)?;
    payment_order(&body["payment_order"], amount)?;
    Ok(NewPayment {
        amount,
        capture: body["capture"].as_bool().unwrap_or(false),
        description: text(body, "description", 128)?,
        metadata: metadata(&body["metadata"])?,
        merchant_customer_id: text(body, "merchant_customer_id", 200)?,
        return_url: return_url(&body["confirmation"])?,
        with_receipt: body["receipt"].is_object(),
    })
}

fn return_url(confirmation: &Value) -> Result<String, ApiError> {
    if confirmation["type"] != "redirect" {
        return Err(ApiError::field("confirmation.type", "Only redirect is accepted"));
    }
    confirmation["return_url"]
        .as_str()
        .filter(|url| url.len() <= 2048)
        .filter(|url| reqwest::Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https")))
        .map(str::to_owned)
        .ok_or_else(|| ApiError::field("confirmation.return_url", "Return URL is malformed"))
}

fn text(body: &Value, field: &'static str, limit: usize) -> Result<Option<String>, ApiError> {
    match &body[field] {
        Value::Null => Ok(None),
        Value::String(text) if text.chars().count() <= limit => Ok(Some(text.clone())),
        _ => Err(ApiError::field(field, format!("Must be a text of at most {limit} characters"))),
    }
}

fn metadata(metadata: &Value) -> Result<Map<String, Value>, ApiError> {
    let wrong = || ApiError::field("metadata", "At most 16 pairs of texts: 32 and 512 characters");
    let pairs = match metadata {
        Value::Null => return Ok(Map::new()),
        Value::Object(pairs) if pairs.len() <= 16 => pairs,
        _ => return Err(wrong()),
    };
    let fits = pairs.iter().all(|(key, value)| {
        key.chars().count() <= 32 && value.as_str().is_some_and(|value| value.chars().count() <= 512)
    });
    if fits { Ok(pairs.clone()) } else { Err(wrong()) }
}

fn receipt(receipt: &Value, amount: i64) -> Result<(), ApiError> {
    if receipt.is_null() {
        return Ok(());
    }
    let customer = &receipt["customer"];
    if customer["email"].as_str().is_none() && customer["phone"].as_str().is_none() {
        return Err(ApiError::field("receipt.customer", "E-mail or phone is missing"));
    }
    let items = receipt["items"]
        .as_array()
        .filter(|items| (1..=RECEIPT_ITEMS).contains(&items.len()))
        .ok_or_else(|| ApiError::field("receipt.items", "From 1 to 100 items"))?;
    let mut total = 0;
    for item in items {
        let described =
            item["description"].as_str().is_some_and(|text| (1..=128).contains(&text.chars().count()));
        let vat = item["vat_code"].as_i64().is_some_and(|code| (1..=12).contains(&code));
        if !described || !vat {
            return Err(ApiError::field("receipt.items", "Description or vat_code is wrong"));
        }
        let price = money::from_json(&item["amount"])
            .ok_or_else(|| ApiError::field("receipt.items.amount", "Amount is wrong"))?;
        let cost = quantity(&item["quantity"])
            .and_then(|thousandths| price.checked_mul(thousandths))
            .ok_or_else(|| ApiError::field("receipt.items.quantity", "Quantity is wrong"))?;
        total += cost / 1000;
    }
    if total != amount {
        return Err(ApiError::field("receipt", "Sum of items differs from the amount"));
    }
    Ok(())
}

/// Thousandths of a quantity: `1`, `1.0` or, as the acquirer's library sends it, `"1.0"`.
fn quantity(quantity: &Value) -> Option<i64> {
    let text = match quantity {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let part: i64 = format!("{part:0<3}").get(..3)?.parse().ok()?;
    let thousandths = whole.parse::<i64>().ok()?.checked_mul(1000)?.checked_add(part)?;
    (thousandths > 0).then_some(thousandths)
}

fn payment_order(order: &Value, amount: i64) -> Result<(), ApiError> {
    if order.is_null() {
        return Ok(());
    }
    let identifiers = [
        "payment_document_id",
        "payment_document_number",
        "account_number",
        "unified_account_number",
        "service_id",
    ];
    let purpose = order["payment_purpose"].as_str().is_some_and(|text| text.chars().count() <= 210);
    let recipient = &order["recipient"];
    let complete = order["type"] == "utilities"
        && purpose
        && recipient["inn"].is_string()
        && recipient["bank"]["bic"].is_string()
        && identifiers.iter().any(|field| order[*field].is_string());
    if !complete {
        return Err(ApiError::field("payment_order", "Purpose, recipient or number is missing"));
    }
    if money::from_json(&order["amount"]) != Some(amount) {
        return Err(ApiError::field("payment_order.amount", "Differs from the amount"));
    }
    Ok(())
}
