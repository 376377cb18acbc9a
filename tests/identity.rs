//! The manual's chapters on who somebody is, as journeys through the HTTP API of the whole system: recovery, a new
//! login, being forgotten. Whatever is left in the outbox fails the test.

mod support;

use chrono::{Duration, Utc};
use local_cloud::{Options, Running};
use platform::Clock;
use reqwest::Method;
use serde_json::{Value, json};
use std::sync::Arc;
use support::{
    patience::eventually,
    visitor::{Answer, Visitor},
};
use tokio::sync::Mutex;

const ACCOUNT: &str = "sever-33016355";
const OLD: &str = "голубое-пламя-7";
const NEW: &str = "новое-пламя-8";

async fn cloud(options: Options) -> Running {
    local_cloud::start(options).await.expect("the cloud starts")
}

/// Everything told: nothing waits in the outbox.
async fn settled(cloud: Running) {
    let table = cloud.environment.iter().find(|(name, _)| *name == "OUTBOX_TABLE");
    let table = table.map(|(_, value)| value.clone()).expect("the setting is there");
    eventually("the outbox is empty", async || {
        let rows = cloud.dynamodb().scan().table_name(&table).send().await.ok()?;
        (rows.count() == 0).then_some(())
    })
    .await;
    cloud.stop().await;
}

async fn sign_in(visitor: &mut Visitor, login: &str, password: &str) -> Answer {
    visitor.post("/api/session", json!({ "login": login, "password": password })).await
}

/// Waits for a letter or an SMS whose subject or text holds these words.
async fn letter(visitor: &Visitor, to: &str, words: &str) {
    let patient = Arc::new(Mutex::new(visitor.clone()));
    eventually(words, async || {
        let letters = patient.lock().await.messages(to).await;
        letters.iter().any(|letter| letter.to_string().contains(words)).then_some(())
    })
    .await;
}

/// Gives the newest code that came to `to`.
async fn confirm(visitor: &mut Visitor, of: &str, flow: &Value, to: &str) -> Answer {
    let code = visitor.newest_code(to).await;
    let id = flow["id"].as_str().expect("a flow");
    visitor.post(&format!("{of}/{id}/confirmation"), json!({ "code": code })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_replaced_and_the_thief_is_out() {
    let cloud = cloud(Options::for_tests()).await;
    let login = "forgetful@example.ru";
    let mut thief = Visitor::new(&cloud.portal_url);
    thief.register(login, OLD).await;

    let mut owner = Visitor::new(&cloud.portal_url);
    let flow = owner.post("/api/recoveries", json!({ "login": login, "password": NEW })).await.ok();
    assert_eq!((&flow["expires_in"], &flow["channel"]), (&json!(70), &json!("email")), "R-025");
    assert_eq!(sign_in(&mut Visitor::new(&cloud.portal_url), login, OLD).await.status, 201, "row 12");
    confirm(&mut owner, "/api/recoveries", &flow, login).await.ok();

    assert_eq!(owner.get("/api/session").await.ok()["login"], login, "R-027: the main page at once");
    assert_eq!(thief.get("/api/session").await.status, 401, "row 11");
    let mut somebody = Visitor::new(&cloud.portal_url);
    assert_eq!(sign_in(&mut somebody, login, OLD).await.body["code"], "wrong_credentials");
    assert_eq!(sign_in(&mut somebody, login, NEW).await.status, 201);
    letter(&owner, login, "Пароль восстановлен").await;
    letter(&owner, login, "Вход с нового устройства").await;

    let nobody = "nobody@example.ru";
    let mut stranger = Visitor::new(&cloud.portal_url);
    let same = stranger.post("/api/recoveries", json!({ "login": nobody, "password": NEW })).await;
    assert_eq!(same.status, 201, "row 10");
    letter(&owner, nobody, "Для этого логина нет учётной записи").await;
    settled(cloud).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_of_one_use_case_opens_no_other_as_row_7_asks() {
    let cloud = cloud(Options::for_tests()).await;
    let login = "holder@example.ru";
    let mut visitor = Visitor::new(&cloud.portal_url);
    visitor.register(login, OLD).await;
    let newcomer = "newcomer@example.ru";
    let body = |login: &str| json!({ "login": login, "password": NEW });
    let change = json!({ "kind": "phone", "value": "+79123456789" });
    let flows = [
        ("/api/registrations", visitor.post("/api/registrations", body(newcomer)).await.ok(), newcomer),
        ("/api/recoveries", visitor.post("/api/recoveries", body(login)).await.ok(), login),
        ("/api/profile/changes", visitor.post("/api/profile/changes", change).await.ok(), "+79123456789"),
    ];
    for (begun, flow, to) in &flows {
        for (place, _, _) in flows.iter().filter(|(place, _, _)| place != begun) {
            let refused = confirm(&mut visitor, place, flow, to).await;
            assert_eq!(
                (refused.status, &refused.body["code"]),
                (404, &json!("flow_not_found")),
                "{begun} at {place}"
            );
        }
    }
    // Each is right where it belongs; the recovery last, since it ends the others.
    for n in [2, 0, 1] {
        let (place, flow, to) = &flows[n];
        // Registering signs the newcomer in: the change was made before.
        confirm(&mut visitor, place, flow, to).await.ok();
    }
    settled(cloud).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_moves_to_a_new_address_and_the_old_one_hears_of_it() {
    let cloud = cloud(Options::for_tests()).await;
    let (old, new) = ("before@example.ru", "after@example.ru");
    let mut visitor = Visitor::new(&cloud.portal_url);
    visitor.register(old, OLD).await;
    let mut elsewhere = Visitor::new(&cloud.portal_url);
    sign_in(&mut elsewhere, old, OLD).await.ok();

    let change = json!({ "kind": "login", "value": new, "password": OLD });
    let flow = visitor.post("/api/profile/changes", change).await.ok();
    let changed = confirm(&mut visitor, "/api/profile/changes", &flow, new).await.ok();
    assert_eq!(changed["login"], new, "R-165");
    assert_eq!(visitor.get("/api/session").await.ok()["login"], new, "this session goes on");
    assert_eq!(elsewhere.get("/api/session").await.status, 401, "all others end");
    assert_eq!(sign_in(&mut elsewhere, old, OLD).await.status, 401, "R-166");
    assert_eq!(sign_in(&mut elsewhere, new, OLD).await.status, 201);
    letter(&visitor, old, "Логин изменён").await;
    settled(cloud).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_wants_to_be_forgotten_gets_the_data_changes_the_mind_and_is_forgotten() {
    let clock = Clock::standing_at(Utc::now());
    let cloud = cloud(Options { clock: clock.clone(), ..Options::for_tests() }).await;
    let login = "leaving@example.ru";
    let mut visitor = Visitor::new(&cloud.portal_url);
    visitor.register(login, OLD).await;
    visitor.post("/api/accounts", json!({ "company": "sever", "number": "33016355" })).await.ok();
    visitor.get(&format!("/api/accounts/{ACCOUNT}")).await.ok();

    let archive = visitor.post("/api/profile/exports", json!({})).await.ok();
    let bytes = reqwest::get(archive["url"].as_str().expect("a link")).await.expect("S3 answers");
    assert!(bytes.bytes().await.expect("a body").starts_with(b"PK"), "a ZIP");

    let asked = visitor.post("/api/profile/deletion", json!({ "password": OLD })).await.ok();
    assert!(asked["deletion"]["erases_at"].is_string());
    let kept = visitor.send(Method::DELETE, "/api/profile/deletion", None, None).await.ok();
    assert_eq!(kept["deletion"], Value::Null);
    visitor.post("/api/profile/deletion", json!({ "password": OLD })).await.ok();
    assert!(visitor.get("/api/session").await.ok()["deletion"].is_object());

    clock.advance(Duration::days(29));
    cloud.run_schedule("erase-profiles").await.expect("runs");
    let mut again = Visitor::new(&cloud.portal_url);
    assert_eq!(sign_in(&mut again, login, OLD).await.status, 201, "there is a day left");
    clock.advance(Duration::days(1));
    cloud.run_schedule("erase-profiles").await.expect("runs");
    assert_eq!(again.get("/api/session").await.status, 401);
    assert_eq!(sign_in(&mut again, login, OLD).await.status, 401);
    letter(&visitor, login, "Профиль удалён").await;

    let mut newcomer = Visitor::new(&cloud.portal_url);
    newcomer.register(login, NEW).await;
    assert_eq!(newcomer.get("/api/session").await.ok()["accounts"], json!([]), "a clean slate");
    settled(cloud).await;
}
