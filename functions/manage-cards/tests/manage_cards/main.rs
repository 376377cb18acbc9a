//! Linked cards over HTTP against the embedded store and the bank's simulator (R-073, R-186…R-190; security rows 66,
//! 71–73).

mod bank_fails;
mod bind;
mod list;
mod offer;

use domain::{Level, UserId};
use payments::testing::Till;
use platform::{
    offer::{VERSION, text_sha256},
    testing::{Browser, Reply},
};
use serde_json::{Value, json};

/// A till and a subscriber at it, signed in.
async fn opened() -> (Till, UserId, Browser) {
    let till = Till::open().await;
    let (user, browser) = till.world.holder(Level::Limited, manage_cards::api()).await;
    (till, user, browser)
}

/// A body with the offer in force accepted.
fn accepted() -> Value {
    json!({ "company": "sever", "offer": { "version": VERSION, "sha256": text_sha256() }, "accepted": true })
}

async fn bind(browser: &mut Browser, key: &str) -> Reply {
    browser.post_once("/api/cards/bindings", key, accepted()).await
}

async fn follow(browser: &mut Browser, binding: &Value) -> Value {
    let id = binding["id"].as_str().expect("an id");
    let reply = browser.get(&format!("/api/cards/bindings/{id}")).await;
    assert_eq!(reply.status, http::StatusCode::OK, "{}", reply.json);
    reply.json
}

/// The bank's number of the card that was begun last.
fn at_bank(till: &Till) -> String {
    till.bank.methods().pop().expect("a card at the bank").id
}

/// A card linked through the bank's page.
async fn linked(till: &Till, browser: &mut Browser, key: &str, number: &str) -> Value {
    let binding = bind(browser, key).await.json;
    till.bank.bind(&at_bank(till), number).expect("a card");
    till.pass(3);
    let active = follow(browser, &binding).await;
    assert_eq!(active["state"], "active", "{active}");
    active["card"].clone()
}
