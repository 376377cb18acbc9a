//! Signing in over HTTP against the embedded store (R-019, R-020, R-028; security rows 17–20, 28–35).

use axum::body::Body;
use chrono::Duration;
use domain::UserId;
use http::{Request, StatusCode};
use platform::{
    passwords,
    records::{Credentials, Profile},
    store::keys,
    testing::{Browser, Reply, World},
};
use serde_json::json;

const LOGIN: &str = "ivanov@example.ru";
const PASSWORD: &str = "верный-пароль-7";

async fn world_with_user() -> (World, UserId) {
    let world = World::new().await;
    let user = UserId(ulid::Ulid::new());
    let hash = passwords::hash(PASSWORD.into()).await.expect("a hash");
    let created_at = world.clock.now();
    let store = &world.app.store;
    let credentials = Credentials::new(user, hash, created_at);
    store.put(&keys::identity::login(LOGIN), &credentials).await.expect("stored");
    let profile = Profile::new(user, &LOGIN.parse().expect("a login"), created_at);
    store.put(&keys::identity::profile(user), &profile).await.expect("stored");
    (world, user)
}

async fn sign_in(browser: &mut Browser, login: &str, password: &str) -> Reply {
    browser.post("/api/session", json!({ "login": login, "password": password })).await
}

#[tokio::test]
async fn the_right_password_opens_a_session_in_two_round_trips() {
    let (world, user) = world_with_user().await;
    let mut browser = world.serve(sign_in::api());
    let before = world.app.store.trips();
    let done = sign_in(&mut browser, " Ivanov@Example.ru ", PASSWORD).await;
    assert_eq!(done.status, StatusCode::CREATED, "{}", done.json);
    assert_eq!(world.app.store.trips() - before, 2);
    let session = browser.get("/api/session").await;
    assert_eq!(session.json["user"], user.to_string());
    assert_eq!(session.json["consent"]["required"], true);
    assert_eq!(session.json["accounts"], json!([]));
    assert_eq!(session.headers["cache-control"], "no-store");
}

#[tokio::test]
async fn an_unknown_login_and_a_wrong_password_answer_alike_as_row_17_asks() {
    let (world, _) = world_with_user().await;
    let mut browser = world.serve(sign_in::api());
    let mut wrong = sign_in(&mut browser, LOGIN, "не тот").await;
    let mut unknown = sign_in(&mut browser, "petrov@example.ru", "не тот").await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert_eq!(wrong.json["code"], "wrong_credentials");
    for reply in [&mut wrong, &mut unknown] {
        reply.json["request_id"] = json!("…");
    }
    assert_eq!(wrong.json, unknown.json);
}

#[tokio::test]
async fn after_five_wrong_passwords_the_login_pauses_as_row_19_asks() {
    let (world, _) = world_with_user().await;
    let mut stranger = world.serve(sign_in::api());
    for _ in 0..5 {
        assert_eq!(sign_in(&mut stranger, LOGIN, "не тот").await.status, StatusCode::UNAUTHORIZED);
    }
    let paused = sign_in(&mut stranger, LOGIN, PASSWORD).await;
    assert_eq!(
        (paused.status, &paused.json["code"]),
        (StatusCode::TOO_MANY_REQUESTS, &json!("sign_in_paused"))
    );
    assert_eq!(paused.headers["retry-after"], "1");
    world.clock.advance(Duration::seconds(1));
    assert_eq!(sign_in(&mut stranger, LOGIN, PASSWORD).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn strangers_cannot_keep_the_owner_out_of_a_known_browser_as_row_19_asks() {
    let (world, _) = world_with_user().await;
    let mut owner = world.serve(sign_in::api());
    assert_eq!(sign_in(&mut owner, LOGIN, PASSWORD).await.status, StatusCode::CREATED);
    let mut stranger = world.serve(sign_in::api());
    for _ in 0..6 {
        sign_in(&mut stranger, LOGIN, "не тот").await;
    }
    assert_eq!(sign_in(&mut stranger, LOGIN, PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(sign_in(&mut owner, LOGIN, PASSWORD).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn one_address_cannot_try_many_logins_as_row_20_asks() {
    let (world, _) = world_with_user().await;
    let mut sprayer = world.serve(sign_in::api());
    for n in 0..20 {
        let tried = sign_in(&mut sprayer, &format!("user{n}@example.ru"), "весна2026").await;
        assert_eq!(tried.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(
        sign_in(&mut sprayer, "user21@example.ru", "весна2026").await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
}

#[tokio::test]
async fn a_made_up_forwarded_address_does_not_reset_limits_as_row_88_asks() {
    let (world, _) = world_with_user().await;
    let mut sprayer = world.serve(sign_in::api());
    let mut last = StatusCode::OK;
    for n in 0..21 {
        let body = json!({ "login": format!("user{n}@example.ru"), "password": "весна2026" });
        let request = Request::post("/api/session").header("x-forwarded-for", format!("198.51.100.{n}"));
        last = sprayer.send(request, Some(body)).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn every_sign_in_has_a_new_session_and_ends_the_one_before_as_row_30_asks() {
    let (world, _) = world_with_user().await;
    let mut browser = world.serve(sign_in::api());
    sign_in(&mut browser, LOGIN, PASSWORD).await;
    let mut copy = browser.clone();
    sign_in(&mut browser, LOGIN, PASSWORD).await;
    assert_eq!(copy.get("/api/session").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(browser.get("/api/session").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_session_ends_after_half_an_hour_of_silence_as_row_31_asks() {
    let (world, _) = world_with_user().await;
    let mut browser = world.serve(sign_in::api());
    sign_in(&mut browser, LOGIN, PASSWORD).await;
    world.clock.advance(Duration::minutes(29));
    assert_eq!(browser.get("/api/session").await.status, StatusCode::OK);
    world.clock.advance(Duration::minutes(29));
    assert_eq!(browser.get("/api/session").await.status, StatusCode::OK, "a request keeps it alive");
    world.clock.advance(Duration::minutes(30));
    assert_eq!(browser.get("/api/session").await.json["code"], "session_required");
}

#[tokio::test]
async fn a_busy_session_still_ends_after_twelve_hours_as_row_31_asks() {
    let (world, _) = world_with_user().await;
    let mut browser = world.serve(sign_in::api());
    sign_in(&mut browser, LOGIN, PASSWORD).await;
    for _ in 0..29 {
        world.clock.advance(Duration::minutes(25));
        let status = browser.get("/api/session").await.status;
        let expected = world.clock.now() - platform::testing::noon() < Duration::hours(12);
        assert_eq!(status == StatusCode::OK, expected);
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server_as_row_32_asks() {
    let (world, _) = world_with_user().await;
    let mut browser = world.serve(sign_in::api());
    sign_in(&mut browser, LOGIN, PASSWORD).await;
    let mut copy = browser.clone();
    let out = browser.delete("/api/session").await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    assert!(out.headers.contains_key("clear-site-data"));
    assert_eq!(copy.get("/api/session").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(browser.delete("/api/session").await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_form_of_another_site_cannot_sign_in_as_rows_36_and_37_ask() {
    let (world, _) = world_with_user().await;
    let mut browser = world.serve(sign_in::api());
    let body = json!({ "login": LOGIN, "password": PASSWORD }).to_string();
    let crossed = [
        vec![("content-type", "application/json")],
        vec![("content-type", "application/json"), ("x-lk-request", "1"), ("sec-fetch-site", "cross-site")],
        vec![("content-type", "application/json"), ("x-lk-request", "1"), ("origin", "null"), ("host", "lk")],
    ];
    for headers in crossed {
        let mut request = Request::post("/api/session");
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let refused = browser.raw(request.body(Body::from(body.clone())).expect("a request")).await;
        assert_eq!((refused.status, &refused.json["code"]), (StatusCode::FORBIDDEN, &json!("cross_site")));
        assert!(!refused.headers.contains_key("access-control-allow-origin"), "row 38");
    }
    let form =
        Request::post("/api/session").header("x-lk-request", "1").header("sec-fetch-site", "same-origin");
    let form = form.header("content-type", "application/x-www-form-urlencoded").body(Body::from("login=a"));
    assert_eq!(browser.raw(form.expect("a request")).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn a_weak_old_hash_is_made_anew_at_sign_in_as_row_18_asks() {
    let (world, user) = world_with_user().await;
    let weak = argon2_weak(PASSWORD);
    let key = keys::identity::login(LOGIN);
    let created_at = world.clock.now();
    world.app.store.put(&key, &Credentials::new(user, weak, created_at)).await.expect("stored");
    let mut browser = world.serve(sign_in::api());
    assert_eq!(sign_in(&mut browser, LOGIN, PASSWORD).await.status, StatusCode::CREATED);
    let renewed: Credentials = world.app.store.get(&key).await.expect("read").expect("is there");
    assert!(!passwords::outdated(&renewed.hash), "{}", renewed.hash);
}

fn argon2_weak(password: &str) -> String {
    use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version, password_hash::SaltString};
    let params = Params::new(1024, 1, 1, None).expect("parameters");
    let salt = SaltString::encode_b64(&[1; 16]).expect("a salt");
    let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    weak.hash_password(password.as_bytes(), &salt).expect("a hash").to_string()
}

#[tokio::test]
async fn fields_that_cannot_be_are_told_before_any_work() {
    let (world, _) = world_with_user().await;
    let mut browser = world.serve(sign_in::api());
    let refused = sign_in(&mut browser, "не логин 😀", "").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.json["fields"].as_array().expect("fields").len(), 2, "{}", refused.json);
    let huge = sign_in(&mut browser, LOGIN, &"я".repeat(40_000)).await;
    assert_eq!((huge.status, &huge.json["code"]), (StatusCode::PAYLOAD_TOO_LARGE, &json!("body_too_large")));
}
