//! `/refunds`.

use super::{
    access::{Merchant, read_json},
    error::ApiError,
    idempotence::{IdempotenceKey, once},
    listing::{self, Query, Row},
    payments::own,
};
use crate::{desk::Desk, engine::Bank, money, options::Shop, payment::Status};
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
    let payment_id =
        body["payment_id"].as_str().ok_or_else(|| ApiError::field("payment_id", "Payment is missing"))?;
    let amount = money::from_json(&body["amount"])
        .filter(|amount| *amount > 0)
        .ok_or_else(|| ApiError::field("amount", "Amount is wrong"))?;
    let description = body["description"].as_str().map(str::to_owned);
    if description.as_ref().is_some_and(|text| text.chars().count() > 250) {
        return Err(ApiError::field("description", "At most 250 characters"));
    }
    bank.at_desk(|desk| {
        let id = once(desk, &shop, &key, "POST /refunds", &body, |desk| {
            let payment = own(desk, &shop, payment_id)?;
            if payment.status != Status::Succeeded {
                return Err(ApiError::field("payment_id", "Payment is not refundable"));
            }
            if amount > payment.amount - payment.refunded {
                return Err(ApiError::field("amount", "Amount exceeds what is left"));
            }
            desk.refund(payment_id, amount, description)
                .map(|refund| refund.id)
                .ok_or_else(ApiError::internal)
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
        for refund in desk.ledger.refunds.values().filter(|refund| refund.shop_id == shop.shop_id) {
            let of_payment = query.get("payment_id").is_none_or(|id| *id == refund.payment_id);
            if of_payment && listing::in_range(&query, "created_at", Some(refund.created_at))? {
                rows.push(Row {
                    id: refund.id.clone(),
                    created_at: refund.created_at,
                    json: refund.to_json(),
                });
            }
        }
        listing::page(rows, &query).map(Json)
    })
}

fn shown(desk: &Desk<'_>, shop: &Shop, id: &str) -> Answer {
    desk.ledger
        .refunds
        .get(id)
        .filter(|refund| refund.shop_id == shop.shop_id)
        .map(|refund| Json(refund.to_json()))
        .ok_or_else(|| ApiError::not_found("Refund doesn't exist"))
}
