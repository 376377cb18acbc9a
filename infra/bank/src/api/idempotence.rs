//! `Idempotence-Key`: the same key with the same request is answered with the first result in its present
//! state, with another request it is an error; remembered for 24 hours (payments §2).

use super::error::ApiError;
use crate::{desk::Desk, ledger::Remembered, options::Shop};
use axum::{extract::FromRequestParts, http::request::Parts};
use chrono::TimeDelta;
use serde_json::Value;
use sha2::{Digest, Sha256};

const PARAMETER: &str = "Idempotence-Key";
const LIFETIME: TimeDelta = TimeDelta::hours(24);

/// The header, checked.
pub struct IdempotenceKey(String);

impl<S: Sync> FromRequestParts<S> for IdempotenceKey {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let key = parts
            .headers
            .get(PARAMETER)
            .ok_or_else(|| ApiError::field(PARAMETER, "Idempotence key is missing"))?;
        let fits = |key: &str| {
            (1..=64).contains(&key.len())
                && key.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-_.".contains(&b))
        };
        match key.to_str() {
            Ok(key) if fits(key) => Ok(Self(key.to_owned())),
            _ => Err(ApiError::field(PARAMETER, "Idempotence key is malformed")),
        }
    }
}

/// Does `work` unless the key was seen; answers with the identifier of the object it made or changed.
/// `request`: method and path.
pub fn once(
    desk: &mut Desk<'_>,
    shop: &Shop,
    IdempotenceKey(key): &IdempotenceKey,
    request: &str,
    body: &Value,
    work: impl FnOnce(&mut Desk<'_>) -> Result<String, ApiError>,
) -> Result<String, ApiError> {
    let now = desk.now;
    let key = format!("{}/{key}", shop.shop_id);
    let fingerprint = hex::encode(Sha256::digest(format!("{request}\n{body}")));
    desk.ledger.keys.retain(|_, remembered| now - remembered.at < LIFETIME);
    if let Some(remembered) = desk.ledger.keys.get(&key) {
        return if remembered.fingerprint == fingerprint {
            Ok(remembered.object.clone())
        } else {
            Err(ApiError::field(PARAMETER, "Idempotence key duplicated"))
        };
    }
    let object = work(desk)?;
    desk.ledger.keys.insert(key, Remembered { fingerprint, object: object.clone(), at: now });
    desk.ledger.changed = true;
    Ok(object)
}
