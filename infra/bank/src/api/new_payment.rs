//! Checks of a request to begin a payment (payments §3.1–§3.3). Unknown fields are let through:
//! the acquirer's own library adds some.

use super::{error::ApiError, fields, payment_order, receipt};
use crate::{desk::NewPayment, money, options::Shop, payment::Saving};
use serde_json::Value;

/// Smallest and largest sum of a card payment, kopecks.
const AMOUNT: std::ops::RangeInclusive<i64> = 100..=35_000_000;

pub fn read(body: &Value, shop: &Shop) -> Result<NewPayment, ApiError> {
    if !body.is_object() {
        return Err(ApiError::invalid("Body must be an object"));
    }
    for field in ["payment_token", "airline", "transfers", "deal"] {
        let absent = body[field].is_null() || body[field].as_array().is_some_and(Vec::is_empty);
        if !absent {
            return Err(ApiError::invalid(format!("Field {field} is not supported here")));
        }
    }
    let amount = money::from_json(&body["amount"])
        .filter(|amount| AMOUNT.contains(amount))
        .ok_or_else(|| ApiError::field("amount", "Amount must be from 1.00 to 350000.00 RUB"))?;
    let method = method(body)?;
    let saving = saving(body, shop, method.is_some())?;
    let return_url = match &body["confirmation"] {
        // With a saved card nobody has to go anywhere.
        Value::Null if method.is_some() => None,
        confirmation => Some(fields::return_url(confirmation)?),
    };
    Ok(NewPayment {
        amount,
        capture: fields::flag(body, "capture")?.unwrap_or(false),
        description: fields::text(body, "description", 128)?,
        metadata: fields::metadata(&body["metadata"])?,
        merchant_customer_id: fields::text(body, "merchant_customer_id", 200)?,
        return_url,
        method,
        saving,
        payment_order: payment_order::read(&body["payment_order"], amount, shop)?,
        receipt: receipt::read(&body["receipt"], amount)?,
    })
}

/// The saved card that is to pay.
fn method(body: &Value) -> Result<Option<String>, ApiError> {
    let data = &body["payment_method_data"];
    let Some(method) = fields::text(body, "payment_method_id", 64)? else {
        return match data["type"].as_str() {
            None | Some("bank_card") if data["card"].is_null() => Ok(None),
            None | Some("bank_card") => {
                Err(ApiError::field("payment_method_data.card", "Cards are typed on our page only"))
            }
            Some(_) => Err(ApiError::field("payment_method_data.type", "Only bank_card is accepted")),
        };
    };
    if !data.is_null() {
        return Err(ApiError::field("payment_method_data", "Either a saved card or a new one"));
    }
    Ok(Some(method))
}

fn saving(body: &Value, shop: &Shop, saved: bool) -> Result<Saving, ApiError> {
    let asked = fields::flag(body, "save_payment_method")?;
    if !shop.saves_cards && (saved || asked == Some(true)) {
        return Err(ApiError::forbidden("The store can't make recurring payments"));
    }
    Ok(match asked {
        Some(true) if !saved => Saving::Forced,
        None if !saved && shop.saves_cards => Saving::Offered,
        _ => Saving::Never,
    })
}
