//! A request and an answer of API Gateway's HTTP API, payload format 2.0.

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// A request on its way to a function.
#[derive(Debug, Clone)]
pub struct Call {
    method: String,
    path: String,
    headers: Map<String, Value>,
    cookies: Vec<String>,
    body: Option<String>,
}

impl Call {
    pub fn new(method: &str, path: &str) -> Self {
        let headers = [("host", "api.example"), ("cloudfront-viewer-address", "203.0.113.7:51234")];
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            headers: headers.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect(),
            cookies: Vec::new(),
            body: None,
        }
    }

    /// As our own pages send it: JSON, with the headers that tell it from another site's form.
    pub fn from_our_page(self, body: &Value) -> Self {
        let mut call = self
            .header("content-type", "application/json")
            .header("x-lk-request", "1")
            .header("sec-fetch-site", "same-origin");
        call.body = Some(body.to_string());
        call
    }

    /// Names are lower case, as API Gateway writes them.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.insert(name.to_owned(), value.into());
        self
    }

    /// `name=value`; API Gateway takes cookies out of the headers.
    pub fn cookie(mut self, cookie: &str) -> Self {
        self.cookies.push(cookie.to_owned());
        self
    }

    /// The event that the function is given.
    pub fn into_event(self) -> Value {
        let mut event = json!({
            "version": "2.0",
            "routeKey": format!("{} {}", self.method, self.path),
            "rawPath": self.path,
            "rawQueryString": "",
            "headers": self.headers,
            "requestContext": {
                "accountId": "000000000000",
                "apiId": "api",
                "domainName": "api.example",
                "domainPrefix": "api",
                "http": {
                    "method": self.method,
                    "path": self.path,
                    "protocol": "HTTP/1.1",
                    "sourceIp": "198.51.100.1",
                    "userAgent": "test",
                },
                "requestId": "request-1",
                "routeKey": format!("{} {}", self.method, self.path),
                "stage": "$default",
                "time": "24/Nov/2026:06:00:00 +0000",
                "timeEpoch": 1_795_500_000_000_i64,
            },
            "isBase64Encoded": false,
        });
        if let Value::Object(fields) = &mut event {
            // Absent, not empty: that is how API Gateway leaves them out.
            if !self.cookies.is_empty() {
                fields.insert("cookies".into(), self.cookies.into());
            }
            if let Some(body) = self.body {
                fields.insert("body".into(), body.into());
            }
        }
        event
    }
}

/// What a function answered, in the only shape that API Gateway takes.
#[derive(Debug, Clone)]
pub struct HttpAnswer {
    pub status: u64,
    /// Lower-case names.
    pub headers: BTreeMap<String, String>,
    /// `Set-Cookie` values: they travel apart from the headers.
    pub cookies: Vec<String>,
    pub body: Value,
}

impl HttpAnswer {
    pub(crate) fn read(answer: &Value) -> Result<Self> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let mut headers: BTreeMap<_, _> = BTreeMap::new();
        for (name, value) in answer["headers"].as_object().into_iter().flatten() {
            headers.insert(name.to_lowercase(), text(value).context("a header is text")?);
        }
        for (name, values) in answer["multiValueHeaders"].as_object().into_iter().flatten() {
            let all: Vec<_> = values.as_array().into_iter().flatten().filter_map(text).collect();
            headers.entry(name.to_lowercase()).or_insert_with(|| all.join(", "));
        }
        let cookies = answer["cookies"].as_array().into_iter().flatten().filter_map(text).collect();
        let body = match answer["body"].as_str() {
            None | Some("") => Value::Null,
            Some(body) => serde_json::from_str(body).unwrap_or_else(|_| body.into()),
        };
        let status = answer["statusCode"].as_u64().context("no statusCode")?;
        Ok(Self { status, headers, cookies, body })
    }
}
