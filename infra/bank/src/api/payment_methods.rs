//! `/payment_methods`: cards saved without a payment (payments §3.6). There is no call to delete one.

use super::{
    access::{Merchant, read_json},
    error::ApiError,
    fields,
    idempotence::{IdempotenceKey, once},
};
use crate::{
    desk::{Desk, NewMethod},
    engine::Bank,
    method::{Method, MethodStatus},
    options::Shop,
};
use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
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
    let new = read(&body, &shop)?;
    bank.at_desk(|desk| {
        let id = once(desk, &shop, &key, "POST /payment_methods", &body, |desk| Ok(desk.bind(&shop, new)))?;
        shown(desk, &shop, &id)
    })
}

pub async fn show(State(bank): State<Arc<Bank>>, Merchant(shop): Merchant, Path(id): Path<String>) -> Answer {
    bank.at_desk(|desk| shown(desk, &shop, &id))
}

fn read(body: &Value, shop: &Shop) -> Result<NewMethod, ApiError> {
    if !shop.saves_cards {
        return Err(ApiError::forbidden("The store can't make recurring payments"));
    }
    if body["type"] != "bank_card" {
        return Err(ApiError::field("type", "Only bank_card is accepted"));
    }
    if !body["card"].is_null() {
        return Err(ApiError::field("card", "Cards are typed on our page only"));
    }
    Ok(NewMethod {
        return_url: fields::return_url(&body["confirmation"])?,
        metadata: fields::metadata(&body["metadata"])?,
    })
}

fn shown(desk: &Desk<'_>, shop: &Shop, id: &str) -> Answer {
    own(desk, shop, id)
        .map(|method| Json(method.to_json(&desk.options.public_url)))
        .ok_or_else(|| ApiError::not_found("Payment method doesn't exist"))
}

/// The shop's own saved card, if it can be charged.
pub fn chargeable<'a>(desk: &'a Desk<'_>, shop: &Shop, id: &str) -> Result<&'a Method, ApiError> {
    own(desk, shop, id)
        .filter(|method| method.status == MethodStatus::Active)
        .ok_or_else(|| ApiError::field("payment_method_id", "Payment method doesn't exist or is not active"))
}

fn own<'a>(desk: &'a Desk<'_>, shop: &Shop, id: &str) -> Option<&'a Method> {
    desk.ledger.methods.get(id).filter(|method| method.shop_id == shop.shop_id)
}
