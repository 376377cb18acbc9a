//! `/payments`.

use super::{
    access::{Merchant, read_json},
    error::ApiError,
    idempotence::{IdempotenceKey, once},
    listing::{self, Query, Row},
    new_payment, payment_methods,
};
use crate::{
    desk::Desk,
    engine::Bank,
    money,
    options::Shop,
    payment::{Payment, Status},
};
use axum::{
    Json,
    body::Bytes,
    extract::{Path, Query as QueryString, State},
    http::HeaderMap,
};
use serde_json::Value;
use std::sync::Arc;

type Answer = Result<Json<Value>, ApiError>;

pub async fn create(
    State(bank): State<Arc<Bank>>,
    Merchant(shop): Merchant,
    key: IdempotenceKey,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let body = read_json(&headers, &body)?;
    let new = new_payment::read(&body, &shop)?;
    bank.at_desk(|desk| {
        let id = once(desk, &shop, &key, "POST /payments", &body, |desk| {
            if let Some(method) = &new.method {
                payment_methods::chargeable(desk, &shop, method)?;
            }
            Ok(desk.create(&shop, new))
        })?;
        shown(desk, &shop, &id)
    })
}

pub async fn show(State(bank): State<Arc<Bank>>, Merchant(shop): Merchant, Path(id): Path<String>) -> Answer {
    bank.at_desk(|desk| shown(desk, &shop, &id))
}

pub async fn list(
    State(bank): State<Arc<Bank>>,
    Merchant(shop): Merchant,
    QueryString(query): QueryString<Query>,
) -> Answer {
    bank.at_desk(|desk| {
        let mut rows = Vec::new();
        for payment in desk.ledger.payments.values() {
            if payment.shop_id == shop.shop_id && fits(payment, &query)? {
                rows.push(Row {
                    id: payment.id.clone(),
                    created_at: payment.created_at,
                    json: payment.to_json(&desk.options.public_url, desk.now),
                });
            }
        }
        listing::page(rows, &query).map(Json)
    })
}

pub async fn capture(
    State(bank): State<Arc<Bank>>,
    Merchant(shop): Merchant,
    key: IdempotenceKey,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let body = read_json(&headers, &body)?;
    bank.at_desk(|desk| {
        once(desk, &shop, &key, &format!("POST /payments/{id}/capture"), &body, |desk| {
            let payment = held(desk, &shop, &id)?;
            let amount = match &body["amount"] {
                Value::Null => payment.amount,
                amount => money::from_json(amount)
                    .filter(|amount| (1..=payment.amount).contains(amount))
                    .ok_or_else(|| ApiError::field("amount", "Amount exceeds what is held"))?,
            };
            desk.capture(&id, amount);
            Ok(id.clone())
        })?;
        shown(desk, &shop, &id)
    })
}

pub async fn cancel(
    State(bank): State<Arc<Bank>>,
    Merchant(shop): Merchant,
    key: IdempotenceKey,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let body = read_json(&headers, &body)?;
    bank.at_desk(|desk| {
        once(desk, &shop, &key, &format!("POST /payments/{id}/cancel"), &body, |desk| {
            held(desk, &shop, &id)?;
            desk.cancel(&id, "merchant", "canceled_by_merchant");
            Ok(id.clone())
        })?;
        shown(desk, &shop, &id)
    })
}

/// The shop's own payment; another shop's is as absent as one that never was.
pub fn own<'a>(desk: &'a Desk<'_>, shop: &Shop, id: &str) -> Result<&'a Payment, ApiError> {
    desk.ledger
        .payments
        .get(id)
        .filter(|payment| payment.shop_id == shop.shop_id)
        .ok_or_else(|| ApiError::not_found("Payment doesn't exist"))
}

fn held<'a>(desk: &'a Desk<'_>, shop: &Shop, id: &str) -> Result<&'a Payment, ApiError> {
    let payment = own(desk, shop, id)?;
    match payment.status {
        Status::WaitingForCapture => Ok(payment),
        _ => Err(ApiError::field("status", "Payment is not waiting for capture")),
    }
}

fn shown(desk: &Desk<'_>, shop: &Shop, id: &str) -> Answer {
    own(desk, shop, id).map(|payment| Json(payment.to_json(&desk.options.public_url, desk.now)))
}

fn fits(payment: &Payment, query: &Query) -> Result<bool, ApiError> {
    let status = match query.get("status").map(String::as_str) {
        None => true,
        Some("pending") => payment.status == Status::Pending,
        Some("waiting_for_capture") => payment.status == Status::WaitingForCapture,
        Some("succeeded") => payment.status == Status::Succeeded,
        Some("canceled") => payment.status == Status::Canceled,
        Some(_) => return Err(ApiError::field("status", "Status is unknown")),
    };
    let created = listing::in_range(query, "created_at", Some(payment.created_at))?;
    let captured = listing::in_range(query, "captured_at", payment.captured_at)?;
    Ok(status && created && captured)
}
