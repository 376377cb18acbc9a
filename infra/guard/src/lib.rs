//! The authorizer of the HTTP API: only what came through CloudFront is let in (security row 83).
//!
//! CloudFront adds a key to each request for the API. Whoever finds the API's own address does not know the key, so
//! nobody gets round the firewall there, nor invents the `CloudFront-Viewer-Address` that limits count by (row 88).

mod keys;

pub use keys::{KeyError, Keys, LiveKeys};

use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use subtle::ConstantTimeEq;

/// The header that CloudFront adds; API Gateway spells all headers in lower case.
const HEADER: &str = "x-origin-key";

/// What API Gateway asks (payload format 2.0); the rest of it is of no interest here.
#[derive(Debug, Deserialize)]
pub struct Request {
    #[serde(default)]
    headers: HashMap<String, String>,
}

/// What API Gateway wants to hear (simple responses).
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    pub is_authorized: bool,
}

/// Decides about one request. An error counts as a refusal at API Gateway: with no keys nobody comes in.
pub async fn judge(keys: &impl Keys, request: Request) -> Result<Verdict, KeyError> {
    let Some(given) = request.headers.get(HEADER) else { return Ok(Verdict { is_authorized: false }) };
    let mut is_authorized = matches(&keys.known().await?, given);
    if !is_authorized {
        // The key may have been changed since it was read.
        is_authorized = matches(&keys.fresh().await?, given);
    }
    if !is_authorized {
        tracing::warn!("a request that did not come through CloudFront");
    }
    Ok(Verdict { is_authorized })
}

fn matches(keys: &[String], given: &str) -> bool {
    // Every key is compared, each in constant time.
    keys.iter().fold(false, |found, key| found | bool::from(key.as_bytes().ct_eq(given.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    struct Fixed {
        known: &'static [&'static str],
        fresh: Result<&'static [&'static str], &'static str>,
    }

    fn owned(keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| (*key).to_owned()).collect()
    }

    impl Keys for Fixed {
        async fn known(&self) -> Result<Vec<String>, KeyError> {
            Ok(owned(self.known))
        }
        async fn fresh(&self) -> Result<Vec<String>, KeyError> {
            self.fresh.map(owned).map_err(|why| KeyError(why.to_owned()))
        }
    }

    fn request(headers: serde_json::Value) -> Request {
        let event =
            json!({ "version": "2.0", "type": "REQUEST", "rawPath": "/api/session", "headers": headers });
        serde_json::from_value(event).expect("an authorizer event")
    }

    async fn verdict(keys: Fixed, headers: serde_json::Value) -> bool {
        judge(&keys, request(headers)).await.expect("a verdict").is_authorized
    }

    #[tokio::test]
    async fn a_request_with_the_key_comes_in() {
        let keys = Fixed { known: &["current", "previous"], fresh: Ok(&[]) };
        assert!(verdict(keys, json!({ "x-origin-key": "current" })).await);
    }

    #[tokio::test]
    async fn the_previous_key_still_opens_while_cloudfront_changes_over() {
        let keys = Fixed { known: &["current", "previous"], fresh: Ok(&[]) };
        assert!(verdict(keys, json!({ "x-origin-key": "previous" })).await);
    }

    #[tokio::test]
    async fn a_key_made_after_the_start_is_read_anew() {
        let keys = Fixed { known: &["old"], fresh: Ok(&["new", "old"]) };
        assert!(verdict(keys, json!({ "x-origin-key": "new" })).await);
    }

    #[tokio::test]
    async fn a_wrong_an_empty_and_an_absent_key_stay_outside() {
        for headers in
            [json!({ "x-origin-key": "guess" }), json!({ "x-origin-key": "" }), json!({ "host": "api" })]
        {
            let keys = Fixed { known: &["current"], fresh: Ok(&["current"]) };
            assert!(!verdict(keys, headers.clone()).await, "{headers}");
        }
    }

    #[tokio::test]
    async fn without_the_secret_nobody_comes_in() {
        let keys = Fixed { known: &[], fresh: Err("no_answer") };
        assert!(judge(&keys, request(json!({ "x-origin-key": "any" }))).await.is_err());
    }
}
