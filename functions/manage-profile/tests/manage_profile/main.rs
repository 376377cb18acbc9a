//! The profile over HTTP against the embedded store (R-163…R-170; security rows 11, 19, 24, 25, 86, 90).

mod contacts;
mod deletion;
mod export;
mod password;
mod person;

use domain::UserId;
use platform::{
    records::Profile,
    testing::{Browser, Reply, World},
};
use serde_json::json;

pub const LOGIN: &str = "ivanov@example.ru";
pub const PASSWORD: &str = "прежнее-пламя-7";

/// Somebody in their settings.
pub async fn settled() -> (World, UserId, Browser) {
    let world = World::new().await;
    let user = world.person(LOGIN, PASSWORD).await;
    let browser = world.enter(LOGIN, manage_profile::api()).await;
    (world, user, browser)
}

pub async fn profile(world: &World, user: UserId) -> Profile {
    world.profile(user).await.expect("is there")
}

pub async fn begin(browser: &mut Browser, kind: &str, value: &str) -> Reply {
    let mut body = json!({ "kind": kind, "value": value });
    if kind == "login" {
        body["password"] = json!(PASSWORD);
    }
    browser.post("/api/profile/changes", body).await
}

pub async fn confirm(browser: &mut Browser, begun: &Reply, code: &str) -> Reply {
    let id = begun.json["id"].as_str().unwrap_or_else(|| panic!("an id in {}", begun.json));
    browser.post(&format!("/api/profile/changes/{id}/confirmation"), json!({ "code": code })).await
}

/// Whether the browser's session is live.
pub async fn is_signed_in(browser: &mut Browser) -> bool {
    browser.get("/api/profile").await.status == http::StatusCode::OK
}
