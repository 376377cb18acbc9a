//! Asking to be forgotten, and taking it back.

use crate::{PASSWORD, profile, settled};
use chrono::Duration;
use http::StatusCode;
use platform::{outbox::Event, records::Erasure, store::keys};
use serde_json::json;

#[tokio::test]
async fn a_deletion_has_thirty_days_of_grace_and_is_asked_for_once_as_row_90_asks() {
    let (world, user, mut browser) = settled().await;
    let erases_at = world.clock.now() + Duration::days(30);
    let asked = browser.post("/api/profile/deletion", json!({ "password": PASSWORD })).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.json);
    world.clock.advance(Duration::minutes(5));
    let again = browser.post("/api/profile/deletion", json!({ "password": PASSWORD })).await;
    assert_eq!(again.json["deletion"], asked.json["deletion"]);
    let turn: Option<Erasure> =
        world.app.store.get(&keys::identity::erasure(erases_at, user)).await.expect("read");
    assert_eq!(turn, Some(Erasure { user, erases_at }));
    let told: Vec<Event> = world.outbox().await.into_iter().map(|row| row.event).collect();
    assert_eq!(told, [Event::DeletionRequested { user, erases_at }]);
}

#[tokio::test]
async fn it_may_be_taken_back_with_a_click_and_more_than_once() {
    let (world, user, mut browser) = settled().await;
    browser.post("/api/profile/deletion", json!({ "password": PASSWORD })).await;
    for _ in 0..2 {
        let kept = browser.delete("/api/profile/deletion").await;
        assert_eq!((kept.status, &kept.json["deletion"]), (StatusCode::OK, &json!(null)));
    }
    let turn: Option<Erasure> = world
        .app
        .store
        .get(&keys::identity::erasure(world.clock.now() + Duration::days(30), user))
        .await
        .expect("read");
    assert_eq!(turn, None);
    assert_eq!(world.outbox().await.len(), 2, "asked for and taken back, each told once");
}

#[tokio::test]
async fn an_erasure_that_has_begun_cannot_be_taken_back() {
    let (world, user, mut browser) = settled().await;
    browser.post("/api/profile/deletion", json!({ "password": PASSWORD })).await;
    let begun =
        platform::records::Profile { erasing_since: Some(world.clock.now()), ..profile(&world, user).await };
    world.app.store.put(&keys::identity::profile(user), &begun).await.expect("stored");
    let refused = browser.delete("/api/profile/deletion").await;
    assert_eq!((refused.status, &refused.json["code"]), (StatusCode::CONFLICT, &json!("erasure_begun")));
}

#[tokio::test]
async fn it_asks_for_the_password() {
    let (world, user, mut browser) = settled().await;
    for (password, code) in [("", "password_empty"), ("не тот", "wrong_password")] {
        let refused = browser.post("/api/profile/deletion", json!({ "password": password })).await;
        assert_eq!(refused.json["fields"][0]["code"], code, "{}", refused.json);
    }
    assert_eq!(profile(&world, user).await.deletion, None);
}
