//! Contacts and the login.

use crate::{LOGIN, PASSWORD, begin, confirm, is_signed_in, profile, settled};
use chrono::Duration;
use domain::login::Channel;
use http::StatusCode;
use platform::{outbox::Event, passwords};
use serde_json::json;

const NEW: &str = "petrov@example.ru";

#[tokio::test]
async fn a_contact_counts_when_its_code_is_given_as_c_20_asks() {
    let (world, user, mut browser) = settled().await;
    let begun = begin(&mut browser, "phone", "8 912 345-67-89").await;
    assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.json);
    assert_eq!((&begun.json["channel"], &begun.json["expires_in"]), (&json!("sms"), &json!(160)));
    assert_eq!(world.addressees(), ["+79123456789"]);
    assert_eq!(profile(&world, user).await.phone, None, "nothing before the code");
    let done = confirm(&mut browser, &begun, &world.last_code()).await;
    assert_eq!((done.status, &done.json["phone"]["address"]), (StatusCode::OK, &json!("+79123456789")));
    assert_eq!(done.json["login"], LOGIN, "contacts are separate from the login");
    let told: Vec<Event> = world.outbox().await.into_iter().map(|row| row.event).collect();
    assert_eq!(told, [Event::ContactChanged { user, channel: Channel::Sms, old: None }]);
}

#[tokio::test]
async fn a_new_login_takes_password_and_code_and_is_the_only_one_as_r_165_r_166_and_row_24_ask() {
    let (world, user, mut browser) = settled().await;
    let mut elsewhere = world.enter(LOGIN, manage_profile::api()).await;
    let mut own = browser.clone();
    let begun = begin(&mut own, "login", NEW).await;
    assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.json);
    assert_eq!(world.addressees(), [NEW], "the code goes to the new address");
    assert!(world.credentials(NEW).await.is_none());
    let done = confirm(&mut own, &begun, &world.last_code()).await;
    assert_eq!((done.status, &done.json["login"]), (StatusCode::OK, &json!(NEW)));
    assert!(world.credentials(LOGIN).await.is_none(), "R-166");
    let known = world.credentials(NEW).await.expect("is there");
    assert_eq!((known.user, known.sessions.len()), (user, 1));
    assert!(passwords::verify(PASSWORD.into(), Some(known.hash)).await.expect("verified"));
    assert!(is_signed_in(&mut browser).await, "this session goes on");
    assert!(!is_signed_in(&mut elsewhere).await, "all others end");
    assert_eq!(done.json["email"]["address"], LOGIN, "contacts stay as they were verified");
    let told: Vec<Event> = world.outbox().await.into_iter().map(|row| row.event).collect();
    assert_eq!(told, [Event::LoginChanged { user, old: LOGIN.parse().expect("a login") }]);
}

#[tokio::test]
async fn a_login_of_another_channel_becomes_a_contact_where_there_was_none() {
    let (world, _, mut browser) = settled().await;
    let begun = begin(&mut browser, "login", "+79123456789").await;
    let done = confirm(&mut browser, &begun, &world.last_code()).await;
    assert_eq!(done.json["phone"]["address"], "+79123456789");
    assert_eq!((&done.json["channel"], &done.json["email"]["address"]), (&json!("sms"), &json!(LOGIN)));
}

#[tokio::test]
async fn without_the_right_password_no_login_changes_and_guesses_count_as_at_sign_in() {
    let (world, _, mut browser) = settled().await;
    let none = browser.post("/api/profile/changes", json!({ "kind": "login", "value": "" })).await;
    assert_eq!(none.json["fields"].as_array().map(Vec::len), Some(2), "{}", none.json);
    for _ in 0..5 {
        let body = json!({ "kind": "login", "value": NEW, "password": "не тот" });
        let refused = browser.post("/api/profile/changes", body).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(
            (&refused.json["fields"][0]["field"], &refused.json["fields"][0]["code"]),
            (&json!("password"), &json!("wrong_password"))
        );
    }
    assert_eq!(begin(&mut browser, "login", NEW).await.json["code"], "sign_in_paused");
    assert!(world.addressees().is_empty());
    world.clock.advance(Duration::seconds(1));
    assert_eq!(begin(&mut browser, "login", NEW).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_taken_login_gets_the_same_answer_no_code_and_its_owner_is_told() {
    let (world, _, mut browser) = settled().await;
    world.person(NEW, "другое-пламя-9").await;
    let free = begin(&mut browser, "login", "free@example.ru").await;
    let taken = begin(&mut browser, "login", NEW).await;
    let shape = |json: &serde_json::Value| {
        let mut json = json.clone();
        json["id"] = json!("…");
        json["sent_to"] = json!("…");
        json
    };
    assert_eq!((taken.status, shape(&taken.json)), (free.status, shape(&free.json)));
    assert!(world.last_letter().contains("Кто-то указал ваш логин"), "{}", world.last_letter());
    for code in ["123456", "654321"] {
        assert_eq!(confirm(&mut browser, &taken, code).await.json["code"], "wrong_code");
    }
}

#[tokio::test]
async fn a_login_that_is_registered_meanwhile_stays_its_owners() {
    let (world, _, mut browser) = settled().await;
    let begun = begin(&mut browser, "login", NEW).await;
    let code = world.last_code();
    let owner = world.person(NEW, "другое-пламя-9").await;
    assert_eq!(confirm(&mut browser, &begun, &code).await.json["code"], "flow_not_found");
    assert_eq!(world.credentials(NEW).await.expect("is there").user, owner);
    assert!(world.credentials(LOGIN).await.is_some());
}

#[tokio::test]
async fn a_change_is_void_after_another_change_of_password_as_row_11_asks() {
    let (world, _, mut browser) = settled().await;
    let begun = begin(&mut browser, "phone", "+79123456789").await;
    let code = world.last_code();
    let body = json!({ "current": PASSWORD, "password": "новое-пламя-8" });
    assert_eq!(browser.put("/api/profile/password", body).await.status, StatusCode::NO_CONTENT);
    assert_eq!(confirm(&mut browser, &begun, &code).await.json["code"], "flow_not_found");
}

#[tokio::test]
async fn anothers_change_is_not_there_even_in_the_same_browser_as_row_7_asks() {
    let (world, _, mut browser) = settled().await;
    let begun = begin(&mut browser, "phone", "+79123456789").await;
    let code = world.last_code();
    world.person(NEW, "другое-пламя-9").await;
    let mut other = world.enter(NEW, manage_profile::api()).await;
    other.take_cookie(&browser, "__Host-flow");
    let refused = confirm(&mut other, &begun, &code).await;
    assert_eq!((refused.status, &refused.json["code"]), (StatusCode::NOT_FOUND, &json!("flow_not_found")));
    assert_eq!(confirm(&mut browser, &begun, &code).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_new_code_waits_for_the_timer_and_kills_the_old_as_row_6_asks() {
    let (world, _, mut browser) = settled().await;
    let begun = begin(&mut browser, "phone", "+79123456789").await;
    let old = world.last_code();
    let path = format!("/api/profile/changes/{}/code", begun.json["id"].as_str().expect("an id"));
    assert_eq!(browser.post(&path, json!({})).await.json["code"], "too_early");
    world.clock.advance(Duration::seconds(115));
    assert_eq!(browser.post(&path, json!({})).await.json["resend_in"], 115);
    if old != world.last_code() {
        assert_eq!(confirm(&mut browser, &begun, &old).await.json["code"], "wrong_code");
    }
    assert_eq!(confirm(&mut browser, &begun, &world.last_code()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_last_contact_stays() {
    let (world, user, mut browser) = settled().await;
    let refused = browser.delete("/api/profile/contacts/email").await;
    assert_eq!((refused.status, &refused.json["code"]), (StatusCode::CONFLICT, &json!("last_contact")));
    assert!(profile(&world, user).await.email.is_some());
    let begun = begin(&mut browser, "phone", "+79123456789").await;
    confirm(&mut browser, &begun, &world.last_code()).await;
    assert_eq!(browser.delete("/api/profile/contacts/email").await.json["email"], json!(null));
    assert_eq!(
        browser.delete("/api/profile/contacts/email").await.status,
        StatusCode::OK,
        "once more is no error"
    );
    assert_eq!(browser.delete("/api/profile/contacts/sms").await.json["code"], "last_contact");
    assert_eq!(browser.delete("/api/profile/contacts/fax").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_address_of_the_wrong_kind_or_the_present_one_is_refused_at_its_field() {
    let (_world, _, mut browser) = settled().await;
    for (kind, value, code) in [
        ("email", "+79123456789", "email_malformed"),
        ("phone", "a@example.ru", "phone_malformed"),
        ("phone", "+44 20 7946 0958", "phone_foreign"),
        ("email", LOGIN, "contact_unchanged"),
        ("login", LOGIN, "login_unchanged"),
        ("email", "a@b.ru\r\nbcc: x@y.ru", "email_malformed"),
    ] {
        let refused = begin(&mut browser, kind, value).await;
        assert_eq!(refused.json["fields"][0]["code"], code, "{kind} {value}: {}", refused.json);
    }
}

#[tokio::test]
async fn codes_to_strangers_are_limited_a_day() {
    let (world, _, mut browser) = settled().await;
    for n in 0..10 {
        let begun = begin(&mut browser, "email", &format!("stranger{n}@example.ru")).await;
        assert_eq!(begun.status, StatusCode::CREATED);
    }
    let over = begin(&mut browser, "email", "one-more@example.ru").await;
    assert_eq!(over.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(world.addressees().len(), 10);
}
