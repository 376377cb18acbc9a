//! Who calls: Basic authentication with the shop's identifier and key; and what is sent.

use super::error::ApiError;
use crate::{engine::Bank, options::Shop};
use axum::{
    body::Bytes,
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::Value;
use std::sync::Arc;

/// The shop that calls.
pub struct Merchant(pub Shop);

impl FromRequestParts<Arc<Bank>> for Merchant {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, bank: &Arc<Bank>) -> Result<Self, ApiError> {
        let (shop_id, key) = basic(&parts.headers).ok_or_else(ApiError::credentials)?;
        bank.shop(&shop_id)
            .filter(|shop| shop.secret_key == key)
            .cloned()
            .map(Self)
            .ok_or_else(ApiError::credentials)
    }
}

fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = value.split_once(' ')?;
    let decoded = String::from_utf8(BASE64_STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (user, password) = decoded.split_once(':')?;
    scheme.eq_ignore_ascii_case("basic").then(|| (user.to_owned(), password.to_owned()))
}

/// The body of a POST. An empty one is `null`: the acquirer's own library sends none to cancel.
pub fn read_json(headers: &HeaderMap, body: &Bytes) -> Result<Value, ApiError> {
    if body.is_empty() {
        return Ok(Value::Null);
    }
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media_type = content_type.and_then(|value| value.split(';').next()).map(str::trim);
    if !media_type.is_some_and(|media| media.eq_ignore_ascii_case("application/json")) {
        return Err(ApiError::media_type());
    }
    serde_json::from_slice(body).map_err(|_| ApiError::invalid("Body is not JSON"))
}
