//! «Сменить пароль».

use crate::{LOGIN, PASSWORD, is_signed_in, settled};
use chrono::Duration;
use http::StatusCode;
use platform::{
    outbox::Event,
    passwords,
    testing::{Browser, Reply},
};
use serde_json::json;

const NEW: &str = "новое-пламя-8";

async fn change(browser: &mut Browser, current: &str, new: &str) -> Reply {
    browser.put("/api/profile/password", json!({ "current": current, "password": new })).await
}

#[tokio::test]
async fn a_new_password_ends_other_sessions_and_tells_the_owner_as_r_167_and_rows_11_and_25_ask() {
    let (world, user, mut browser) = settled().await;
    let mut elsewhere = world.enter(LOGIN, manage_profile::api()).await;
    let changed = change(&mut browser, PASSWORD, NEW).await;
    assert_eq!(changed.status, StatusCode::NO_CONTENT, "{}", changed.json);
    let hash = world.credentials(LOGIN).await.map(|known| known.hash);
    assert!(passwords::verify(NEW.into(), hash).await.expect("verified"));
    assert!(is_signed_in(&mut browser).await && !is_signed_in(&mut elsewhere).await);
    let told: Vec<Event> = world.outbox().await.into_iter().map(|row| row.event).collect();
    assert_eq!(told, [Event::PasswordChanged { user }]);
    assert!(browser.get("/api/profile").await.json["password_changed_at"].is_string());
}

#[tokio::test]
async fn a_wrong_current_password_is_told_at_its_field_and_counts_as_row_19_asks() {
    let (world, _, mut browser) = settled().await;
    for _ in 0..5 {
        let refused = change(&mut browser, "не тот", NEW).await;
        assert_eq!(
            (&refused.json["fields"][0]["field"], &refused.json["fields"][0]["code"]),
            (&json!("current"), &json!("wrong_password"))
        );
    }
    let paused = change(&mut browser, PASSWORD, NEW).await;
    assert_eq!(
        (paused.status, &paused.json["code"]),
        (StatusCode::TOO_MANY_REQUESTS, &json!("sign_in_paused"))
    );
    world.clock.advance(Duration::seconds(1));
    assert_eq!(change(&mut browser, PASSWORD, NEW).await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn the_rule_of_passwords_is_the_same_as_at_registration() {
    let (_world, _, mut browser) = settled().await;
    for (new, code) in
        [("1234", "password_too_short"), ("qwerty", "password_common"), (LOGIN, "password_same_as_login")]
    {
        let refused = change(&mut browser, "", new).await;
        let told: Vec<_> = (0..2).filter_map(|n| refused.json["fields"][n]["code"].as_str()).collect();
        assert_eq!(told.first(), Some(&"password_empty"), "{}", refused.json);
        assert!(told.len() == 2 && (told[1] == code || new == "qwerty"), "{new}: {}", refused.json);
    }
}

#[tokio::test]
async fn of_parallel_changes_one_happens() {
    let (world, _, browser) = settled().await;
    let changes = (0..4).map(|n| {
        let mut browser = browser.clone();
        async move { change(&mut browser, PASSWORD, &format!("пламя-номер-{n}")).await.status }
    });
    let statuses = futures::future::join_all(changes).await;
    assert_eq!(statuses.iter().filter(|s| **s == StatusCode::NO_CONTENT).count(), 1, "{statuses:?}");
    assert_eq!(world.credentials(LOGIN).await.expect("is there").epoch, 1);
}
