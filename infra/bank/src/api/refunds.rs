//! `/refunds`.

use super::{
    access::{Merchant, read_json},
    error::ApiError,
    fields,
    idempotence::{IdempotenceKey, once},
    listing::{self, Query, Row},
    payments::own,
    receipt,
};
use crate::{
    desk::{Desk, NewRefund},
    engine::Bank,
    money,
    options::Shop,
    payment::Status,
    refund::{Refund, RefundStatus},
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
    let new = read(&body)?;
    bank.at_desk(|desk| {
        let id = once(desk, &shop, &key, "POST /refunds", &body, |desk| {
            let payment = own(desk, &shop, &new.payment_id)?;
            if payment.status != Status::Succeeded {
                return Err(ApiError::field("payment_id", "Payment is not refundable"));
            }
            if new.amount > desk.refundable(&new.payment_id) {
                return Err(ApiError::field("amount", "Amount exceeds what is left"));
            }
            Ok(desk.refund(&shop, new))
        })?;
        shown(desk, &shop, &id)
    })
}

fn read(body: &Value) -> Result<NewRefund, ApiError> {
    let payment_id =
        body["payment_id"].as_str().ok_or_else(|| ApiError::field("payment_id", "Payment is missing"))?;
    let amount = money::from_json(&body["amount"])
        .filter(|amount| *amount > 0)
        .ok_or_else(|| ApiError::field("amount", "Amount is wrong"))?;
    Ok(NewRefund {
        payment_id: payment_id.to_owned(),
        amount,
        description: fields::text(body, "description", 250)?,
        metadata: fields::metadata(&body["metadata"])?,
        receipt: receipt::read(&body["receipt"], amount)?,
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
            if fits(refund, &query)? {
                rows.push(Row {
                    id: refund.id.clone(),
                    created_at: refund.created_at,
                    json: refund.to_json(desk.now),
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
        .map(|refund| Json(refund.to_json(desk.now)))
        .ok_or_else(|| ApiError::not_found("Refund doesn't exist"))
}

fn fits(refund: &Refund, query: &Query) -> Result<bool, ApiError> {
    let status = match query.get("status").map(String::as_str) {
        None => true,
        Some("pending") => refund.status == RefundStatus::Pending,
        Some("succeeded") => refund.status == RefundStatus::Succeeded,
        Some("canceled") => refund.status == RefundStatus::Canceled,
        Some(_) => return Err(ApiError::field("status", "Status is unknown")),
    };
    let of_payment = query.get("payment_id").is_none_or(|id| *id == refund.payment_id);
    Ok(status && of_payment && listing::in_range(query, "created_at", Some(refund.created_at))?)
}
