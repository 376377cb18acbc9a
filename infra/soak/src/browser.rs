//! A person's browser: cookies, the headers of our own pages, and an address of its own.

use anyhow::Result;
use reqwest::{Client, Method, header};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// Nobody looks at a page that loads longer.
const PATIENCE: Duration = Duration::from_secs(60);

/// Clones are tabs of one browser.
#[derive(Debug, Clone)]
pub struct Browser {
    portal: String,
    client: Client,
    cookies: Arc<Mutex<BTreeMap<String, String>>>,
}

/// What came back; status 0: nothing.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
}

impl Answer {
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    pub fn is_ok(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Nothing is known of what became of the request.
    pub fn is_lost(&self) -> bool {
        self.status == 0 || self.status >= 500
    }
}

/// A way into the net from the n-th address: limits count by address, and people have different ones.
pub fn line(number: u32) -> Result<Client> {
    let [_, _, high, low] = (number + 2).to_be_bytes();
    let mut builder = Client::builder().no_proxy().timeout(PATIENCE);
    // Elsewhere the machine's own net has one address.
    if cfg!(target_os = "linux") {
        builder = builder.local_address(IpAddr::V4(Ipv4Addr::new(127, 1, high, low)));
    }
    Ok(builder.build()?)
}

impl Browser {
    pub fn new(portal: &str, client: Client) -> Self {
        Self { portal: portal.to_owned(), client, cookies: Arc::default() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body), None).await
    }

    pub async fn send(&self, method: Method, path: &str, body: Option<Value>, key: Option<&str>) -> Answer {
        let mut request = self
            .client
            .request(method, format!("{}{path}", self.portal))
            .header("x-lk-request", "1")
            .header("sec-fetch-site", "same-origin");
        let cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if !cookies.is_empty() {
            let line: Vec<_> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(header::COOKIE, line.join("; "));
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        let Ok(response) = request.send().await else { return Answer { status: 0, body: Value::Null } };
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            self.keep(cookie.to_str().unwrap_or_default());
        }
        let status = response.status().as_u16();
        match response.text().await {
            Ok(text) => Answer { status, body: serde_json::from_str(&text).unwrap_or(Value::String(text)) },
            Err(_) => Answer { status: 0, body: Value::Null },
        }
    }

    fn keep(&self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap_or_default();
        let Some((name, value)) = pair.split_once('=') else { return };
        let mut cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        if value.is_empty() || cookie.contains("Max-Age=0") {
            cookies.remove(name);
        } else {
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}
