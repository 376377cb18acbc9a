//! Somebody at a browser, as far as the API can tell: keeps cookies, sends what our own pages send.

use reqwest::{Client, Method, header};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A browser at the portal.
#[derive(Debug, Clone)]
pub struct Visitor {
    portal: String,
    client: Client,
    cookies: BTreeMap<String, String>,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub content_type: String,
    pub body: Value,
}

impl Answer {
    /// The body of a success.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!((200..300).contains(&self.status), "{}: {}", self.status, self.body);
        self.body
    }
}

impl Visitor {
    pub fn new(portal: &str) -> Self {
        Self { portal: portal.to_owned(), client: Client::new(), cookies: BTreeMap::new() }
    }

    /// The same browser at another address of the portal.
    pub fn moved_to(self, portal: &str) -> Self {
        Self { portal: portal.to_owned(), ..self }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, None, None).await
    }

    pub async fn post(&mut self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body), None).await
    }

    /// A request that may be repeated and still counts once.
    pub async fn post_once(&mut self, path: &str, key: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body), Some(key)).await
    }

    /// Any request; a body makes it one of our own pages'.
    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        body: Option<Value>,
        key: Option<&str>,
    ) -> Answer {
        let mut request = self.client.request(method, format!("{}{path}", self.portal));
        if !self.cookies.is_empty() {
            let line: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(header::COOKIE, line.join("; "));
        }
        request = request.header("x-lk-request", "1").header("sec-fetch-site", "same-origin");
        if let Some(body) = body {
            request = request.json(&body);
        }
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        let response = request.send().await.expect("the portal answers");
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            self.keep(cookie.to_str().expect("a cookie is ASCII"));
        }
        let status = response.status().as_u16();
        let content_type = response.headers().get(header::CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        let text = response.text().await.expect("a body");
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Answer { status, content_type, body }
    }

    /// The bytes of a file.
    pub async fn download(&self, path: &str) -> Vec<u8> {
        let line: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request =
            self.client.get(format!("{}{path}", self.portal)).header(header::COOKIE, line.join("; "));
        let response = request.send().await.expect("the portal answers");
        assert_eq!(response.status(), 200, "{path}");
        response.bytes().await.expect("a body").to_vec()
    }

    /// Takes a `Set-Cookie` as a browser does.
    pub fn keep(&mut self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap_or_default();
        let Some((name, value)) = pair.split_once('=') else { return };
        if value.is_empty() || cookie.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    /// Registers a login with the code that the post office delivered, and agrees to the consent.
    pub async fn register(&mut self, login: &str, password: &str) {
        let flow =
            self.post("/api/registrations", json!({ "login": login, "password": password })).await.ok();
        let code = self.newest_code(login).await;
        let path = format!("/api/registrations/{}/confirmation", flow["id"].as_str().expect("a flow"));
        self.post(&path, json!({ "code": code })).await.ok();
        let version = json!({ "version": self.get("/api/consent").await.ok()["version"] });
        self.send(Method::PUT, "/api/consent", Some(version), None).await.ok();
    }

    /// The code of the newest message to a login.
    pub async fn newest_code(&mut self, login: &str) -> String {
        let messages = self.messages(login).await;
        let code = messages.iter().find_map(|message| message["code"].as_str());
        code.unwrap_or_else(|| panic!("no code for {login} in {messages:?}")).to_owned()
    }

    /// Messages to a login, newest first.
    pub async fn messages(&mut self, login: &str) -> Vec<Value> {
        let to = login.replace('+', "%2B").replace('@', "%40");
        let url = format!("{}/local/messages.json?to={to}", self.portal);
        let response = self.client.get(url).send().await.expect("the post office answers");
        response.json().await.expect("a list of messages")
    }
}
