//! The key by which a repeated request is known (payments §5, security row 61).

use crate::{Problem, Refusal};
use axum::extract::FromRequestParts;
use http::request::Parts;

/// `Idempotency-Key`: 1 to 64 of letters, digits, `.`, `_`, `-`. The page makes one when a form opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(pub String);

impl<S: Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let key = parts.headers.get("idempotency-key").and_then(|v| v.to_str().ok()).unwrap_or_default();
        let fits = (1..=64).contains(&key.len())
            && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
        if fits { Ok(Self(key.to_owned())) } else { Err(Refusal::IdempotencyKeyRequired.into()) }
    }
}
