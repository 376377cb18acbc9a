//! A bank with one shop on a free port, a shop that collects webhooks, and a payer without a browser.
#![allow(dead_code, reason = "each test file uses its own part")]

use axum::{Router, extract::State, http::StatusCode, routing::post};
use bank::{Bank, Options, Shop};
use reqwest::{Client, RequestBuilder, Response, redirect::Policy};
use serde_json::{Value, json};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::net::TcpListener;

pub const SHOP: &str = "100500";
pub const KEY: &str = "test_secret";

pub struct World {
    pub url: String,
    pub bank: Arc<Bank>,
    pub client: Client,
    pub hooks: Hooks,
}

/// What came to the shop's webhook address.
#[derive(Clone, Default)]
pub struct Hooks {
    pub received: Arc<Mutex<Vec<Value>>>,
    /// How many of the next webhooks are answered 503.
    pub refuse: Arc<Mutex<u32>>,
}

impl Hooks {
    pub fn all(&self) -> Vec<Value> {
        self.received.lock().expect("hooks").clone()
    }

    pub fn events(&self) -> Vec<String> {
        self.all().iter().map(|hook| hook["event"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Waits until `count` webhooks came.
    pub async fn wait(&self, count: usize) -> Vec<Value> {
        for _ in 0..200 {
            if self.all().len() >= count {
                break;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        let all = self.all();
        assert!(all.len() >= count, "only {} webhooks of {count}", all.len());
        all
    }
}

pub fn shop(hook_url: Option<String>) -> Shop {
    Shop {
        shop_id: SHOP.into(),
        secret_key: KEY.into(),
        name: "ООО «Северогаз Регион»".into(),
        hook_url,
        test: true,
        utilities: false,
        saves_cards: true,
    }
}

pub async fn world() -> World {
    world_with(|options| options).await
}

pub async fn world_with(configure: impl FnOnce(Options) -> Options) -> World {
    let hooks = Hooks::default();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let hook_url = format!("http://{}/hook", listener.local_addr().expect("an address"));
    let app = Router::new().route("/hook", post(receive)).with_state(hooks.clone());
    tokio::spawn(async move { axum::serve(listener, app).await });
    let (url, bank) = bank::on_free_port(|mut options| {
        options.hook_pauses = vec![Duration::from_millis(50)];
        configure(options.with_shop(shop(Some(hook_url))))
    })
    .await
    .expect("a bank");
    let client = Client::builder().redirect(Policy::none()).no_proxy().build().expect("a client");
    World { url, bank, client, hooks }
}

async fn receive(State(hooks): State<Hooks>, body: axum::Json<Value>) -> StatusCode {
    let mut refuse = hooks.refuse.lock().expect("hooks");
    hooks.received.lock().expect("hooks").push(body.0);
    if *refuse > 0 {
        *refuse -= 1;
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    StatusCode::OK
}

pub fn order(value: &str) -> Value {
    json!({
        "amount": {"value": value, "currency": "RUB"},
        "capture": true,
        "description": "ЛС 33016355: газоснабжение",
        "confirmation": {"type": "redirect", "return_url": "http://localhost:3000/payments/1/result"},
        "metadata": {"payment_id": "01JD3V6Z8Q7M2R4T"},
    })
}

impl World {
    pub fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("{}/v3{path}", self.url)).basic_auth(SHOP, Some(KEY))
    }

    pub fn post(&self, path: &str, key: &str, body: &Value) -> RequestBuilder {
        self.client
            .post(format!("{}/v3{path}", self.url))
            .basic_auth(SHOP, Some(KEY))
            .header("Idempotence-Key", key)
            .json(body)
    }

    pub async fn create(&self, key: &str) -> Value {
        self.create_as(key, &order("2580.43")).await
    }

    pub async fn create_as(&self, key: &str, body: &Value) -> Value {
        let (status, json) = answer(self.post("/payments", key, body)).await;
        assert_eq!(status, 200, "{json}");
        json
    }

    pub async fn look_up(&self, id: &str) -> Value {
        answer(self.get(&format!("/payments/{id}"))).await.1
    }

    /// Submits a page's form.
    pub async fn submit(&self, path: &str, form: &str) -> Response {
        self.client
            .post(format!("{}{path}", self.url))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(form.to_owned())
            .send()
            .await
            .expect("an answer")
    }

    pub async fn open(&self, path: &str) -> Response {
        self.client.get(format!("{}{path}", self.url)).send().await.expect("an answer")
    }
}

pub async fn answer(request: RequestBuilder) -> (u16, Value) {
    let response = request.send().await.expect("an answer");
    let status = response.status().as_u16();
    (status, response.json().await.unwrap_or_default())
}

pub fn id(payment: &Value) -> String {
    payment["id"].as_str().expect("an id").to_owned()
}

pub fn location(response: &Response) -> &str {
    response.headers().get("location").and_then(|value| value.to_str().ok()).unwrap_or_default()
}
