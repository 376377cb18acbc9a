//! Who is on the other end, as far as it can be trusted.

use axum::extract::FromRequestParts;
use http::request::Parts;
use std::{convert::Infallible, net::IpAddr};

/// Address and browser of the caller. The address comes from CloudFront alone: anybody can write
/// `X-Forwarded-For` (security row 88).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    pub ip: Option<IpAddr>,
    /// At most 200 characters of `User-Agent`.
    pub agent: String,
}

impl Viewer {
    /// What limits by address count on; all callers of an unknown address share one counter.
    pub fn ip_text(&self) -> String {
        self.ip.map_or_else(|| "unknown".to_owned(), |ip| ip.to_string())
    }
}

impl<S: Sync> FromRequestParts<S> for Viewer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let text = |name: &str| parts.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let address = text("cloudfront-viewer-address");
        // CloudFront writes `ip:port`; the ip of version 6 has no brackets.
        let ip = address.rsplit_once(':').and_then(|(ip, _)| ip.trim_matches(['[', ']']).parse().ok());
        Ok(Self { ip, agent: text("user-agent").chars().take(200).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::Request;

    async fn viewer(name: &str, value: &str) -> Viewer {
        let (mut parts, ()) = Request::builder().header(name, value).body(()).expect("request").into_parts();
        Viewer::from_request_parts(&mut parts, &()).await.expect("infallible")
    }

    #[tokio::test]
    async fn the_address_comes_from_cloudfront_and_nowhere_else() {
        let known = viewer("cloudfront-viewer-address", "203.0.113.7:51234").await;
        assert_eq!(known.ip_text(), "203.0.113.7");
        let six = viewer("cloudfront-viewer-address", "2001:db8::7:51234").await;
        assert_eq!(six.ip_text(), "2001:db8::7");
        assert_eq!(viewer("x-forwarded-for", "203.0.113.7").await.ip_text(), "unknown");
    }
}
