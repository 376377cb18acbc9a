//! The bank with three shops, over http or https, and the place where the shops collect their webhooks.

use axum::{Json, Router, extract::State, routing::post, serve::Listener};
use bank::{Bank, Options, Shop};
use serde_json::Value;
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::net::TcpListener;

/// Where everything is.
pub struct World {
    pub bank: String,
    pub hooks: String,
    pub open: Arc<Bank>,
}

/// Webhooks as they came.
type Received = Arc<Mutex<Vec<Value>>>;

impl World {
    pub async fn open() -> Self {
        let (hooks, listener) = free_port().await;
        let received = Received::default();
        let collected = Router::new().route("/", post(collect).get(look)).with_state(received);
        tokio::spawn(async move { axum::serve(listener, collected).await });

        let (bank, listener) = free_port().await;
        let open = Bank::open(options(&bank, &hooks)).expect("the bank opens");
        serve(listener, &open);
        Self { bank, hooks, open }
    }
}

/// Serves the bank at one more place.
pub fn serve(listener: impl Listener<Addr: std::fmt::Debug>, bank: &Arc<Bank>) {
    let app = bank::app(bank.clone());
    tokio::spawn(async move { axum::serve(listener, app).await });
}

pub async fn free_port() -> (String, TcpListener) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    (format!("http://{}", listener.local_addr().expect("an address")), listener)
}

/// A usual shop, one of utilities, and one that may not save cards.
fn options(public_url: &str, hooks: &str) -> Options {
    let shop = |shop_id: &str, utilities, saves_cards| Shop {
        shop_id: shop_id.into(),
        secret_key: "test_secret".into(),
        name: "ООО «Северогаз Регион»".into(),
        hook_url: Some(hooks.to_owned()),
        test: true,
        utilities,
        saves_cards,
    };
    let options = Options { receipt_delay: Duration::from_millis(300), ..Options::new(public_url) };
    options
        .with_shop(shop("100500", false, true))
        .with_shop(shop("100600", true, true))
        .with_shop(shop("100700", false, false))
}

async fn collect(State(received): State<Received>, Json(hook): Json<Value>) {
    received.lock().unwrap_or_else(PoisonError::into_inner).push(hook);
}

async fn look(State(received): State<Received>) -> Json<Vec<Value>> {
    Json(received.lock().unwrap_or_else(PoisonError::into_inner).clone())
}
