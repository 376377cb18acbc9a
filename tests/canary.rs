//! Card numbers and the bank's tokens are nowhere (security rows 70, 71 and 86): a card is linked on the bank's pages,
//! a payment is paid there, and a linked card pays; then every row, file, message and line of the log is searched.

mod support;

use local_cloud::{Options, Running};
use platform::testing::log::Log;
use serde_json::{Value, json};
use std::io;
use support::{patience::eventually, visitor::Visitor};

const ACCOUNT: &str = "sever-33016355";
const LOGIN: &str = "canary@example.ru";
const NUMBER: &str = bank::SUCCESSFUL_CARD;

/// Types the card and the code into the bank's pages, as a person with a browser does.
async fn types_the_card(cloud: &Running, path: &str) {
    let client =
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
    let id = path.rsplit('/').next().expect("a number");
    let card = format!("number={NUMBER}&expiry=11%2F30&cvc=123");
    for (path, form) in [(path.to_owned(), card), (format!("/3ds/{id}"), "code=1234".to_owned())] {
        let sent = client
            .post(format!("{}{path}", cloud.bank_url))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form);
        assert_eq!(sent.send().await.expect("the bank's page").status(), 303, "{path}");
    }
}

fn path_of(answer: &Value) -> String {
    let url = answer["confirmation_url"].as_str().expect("the bank's page");
    let path = url.splitn(4, '/').nth(3).expect("a path");
    format!("/{path}")
}

async fn pays(visitor: &mut Visitor, key: &str, method: Value) -> Value {
    let mut body = json!({ "lines": [{ "service": "gas", "amount": 12_345 }] });
    body.as_object_mut().expect("a body").extend(method.as_object().expect("a method").clone());
    visitor.post_once(&format!("/api/accounts/{ACCOUNT}/payments"), key, body).await.ok()
}

async fn becomes(visitor: &Visitor, path: &str, state: &str) -> Value {
    let visitor = tokio::sync::Mutex::new(visitor.clone());
    eventually(state, async || {
        let seen = visitor.lock().await.get(path).await.ok();
        (seen["state"] == state).then_some(seen)
    })
    .await
}

/// Every row of every table, every file of every bucket, every message.
async fn everything(cloud: &Running) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let tables = ["IDENTITY_TABLE", "ACCOUNTS_TABLE", "PAYMENTS_TABLE", "OUTBOX_TABLE"];
    for name in tables {
        let (_, table) = cloud.environment.iter().find(|(setting, _)| setting == name).expect("a table");
        let mut pages = cloud.dynamodb().scan().table_name(table).into_paginator().send();
        while let Some(page) = pages.next().await {
            for item in page.expect("a page").items.unwrap_or_default() {
                all.push((table.clone(), format!("{item:?}")));
            }
        }
    }
    for bucket in ["documents", "exchange"] {
        let listed = cloud.s3().list_objects_v2().bucket(bucket).send().await.expect("a bucket");
        for object in listed.contents() {
            let key = object.key().expect("a key");
            let file = cloud.s3().get_object().bucket(bucket).key(key).send().await.expect("a file");
            let bytes = file.body.collect().await.expect("bytes").into_bytes();
            all.push((format!("{bucket}/{key}"), unpacked(&bytes)));
        }
    }
    for message in cloud.post.messages.newest(None) {
        all.push(("messages".into(), format!("{message:?}")));
    }
    all
}

/// The text of a file; of an archive, of what is packed in it.
fn unpacked(bytes: &[u8]) -> String {
    let mut text = String::from_utf8_lossy(bytes).into_owned();
    if let Ok(mut archive) = zip::ZipArchive::new(io::Cursor::new(bytes)) {
        for n in 0..archive.len() {
            let mut file = archive.by_index(n).expect("a file");
            let mut inner = Vec::new();
            io::copy(&mut file, &mut inner).expect("unpacks");
            text.push_str(&String::from_utf8_lossy(&inner));
        }
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_card_numbers_nor_tokens_are_in_rows_files_messages_or_the_log() {
    let log = Log::capture_all();
    let cloud = local_cloud::start(Options::for_tests()).await.expect("the cloud starts");
    let mut visitor = Visitor::new(&cloud.portal_url);
    visitor.register(LOGIN, "gaz2026!канарейка").await;
    visitor.post("/api/accounts", json!({ "company": "sever", "number": "33016355" })).await.ok();

    let offer = visitor.get("/api/cards/offer").await.ok();
    let offer = json!({ "version": offer["version"], "sha256": offer["sha256"] });
    let binding = json!({ "company": "sever", "offer": offer, "accepted": true });
    let bound = visitor.post_once("/api/cards/bindings", "1", binding.clone()).await.ok();
    types_the_card(&cloud, &path_of(&bound)).await;
    let id = bound["id"].as_str().expect("an id");
    let bound_card = becomes(&visitor, &format!("/api/cards/bindings/{id}"), "active").await["card"].clone();
    let left_open = visitor.post_once("/api/cards/bindings", "2", binding).await.ok();
    let tokens: Vec<String> = cloud.bank.methods().into_iter().map(|method| method.id).collect();
    assert_eq!(tokens.len(), 2, "one linked, one still at the bank's page: {left_open}");

    let by_hand = pays(&mut visitor, "1", json!({ "method": "new_card", "offer": offer })).await;
    types_the_card(&cloud, &path_of(&by_hand)).await;
    let payment = format!("/api/payments/{}", by_hand["id"].as_str().expect("an id"));
    assert_eq!(becomes(&visitor, &payment, "succeeded").await["card_linked"], true);

    let waiting = pays(&mut visitor, "2", json!({ "method": "saved_card", "card": bound_card["id"] })).await;
    let payment = format!("/api/payments/{}", waiting["id"].as_str().expect("an id"));
    let before = everything(&cloud).await;
    let code = visitor.newest_code(LOGIN).await;
    let paid = visitor.post(&format!("{payment}/confirmation"), json!({ "code": code })).await.ok();
    assert_eq!(paid["state"], "succeeded", "{paid}");
    visitor.post(&format!("{payment}/receipt"), json!({})).await.ok();
    visitor.post("/api/profile/exports", json!({})).await.ok();

    let mut found = before;
    found.extend(everything(&cloud).await);
    let text = log.text();
    assert!(text.contains("\"route\":\"/api/payments/{id}/confirmation\""), "requests are logged");
    found.push(("log".into(), text));
    for place in ["payments", "documents/", "messages", "log"] {
        assert!(found.iter().any(|(name, _)| name.contains(place)), "nothing of {place} was searched");
    }
    assert!(found.iter().any(|(_, text)| text.contains("•••• 0004")), "the mask is kept and found");
    let grouped = NUMBER.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>();
    let mut secrets = vec![NUMBER.to_owned(), grouped.join(" "), grouped.join("+"), grouped.join("-")];
    // The card that was linked while paying goes under the payment's own number at the bank, which is no secret.
    secrets.extend(tokens);
    for (place, text) in &found {
        for secret in &secrets {
            assert!(!text.contains(secret), "{secret} is in {place}: {text}");
        }
    }
    cloud.stop().await;
}

/// Row 70: where a person may write something, a card number is refused and stored nowhere.
#[tokio::test(flavor = "multi_thread")]
async fn no_text_field_takes_a_card_number() {
    let cloud = local_cloud::start(Options::for_tests()).await.expect("the cloud starts");
    let mut visitor = Visitor::new(&cloud.portal_url);
    visitor.register("typist@example.ru", "gaz2026!канарейка").await;
    visitor.post("/api/accounts", json!({ "company": "sever", "number": "33016355" })).await.ok();
    let account = format!("/api/accounts/{ACCOUNT}");
    for typed in [NUMBER, "2200 0000 0000 0004", "карта 2200-0000-0000-0004"] {
        let refused = [
            visitor.send(reqwest::Method::PATCH, &account, Some(json!({ "name": typed })), None).await,
            visitor
                .send(
                    reqwest::Method::PATCH,
                    "/api/profile",
                    Some(json!({ "person": { "surname": typed } })),
                    None,
                )
                .await,
        ];
        for answer in refused {
            assert_eq!((answer.status, &answer.body["code"]), (422, &json!("invalid_fields")), "{typed}");
            assert!(!answer.body.to_string().contains("0004"), "nor is it told back: {}", answer.body);
        }
    }
    assert!(everything(&cloud).await.iter().all(|(_, text)| !text.contains(NUMBER)));
    cloud.stop().await;
}
