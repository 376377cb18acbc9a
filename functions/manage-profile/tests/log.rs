//! What the settings leave in the log (security row 86). Alone in its program: a log is captured by its thread, and
//! other threads would have the lines switched off.

use platform::testing::{World, log::Log};
use serde_json::json;

const LOGIN: &str = "ivanov@example.ru";
const NEW: &str = "petrov@example.ru";
const PASSWORD: &str = "прежнее-пламя-7";

#[tokio::test]
async fn neither_code_password_session_nor_name_is_logged_as_row_86_asks() {
    let log = Log::capture();
    let world = World::new().await;
    world.person(LOGIN, PASSWORD).await;
    let mut browser = world.enter(LOGIN, manage_profile::api()).await;
    let body = json!({ "kind": "login", "value": NEW, "password": PASSWORD });
    let begun = browser.post("/api/profile/changes", body).await;
    let path = format!("/api/profile/changes/{}/confirmation", begun.json["id"].as_str().expect("an id"));
    browser.post(&path, json!({ "code": "000" })).await;
    let code = world.last_code();
    browser.post(&path, json!({ "code": code })).await;
    browser.patch("/api/profile", json!({ "person": { "surname": "Канарейкин" } })).await;
    browser.post("/api/profile/exports", json!({})).await;
    browser.post("/api/profile/deletion", json!({ "password": PASSWORD })).await;
    let sid = browser.cookie("__Host-sid").expect("signed in").to_owned();
    log.assert_silent_about(&[LOGIN, NEW, PASSWORD, "Канарейкин", &sid]);
    assert!(!log.text().contains(&format!("\"{code}\"")));
}
