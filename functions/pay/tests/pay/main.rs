//! Payments over HTTP against the embedded store and the bank's simulator (R-064…R-086, security rows 58–62, 66,
//! 68, 69, 73).

mod amounts;
mod bank_fails;
mod confirm;
mod follow;
mod linking;
mod payees;
mod repeats;
mod revoked;
mod saved;
mod start;

use domain::{Level, UserId};
use payments::testing::Till;
use platform::testing::{Browser, Reply, fixtures::ACCOUNT};
use serde_json::{Value, json};

fn path() -> String {
    format!("/api/accounts/{ACCOUNT}/payments")
}

/// A till and a subscriber at it, signed in.
async fn opened() -> (Till, UserId, Browser) {
    let till = Till::open().await;
    let (user, browser) = till.world.holder(Level::Extended, pay::api()).await;
    (till, user, browser)
}

/// A body that pays so many kopecks for gas.
fn gas(amount: i64) -> Value {
    json!({ "lines": [{ "service": "gas", "amount": amount }], "method": "new_card" })
}

/// The same, whatever payment is open.
fn another(amount: i64) -> Value {
    let mut body = gas(amount);
    body["start_new"] = json!(true);
    body
}

async fn start(browser: &mut Browser, key: &str, body: Value) -> Reply {
    browser.post_once(&path(), key, body).await
}

/// A body that pays so many kopecks for gas with a linked card.
fn by_card(amount: i64, card: &domain::CardId) -> Value {
    json!({ "lines": [{ "service": "gas", "amount": amount }], "method": "saved_card", "card": card })
}

async fn confirm(browser: &mut Browser, payment: &Value, code: &str) -> Reply {
    let id = payment["id"].as_str().expect("an id");
    browser.post(&format!("/api/payments/{id}/confirmation"), json!({ "code": code })).await
}

async fn resend(browser: &mut Browser, payment: &Value) -> Reply {
    let id = payment["id"].as_str().expect("an id");
    browser.post(&format!("/api/payments/{id}/code"), json!({})).await
}

async fn follow(browser: &mut Browser, payment: &Value) -> Reply {
    let id = payment["id"].as_str().expect("an id");
    browser.get(&format!("/api/payments/{id}")).await
}

/// Seconds that a refusal asks to wait.
fn retry_after(reply: &Reply) -> i64 {
    let header = reply.headers.get("retry-after").and_then(|value| value.to_str().ok());
    header.and_then(|value| value.parse().ok()).expect("how long to wait")
}

fn id(payment: &Value) -> domain::PaymentId {
    payment["id"].as_str().expect("an id").parse().expect("a ULID")
}
