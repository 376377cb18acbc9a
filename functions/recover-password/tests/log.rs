//! What a recovery leaves in the log (security row 86). Alone in its program: a log is captured by its thread, and
//! other threads would have the lines switched off.

use platform::testing::{World, log::Log};
use serde_json::json;

const LOGIN: &str = "ivanov@example.ru";
const OLD: &str = "прежнее-пламя-7";
const NEW: &str = "новое-пламя-8";

#[tokio::test]
async fn neither_code_password_session_nor_login_is_logged_as_row_86_asks() {
    let log = Log::capture();
    let world = World::new().await;
    world.person(LOGIN, OLD).await;
    let mut browser = world.serve(recover_password::api());
    let begun = browser.post("/api/recoveries", json!({ "login": LOGIN, "password": NEW })).await;
    let path = format!("/api/recoveries/{}/confirmation", begun.json["id"].as_str().expect("an id"));
    browser.post(&path, json!({ "code": "000" })).await;
    let code = world.last_code();
    browser.post(&path, json!({ "code": code })).await;
    let sid = browser.cookie("__Host-sid").expect("signed in").to_owned();
    log.assert_silent_about(&[LOGIN, OLD, NEW, &sid]);
    assert!(!log.text().contains(&format!("\"{code}\"")));
}
