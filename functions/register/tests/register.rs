//! Registration over HTTP against the embedded store (R-005…R-018, security rows 1–10, 16).

use chrono::Duration;
use http::StatusCode;
use platform::{
    records::Profile,
    store::keys,
    testing::{
        Browser, Reply, World,
        timing::{assert_alike, medians},
    },
};
use serde_json::json;

const LOGIN: &str = "Ivanov@Example.RU";

async fn start(browser: &mut Browser, login: &str) -> Reply {
    browser.post("/api/registrations", json!({ "login": login, "password": "пароль-крепкий-1" })).await
}

fn id(reply: &Reply) -> String {
    reply.json["id"].as_str().expect("an id").to_owned()
}

async fn confirm(browser: &mut Browser, id: &str, code: &str) -> Reply {
    browser.post(&format!("/api/registrations/{id}/confirmation"), json!({ "code": code })).await
}

async fn resend(browser: &mut Browser, id: &str) -> Reply {
    browser.post(&format!("/api/registrations/{id}/code"), json!({})).await
}

#[tokio::test]
async fn the_right_code_makes_an_account_and_a_session() {
    let world = World::new().await;
    let mut browser = world.serve(register::api());
    let begun = start(&mut browser, LOGIN).await;
    assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.json);
    assert_eq!(begun.json["channel"], "email");
    assert_eq!((&begun.json["expires_in"], &begun.json["resend_in"]), (&json!(160), &json!(115)));
    let done = confirm(&mut browser, &id(&begun), &world.last_code()).await;
    assert_eq!(done.status, StatusCode::CREATED, "{}", done.json);
    let cookie = done.headers["set-cookie"].to_str().expect("ascii").to_owned();
    assert!(cookie.starts_with("__Host-sid="), "{cookie}");
    let consent = browser.get("/api/consent").await;
    let version = consent.json["version"].clone();
    assert_eq!(consent.json.get("accepted_at"), None);
    assert_eq!(
        browser.put("/api/consent", json!({ "version": version })).await.status,
        StatusCode::NO_CONTENT
    );
    let user = done.json["user"].as_str().expect("a user").parse().expect("an id");
    let profile: Profile =
        world.app.store.get(&keys::identity::profile(user)).await.expect("read").expect("is there");
    assert_eq!(profile.login, "ivanov@example.ru");
    let given = profile.consent.expect("given");
    assert_eq!((given.ip.as_str(), given.at), ("203.0.113.7", world.clock.now()));
    assert!(browser.get("/api/consent").await.json["accepted_at"].is_string());
}

#[tokio::test]
async fn a_phone_in_any_spelling_gets_an_sms() {
    let world = World::new().await;
    let mut browser = world.serve(register::api());
    let begun = start(&mut browser, "8 (912) 345-67-89").await;
    assert_eq!(begun.json["channel"], "sms", "{}", begun.json);
    let sent = world.sent.lock().expect("not poisoned").clone();
    assert!(sent[0].contains("PhoneNumber=%2B79123456789"), "{}", sent[0]);
}

#[tokio::test]
async fn a_code_lives_160_seconds_by_the_servers_clock_as_row_2_asks() {
    for (seconds, status) in [(159, StatusCode::CREATED), (161, StatusCode::GONE)] {
        let world = World::new().await;
        let mut browser = world.serve(register::api());
        let begun = start(&mut browser, LOGIN).await;
        world.clock.advance(Duration::seconds(seconds));
        let done = confirm(&mut browser, &id(&begun), &world.last_code()).await;
        assert_eq!(done.status, status, "{seconds}: {}", done.json);
    }
}

#[tokio::test]
async fn fifty_parallel_right_answers_make_one_account_as_row_3_asks() {
    let world = World::new().await;
    let mut browser = world.serve(register::api());
    let begun = start(&mut browser, LOGIN).await;
    let (id, code) = (id(&begun), world.last_code());
    let answers = (0..50).map(|_| {
        let (mut browser, id, code) = (browser.clone(), id.clone(), code.clone());
        async move { confirm(&mut browser, &id, &code).await.status }
    });
    let statuses = futures::future::join_all(answers).await;
    assert_eq!(statuses.iter().filter(|s| **s == StatusCode::CREATED).count(), 1, "{statuses:?}");
}

#[tokio::test]
async fn three_wrong_codes_kill_the_code_as_row_4_asks() {
    let world = World::new().await;
    let mut browser = world.serve(register::api());
    let begun = start(&mut browser, LOGIN).await;
    let right = world.last_code();
    let wrong = if right == "000000" { "111111" } else { "000000" };
    for left in ["Осталось попыток: 2", "Осталась одна попытка"] {
        let refused = confirm(&mut browser, &id(&begun), wrong).await;
        assert_eq!(
            (refused.status, &refused.json["code"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("wrong_code"))
        );
        assert!(
            refused.json["fields"][0]["message"].as_str().expect("text").contains(left),
            "{}",
            refused.json
        );
    }
    assert_eq!(confirm(&mut browser, &id(&begun), wrong).await.json["code"], "code_used_up");
    assert_eq!(confirm(&mut browser, &id(&begun), &right).await.json["code"], "code_used_up");
    world.clock.advance(Duration::seconds(115));
    assert_eq!(resend(&mut browser, &id(&begun)).await.status, StatusCode::OK);
    assert_eq!(confirm(&mut browser, &id(&begun), &world.last_code()).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn fifteen_wrong_codes_a_day_are_all_a_login_has_as_row_4_asks() {
    let world = World::new().await;
    let mut refused = 0;
    for _ in 0..5 {
        let mut browser = world.serve(register::api());
        let begun = start(&mut browser, LOGIN).await;
        for _ in 0..3 {
            assert_ne!(confirm(&mut browser, &id(&begun), "0").await.status, StatusCode::TOO_MANY_REQUESTS);
            refused += 1;
        }
        world.clock.advance(Duration::hours(1));
    }
    assert_eq!(refused, 15);
    let mut browser = world.serve(register::api());
    let begun = start(&mut browser, LOGIN).await;
    let over = confirm(&mut browser, &id(&begun), "0").await;
    assert_eq!(over.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(over.headers.contains_key("retry-after"));
}

#[tokio::test]
async fn the_sixth_code_of_an_hour_is_not_sent_as_row_5_asks() {
    let world = World::new().await;
    let mut browser = world.serve(register::api());
    for _ in 0..5 {
        assert_eq!(start(&mut browser, LOGIN).await.status, StatusCode::CREATED);
    }
    let over = start(&mut browser, LOGIN).await;
    assert_eq!(over.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(over.headers.contains_key("retry-after"));
    assert_eq!(world.sent.lock().expect("not poisoned").len(), 5);
}

#[tokio::test]
async fn a_new_code_waits_for_the_timer_and_kills_the_old_as_row_6_asks() {
    let world = World::new().await;
    let mut browser = world.serve(register::api());
    let begun = start(&mut browser, LOGIN).await;
    let old = world.last_code();
    world.clock.advance(Duration::seconds(114));
    let early = resend(&mut browser, &id(&begun)).await;
    assert_eq!((early.status, &early.json["code"]), (StatusCode::TOO_MANY_REQUESTS, &json!("too_early")));
    world.clock.advance(Duration::seconds(1));
    assert_eq!(resend(&mut browser, &id(&begun)).await.json["resend_in"], 115);
    if old != world.last_code() {
        assert_eq!(confirm(&mut browser, &id(&begun), &old).await.json["code"], "wrong_code");
    }
}

#[tokio::test]
async fn another_browser_cannot_use_the_code_as_row_7_asks() {
    let world = World::new().await;
    let mut browser = world.serve(register::api());
    let begun = start(&mut browser, LOGIN).await;
    let mut other = world.serve(register::api());
    let refused = confirm(&mut other, &id(&begun), &world.last_code()).await;
    assert_eq!((refused.status, &refused.json["code"]), (StatusCode::NOT_FOUND, &json!("flow_not_found")));
}

#[tokio::test]
async fn a_second_registration_cannot_swap_the_password_of_the_first_as_row_9_asks() {
    let world = World::new().await;
    let mut victim = world.serve(register::api());
    let begun = start(&mut victim, LOGIN).await;
    let code = world.last_code();
    let mut attacker = world.serve(register::api());
    let other = start(&mut attacker, LOGIN).await;
    assert_eq!(confirm(&mut victim, &id(&begun), &code).await.status, StatusCode::CREATED);
    let refused = confirm(&mut attacker, &id(&other), &world.last_code()).await;
    assert!(refused.status.is_client_error(), "{}", refused.json);
}

#[tokio::test]
async fn a_known_login_looks_like_an_unknown_one_and_its_owner_is_told_as_row_10_asks() {
    let world = World::new().await;
    let mut browser = world.serve(register::api());
    let begun = start(&mut browser, LOGIN).await;
    confirm(&mut browser, &id(&begun), &world.last_code()).await;
    let shape = |reply: &Reply| {
        let mut json = reply.json.clone();
        json["id"] = json!("…");
        json["sent_to"] = json!("…");
        let names: Vec<String> = reply.headers.keys().map(ToString::to_string).collect();
        (reply.status, json, names)
    };
    let mut stranger = world.serve(register::api());
    let known = start(&mut stranger, LOGIN).await;
    assert!(world.last_letter().contains("Вы уже зарегистрированы"));
    let mut another = world.serve(register::api());
    let unknown = start(&mut another, "petrov@example.ru").await;
    assert_eq!(shape(&known), shape(&unknown));
    let refused = confirm(&mut stranger, &id(&known), "123456").await;
    assert_eq!(refused.json["code"], "wrong_code");
}

#[tokio::test]
async fn all_wrong_fields_are_told_at_once_and_nothing_is_sent() {
    let world = World::new().await;
    let mut browser = world.serve(register::api());
    for (login, password, codes) in [
        ("", "", ["login_empty", "password_too_short"]),
        ("+44 20 7946 0958", "1234", ["phone_foreign", "password_too_short"]),
        ("a@b.ru\r\nbcc: x@y.ru", "qwerty", ["email_malformed", "password_common"]),
    ] {
        let refused =
            browser.post("/api/registrations", json!({ "login": login, "password": password })).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let told: Vec<&str> = (0..2).filter_map(|i| refused.json["fields"][i]["code"].as_str()).collect();
        assert_eq!(told[0], codes[0], "{login:?}: {}", refused.json);
        assert!(told.len() == 2, "{login:?}: {}", refused.json);
    }
    assert!(world.sent.lock().expect("not poisoned").is_empty());
}

#[tokio::test]
async fn an_unknown_field_is_refused_as_row_59_asks() {
    let world = World::new().await;
    let mut browser = world.serve(register::api());
    let body = json!({ "login": LOGIN, "password": "пароль-крепкий-1", "admin": true });
    let refused = browser.post("/api/registrations", body).await;
    assert_eq!(refused.json["fields"][0]["code"], "unknown_field", "{}", refused.json);
}

#[tokio::test]
async fn a_thousand_numbers_of_one_prefix_get_twenty_sms_as_row_14_asks() {
    let world = World::new().await;
    let mut sent = 0;
    for n in 0..30 {
        let mut browser = world.serve(register::api());
        let ip = format!("203.0.113.{n}:5000");
        let body = json!({ "login": format!("+7912345{n:04}"), "password": "пароль-крепкий-1" });
        let request = http::Request::post("/api/registrations")
            .header("x-lk-request", "1")
            .header("sec-fetch-site", "same-origin")
            .header("cloudfront-viewer-address", ip)
            .header("content-type", "application/json")
            .body(axum::body::Body::from(body.to_string()))
            .expect("a request");
        sent += usize::from(browser.raw(request).await.status == StatusCode::CREATED);
    }
    assert_eq!(sent, 20);
}

#[tokio::test]
async fn neither_code_nor_password_is_kept_as_rows_8_and_9_ask() {
    let world = World::new().await;
    let mut browser = world.serve(register::api());
    let begun = start(&mut browser, LOGIN).await;
    let flow: serde_json::Value = world
        .app
        .store
        .get(&keys::identity::flow(id(&begun).parse().expect("an id")))
        .await
        .expect("read")
        .expect("is there");
    let dump = flow.to_string();
    assert!(!dump.contains("пароль-крепкий-1"));
    assert!(!dump.contains(&format!("\"{}\"", world.last_code())), "{dump}");
    assert!(dump.contains("$argon2id$"));
}

#[tokio::test]
async fn the_browser_of_the_registration_is_known_from_the_start() {
    let world = World::new().await;
    let mut browser = world.serve(register::api());
    let begun = start(&mut browser, LOGIN).await;
    confirm(&mut browser, &id(&begun), &world.last_code()).await;
    assert!(browser.cookie("__Host-device").is_some(), "its next sign-in is no news (row 26)");
    let known = world.credentials("ivanov@example.ru").await.expect("is there");
    assert_eq!(known.sessions.len(), 1, "the first session counts, too (row 33)");
}

#[tokio::test]
async fn known_and_unknown_logins_take_the_same_time_as_row_10_asks() {
    let world = World::new().await;
    world.person("ivanov@example.ru", "прежнее-пламя-7").await;
    let browser = world.serve(register::api());
    let ask = async |login: &str| {
        assert_eq!(start(&mut browser.clone(), login).await.status, StatusCode::CREATED);
        // A day of codes for every sample.
        world.clock.advance(Duration::days(1));
    };
    let times =
        medians(24, async |_| ask(LOGIN).await, async |n| ask(&format!("nobody{n}@example.ru")).await).await;
    assert_alike(times);
}
