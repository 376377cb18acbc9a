//! API Gateway and the API side of CloudFront: the template's routes to their functions, with
//! the limits and header rules that stand before them in the cloud.

use crate::functions::Functions;
use crate::template::Template;
use anyhow::{Context, Result};
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// What one Lambda call may carry; API Gateway itself would take 10 MB.
const MAX_BODY: usize = 6 * 1024 * 1024;
/// API Gateway waits no longer, whatever a function's own limit is.
const MAX_WAIT: u64 = 30;

/// The way of `/api/…`; cheap to clone.
#[derive(Debug, Clone)]
pub struct Gateway(Arc<Rules>);

#[derive(Debug)]
struct Rules {
    functions: Functions,
    /// Path pattern → method → function.
    routes: matchit::Router<BTreeMap<String, String>>,
    forwarded: Vec<HeaderName>,
    timeouts: BTreeMap<String, Duration>,
}

impl Gateway {
    /// The gateway of the template over these functions.
    pub fn new(template: &Template, functions: Functions) -> Result<Self> {
        let mut paths: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for route in &template.routes {
            let path = route.path.replace("+}", "}");
            let path = if path == route.path { path } else { greedy(&path) };
            paths.entry(path).or_default().insert(route.method.clone(), route.function.clone());
        }
        let mut routes = matchit::Router::new();
        for (path, methods) in paths {
            routes.insert(path.clone(), methods).with_context(|| format!("route {path}"))?;
        }
        let mut forwarded = vec![header::COOKIE, header::HOST];
        for name in &template.forwarded {
            forwarded.push(name.parse().with_context(|| format!("header {name}"))?);
        }
        let timeouts = template
            .functions
            .iter()
            .map(|(name, own)| (name.clone(), Duration::from_secs(own.timeout.min(MAX_WAIT))))
            .collect();
        Ok(Self(Arc::new(Rules { functions, routes, forwarded, timeouts })))
    }

    pub(crate) fn function(&self, path: &str, method: &Method) -> Option<&str> {
        let methods = self.0.routes.at(path).ok()?.value;
        methods.get(method.as_str()).or_else(|| methods.get("ANY")).map(String::as_str)
    }

    /// Only what CloudFront hands on, and the caller's address as it alone may say it.
    fn headers(&self, sent: &HeaderMap, peer: SocketAddr) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for name in &self.0.forwarded {
            if name.as_str().starts_with("cloudfront-") {
                continue;
            }
            for value in sent.get_all(name) {
                headers.append(name.clone(), value.clone());
            }
        }
        // CloudFront writes version 6 without brackets.
        if let Ok(value) = HeaderValue::from_str(&format!("{}:{}", peer.ip(), peer.port())) {
            headers.insert(HeaderName::from_static("cloudfront-viewer-address"), value);
        }
        headers
    }
}

/// `{name}` at the end, which was `{name+}`, takes the rest of the path.
fn greedy(path: &str) -> String {
    match path.rfind('{') {
        Some(at) => format!("{}{{*{}", &path[..at], &path[at + 1..]),
        None => path.to_owned(),
    }
}

/// Answers a request to `/api/…`.
pub async fn answer(
    State(gateway): State<Gateway>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let Some(function) = gateway.function(parts.uri.path(), &parts.method) else {
        return problem(StatusCode::NOT_FOUND, "not_found", "Такого адреса нет");
    };
    let Ok(body) = axum::body::to_bytes(body, MAX_BODY).await else {
        return problem(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            "Запрос слишком большой. Отправьте не больше 6 МБ",
        );
    };
    let mut call = axum::http::Request::new(body);
    *call.method_mut() = parts.method;
    *call.uri_mut() = parts.uri;
    *call.headers_mut() = gateway.headers(&parts.headers, peer);
    let patience = gateway.0.timeouts.get(function).copied().unwrap_or(Duration::from_secs(MAX_WAIT));
    match tokio::time::timeout(patience, run(&gateway, function, call)).await {
        Ok(response) => response,
        Err(_) => problem(
            StatusCode::SERVICE_UNAVAILABLE,
            "unavailable",
            "Сервис не успел ответить. Повторите попытку позже",
        ),
    }
}

/// A function that panics past its own edge is an answer 500, not a lost connection.
async fn run(gateway: &Gateway, function: &str, call: axum::http::Request<Bytes>) -> Response<Body> {
    use futures::FutureExt;
    let answered = std::panic::AssertUnwindSafe(gateway.0.functions.answer(function, call));
    answered.catch_unwind().await.unwrap_or_else(|_| {
        problem(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "Что-то сломалось на нашей стороне. Повторите попытку позже",
        )
    })
}

fn problem(status: StatusCode, code: &str, title: &str) -> Response {
    let body = json!({
        "type": "about:blank",
        "title": title,
        "status": status.as_u16(),
        "code": code,
        "request_id": ulid::Ulid::new().to_string(),
    });
    let headers = [(header::CONTENT_TYPE, "application/problem+json"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, body.to_string()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::Route;

    fn gateway() -> Gateway {
        let route = |method: &str, path: &str, function: &str| Route {
            method: method.to_owned(),
            path: path.to_owned(),
            function: function.to_owned(),
        };
        let template = Template {
            routes: vec![
                route("GET", "/api/accounts/{id}", "view-account"),
                route("PATCH", "/api/accounts/{id}", "link-account"),
                route("ANY", "/api/files/{rest+}", "files"),
            ],
            forwarded: vec!["accept".to_owned(), "cloudfront-viewer-address".to_owned()],
            ..Template::default()
        };
        Gateway::new(&template, Functions::behind("http://127.0.0.1:9")).unwrap()
    }

    #[test]
    fn path_and_method_choose_the_function() {
        let gateway = gateway();
        assert_eq!(gateway.function("/api/accounts/1", &Method::GET), Some("view-account"));
        assert_eq!(gateway.function("/api/accounts/1", &Method::PATCH), Some("link-account"));
        assert_eq!(gateway.function("/api/accounts/1", &Method::DELETE), None);
        assert_eq!(gateway.function("/api/accounts/1/", &Method::GET), None);
        assert_eq!(gateway.function("/api/files/a/b", &Method::PUT), Some("files"));
    }

    #[test]
    fn the_callers_address_cannot_be_forged() {
        let mut sent = HeaderMap::new();
        for (name, value) in [
            ("accept", "text/html"),
            ("cookie", "a=b"),
            ("cloudfront-viewer-address", "203.0.113.7:1"),
            ("cloudfront-viewer-country", "RU"),
            ("x-forwarded-for", "203.0.113.7"),
            ("x-origin-key", "guess"),
        ] {
            sent.insert(name, HeaderValue::from_static(value));
        }
        let headers = gateway().headers(&sent, "127.0.0.1:5000".parse().unwrap());
        assert_eq!(headers["cloudfront-viewer-address"], "127.0.0.1:5000");
        assert_eq!(headers["accept"], "text/html");
        assert_eq!(headers["cookie"], "a=b");
        assert_eq!(headers.len(), 3);
    }
}
