//! YooKassa API v3 over HTTPS: Basic authentication, JSON, one try per call. Retries belong to the payment's
//! own state machine, which remembers what it sent.

use crate::{
    Acquirer, Answer, Doubt, GatewayMethod, GatewayPayment, GatewayRefund, Outcome, Page, Period, RefundPage,
    Shop, hook::is_object_id,
};
use chrono::{DateTime, SecondsFormat, Utc};
use reqwest::{
    Client, Method, RequestBuilder, Response, StatusCode, Url,
    header::{CONTENT_TYPE, HeaderValue},
    redirect::Policy,
};
use serde_json::Value;
use std::time::Duration;

/// The gateway promises an answer within 30 s.
const TOTAL_TIMEOUT: Duration = Duration::from_secs(35);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// A page of 100 payments is some 200 KiB.
const MAX_ANSWER: usize = 4 * 1024 * 1024;
/// Cards that the gateway keeps.
const METHODS: &str = "payment_methods";
pub(crate) const PAGE_SIZE: &str = "100";
/// Hosts whose pages a payer may be sent to (security row 42).
const PAGE_HOSTS: [&str; 2] = ["yoomoney.ru", "yookassa.ru"];

/// Connections to the gateway, made once and shared by the clients of all shops.
#[derive(Debug, Clone)]
pub struct Http(Client);

impl Http {
    /// Connect 3 s, whole call 35 s.
    pub fn new() -> Result<Self, reqwest::Error> {
        Self::with_timeout(TOTAL_TIMEOUT)
    }

    /// As [`Http::new`] with another limit for a whole call.
    pub fn with_timeout(total: Duration) -> Result<Self, reqwest::Error> {
        let client = Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(total)
            .redirect(Policy::none())
            // No environment variable may lead payments over somebody else's machine.
            .no_proxy()
            .build()?;
        Ok(Self(client))
    }
}

/// One shop at YooKassa.
#[derive(Debug, Clone)]
pub struct YooKassa {
    http: Http,
    base: Url,
    shop: Shop,
}

/// The base address is not a URL.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("malformed address of the gateway")]
pub struct MalformedAddress;

impl YooKassa {
    /// `base`: `https://api.yookassa.ru/v3`, or the simulator's.
    pub fn new(http: &Http, base: &str, shop: Shop) -> Result<Self, MalformedAddress> {
        let base = Url::parse(base).ok().filter(Url::has_host).ok_or(MalformedAddress)?;
        Ok(Self { http: http.clone(), base, shop })
    }

    pub(crate) fn request(&self, method: Method, path: &[&str], query: &[(&str, &str)]) -> RequestBuilder {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        self.http.0.request(method, url).basic_auth(&self.shop.shop_id, Some(&self.shop.secret_key))
    }

    pub(crate) async fn call<T>(
        &self,
        operation: &'static str,
        request: RequestBuilder,
        read: impl Fn(&Value) -> Option<T>,
    ) -> Outcome<T> {
        let outcome = match exchange(request).await {
            Ok((status, body)) => judge(status, &body, read),
            Err(why) => Outcome::Unknown { why },
        };
        match &outcome {
            Outcome::Unknown { why } => {
                tracing::warn!(operation, why = why.code(), "gateway gave no certain answer");
            }
            Outcome::Refused { code, parameter, .. } => {
                tracing::warn!(operation, code, parameter, "gateway refused");
            }
            Outcome::Answer(_) | Outcome::NotFound => {}
        }
        outcome
    }

    /// Begins something, once for one key.
    async fn create<T>(
        &self,
        operation: &'static str,
        collection: &str,
        body: &str,
        idempotence_key: &str,
        read: impl Fn(&Value) -> Option<T>,
    ) -> Outcome<T> {
        let Some(key) = key_header(idempotence_key) else {
            return Outcome::Refused {
                code: "invalid_request".into(),
                description: "Idempotence key is malformed".into(),
                parameter: Some("Idempotence-Key".into()),
            };
        };
        let request = self
            .request(Method::POST, &[collection], &[])
            .header(CONTENT_TYPE, "application/json")
            .header("Idempotence-Key", key)
            .body(body.to_owned());
        match self.call(operation, request, read).await {
            // A lookup may find nothing; a creation cannot, so it was not the gateway that said so.
            Outcome::NotFound => Outcome::Unknown { why: Doubt::Status(404) },
            outcome => outcome,
        }
    }

    fn read_method(&self, json: &Value) -> Option<GatewayMethod> {
        let mut method = GatewayMethod::read(json)?;
        method.confirmation_url = method.confirmation_url.filter(|url| self.trusts(url));
        Some(method)
    }

    fn read_payment(&self, json: &Value) -> Option<GatewayPayment> {
        GatewayPayment::read(json).map(|payment| self.guard(payment))
    }

    fn read_page(&self, json: &Value) -> Option<Page> {
        let mut page = Page::read(json)?;
        page.items = page.items.into_iter().map(|payment| self.guard(payment)).collect();
        Some(page)
    }

    /// Takes away a page that is not the gateway's.
    fn guard(&self, mut payment: GatewayPayment) -> GatewayPayment {
        payment.confirmation_url = payment.confirmation_url.filter(|url| self.trusts(url));
        payment
    }

    fn trusts(&self, url: &str) -> bool {
        let trusted = self.is_own_page(url);
        if !trusted {
            tracing::error!("gateway sends the payer to a page that is not its own");
        }
        trusted
    }

    /// Whether a payer may be sent to `url`: a page of YooKassa, or of the host this client talks to.
    fn is_own_page(&self, url: &str) -> bool {
        let Ok(url) = Url::parse(url) else { return false };
        let (Some(host), Some(own)) = (url.host_str(), self.base.host_str()) else { return false };
        let simulator = is_loopback(own) && is_loopback(host);
        let gateway = PAGE_HOSTS
            .iter()
            .any(|known| host == *known || host.strip_suffix(known).is_some_and(|sub| sub.ends_with('.')));
        match url.scheme() {
            "https" => gateway || simulator || host == own,
            "http" => simulator,
            _ => false,
        }
    }
}

impl Acquirer for YooKassa {
    fn create_redirect<'a>(&'a self, body: &'a str, idempotence_key: &'a str) -> Answer<'a, GatewayPayment> {
        Box::pin(self.create("create", "payments", body, idempotence_key, |json| self.read_payment(json)))
    }

    fn charge_saved<'a>(&'a self, body: &'a str, idempotence_key: &'a str) -> Answer<'a, GatewayPayment> {
        // The same call: the body tells the two apart.
        Box::pin(self.create("charge", "payments", body, idempotence_key, |json| self.read_payment(json)))
    }

    fn bind_start<'a>(&'a self, body: &'a str, idempotence_key: &'a str) -> Answer<'a, GatewayMethod> {
        Box::pin(self.create("bind", METHODS, body, idempotence_key, |json| self.read_method(json)))
    }

    fn bind_get<'a>(&'a self, id: &'a str) -> Answer<'a, GatewayMethod> {
        Box::pin(async move {
            if !is_object_id(id) {
                return Outcome::NotFound;
            }
            let request = self.request(Method::GET, &[METHODS, id], &[]);
            let read = |json: &Value| self.read_method(json).filter(|method| method.id == id);
            self.call("get_method", request, read).await
        })
    }

    fn get<'a>(&'a self, id: &'a str) -> Answer<'a, GatewayPayment> {
        Box::pin(async move {
            if !is_object_id(id) {
                return Outcome::NotFound;
            }
            let request = self.request(Method::GET, &["payments", id], &[]);
            // An answer about another payment is no answer.
            let read = |json: &Value| self.read_payment(json).filter(|payment| payment.id == id);
            self.call("get", request, read).await
        })
    }

    fn list<'a>(&'a self, created_since: DateTime<Utc>, cursor: Option<&'a str>) -> Answer<'a, Page> {
        Box::pin(async move {
            let since = created_since.to_rfc3339_opts(SecondsFormat::Millis, true);
            let mut query = vec![("created_at.gte", since.as_str()), ("limit", PAGE_SIZE)];
            query.extend(cursor.map(|cursor| ("cursor", cursor)));
            let request = self.request(Method::GET, &["payments"], &query);
            self.call("list", request, |json| self.read_page(json)).await
        })
    }

    fn list_captured<'a>(&'a self, captured: Period, cursor: Option<&'a str>) -> Answer<'a, Page> {
        Box::pin(async move {
            let period = captured.query("captured_at");
            let mut query: Vec<(&str, &str)> = period.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            query.extend([("status", "succeeded"), ("limit", PAGE_SIZE)]);
            query.extend(cursor.map(|cursor| ("cursor", cursor)));
            let request = self.request(Method::GET, &["payments"], &query);
            self.call("list_captured", request, |json| self.read_page(json)).await
        })
    }

    fn refund<'a>(&'a self, body: &'a str, idempotence_key: &'a str) -> Answer<'a, GatewayRefund> {
        self.send_refund(body, idempotence_key)
    }

    fn get_refund<'a>(&'a self, id: &'a str) -> Answer<'a, GatewayRefund> {
        self.read_refund(id)
    }

    fn list_refunds<'a>(&'a self, created: Period, cursor: Option<&'a str>) -> Answer<'a, RefundPage> {
        self.read_refunds(created, cursor)
    }
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
    host == "localhost" || address.is_ok_and(|ip| ip.is_loopback())
}

pub(crate) fn malformed_key<T>() -> Outcome<T> {
    Outcome::Refused {
        code: "invalid_request".into(),
        description: "Idempotence key is malformed".into(),
        parameter: Some("Idempotence-Key".into()),
    }
}

pub(crate) fn key_header(key: &str) -> Option<HeaderValue> {
    let fits = (1..=64).contains(&key.len())
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-_.".contains(&b));
    fits.then(|| HeaderValue::from_str(key).ok()).flatten()
}

async fn exchange(request: RequestBuilder) -> Result<(StatusCode, Vec<u8>), Doubt> {
    let mut response = request.send().await.map_err(doubt)?;
    let body = read_limited(&mut response).await?;
    Ok((response.status(), body))
}

async fn read_limited(response: &mut Response) -> Result<Vec<u8>, Doubt> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(doubt)? {
        if body.len() + chunk.len() > MAX_ANSWER {
            return Err(Doubt::Unreadable);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn doubt(error: reqwest::Error) -> Doubt {
    if error.is_timeout() { Doubt::Timeout } else { Doubt::Network }
}

/// What an HTTP answer means.
fn judge<T>(status: StatusCode, body: &[u8], read: impl Fn(&Value) -> Option<T>) -> Outcome<T> {
    let json: Value = serde_json::from_slice(body).unwrap_or_default();
    let why = match status {
        StatusCode::ACCEPTED => Doubt::Processing { retry_after: retry_after(&json) },
        StatusCode::TOO_MANY_REQUESTS => Doubt::TooManyRequests { retry_after: retry_after(&json) },
        status if status.is_success() => match read(&json) {
            Some(object) => return Outcome::Answer(object),
            None => Doubt::Unreadable,
        },
        // Only the gateway's own error object counts: a proxy on the way also says 403 and 404.
        status if status.is_client_error() && json["type"] == "error" => {
            return match status {
                StatusCode::NOT_FOUND => Outcome::NotFound,
                _ => refused(&json),
            };
        }
        status => Doubt::Status(status.as_u16()),
    };
    Outcome::Unknown { why }
}

fn refused<T>(json: &Value) -> Outcome<T> {
    let text = |field: &str| json[field].as_str().map(str::to_owned);
    Outcome::Refused {
        code: text("code").unwrap_or_default(),
        description: text("description").unwrap_or_default(),
        parameter: text("parameter"),
    }
}

/// Milliseconds in the gateway's answer.
fn retry_after(json: &Value) -> Option<Duration> {
    json["retry_after"].as_u64().map(Duration::from_millis)
}
