//! Signing in over HTTP against the embedded store (R-019, R-020, R-028; security rows 17–20, 28–35).

use axum::body::Body;
use chrono::Duration;
use domain::UserId;
use http::{Request, StatusCode};
use platform::{
    outbox::Event,
    passwords,
    records::{Credentials, Deletion, Guide, GuideStep, Profile},
    store::keys,
    testing::{
        Browser, Reply, World,
        timing::{assert_alike, medians},
    },
};
use serde_json::json;

const LOGIN: &str = "ivanov@example.ru";
const PASSWORD: &str = "верный-пароль-7";

async fn world_with_user() -> (World, UserId) {
    let world = World::new().await;
    let user = world.person(LOGIN, PASSWORD).await;
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

/// Signs in from a browser of its own.
async fn another(world: &World, agent: &str) -> Browser {
    let mut browser = world.serve(sign_in::api());
    let request = Request::post("/api/session").header("user-agent", agent);
    let done = browser.send(request, Some(json!({ "login": LOGIN, "password": PASSWORD }))).await;
    assert_eq!(done.status, StatusCode::CREATED, "{}", done.json);
    browser
}

async fn is_signed_in(browser: &mut Browser) -> bool {
    browser.get("/api/session").await.status == StatusCode::OK
}

#[tokio::test]
async fn sessions_are_listed_with_their_devices_and_ended_one_by_one_as_row_33_asks() {
    let (world, _) = world_with_user().await;
    let phone =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile/15E148 Safari/604.1";
    let mut theirs = another(&world, phone).await;
    world.clock.advance(Duration::minutes(5));
    let mut own = another(&world, "Mozilla/5.0 (Windows NT 10.0) Chrome/142.0.0.0 Safari/537.36").await;
    let listed = own.get("/api/sessions").await;
    let sessions = listed.json["sessions"].as_array().expect("sessions").clone();
    let labels: Vec<_> = sessions.iter().map(|s| (&s["browser"], &s["system"], &s["current"])).collect();
    assert_eq!(
        labels,
        [
            (&json!("Chrome"), &json!("Windows"), &json!(true)),
            (&json!("Safari"), &json!("iPhone"), &json!(false)),
        ],
        "newest use first"
    );
    let path = format!("/api/sessions/{}", sessions[1]["id"].as_str().expect("an id"));
    assert_eq!(own.delete(&path).await.status, StatusCode::NO_CONTENT);
    assert!(!is_signed_in(&mut theirs).await && is_signed_in(&mut own).await);
    assert_eq!(own.delete(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(own.delete("/api/sessions/nothing").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn anothers_session_cannot_be_ended_as_row_44_asks() {
    let (world, _) = world_with_user().await;
    let mut victim = another(&world, "").await;
    let id = victim.get("/api/sessions").await.json["sessions"][0]["id"].as_str().expect("an id").to_owned();
    world.person("petrov@example.ru", PASSWORD).await;
    let mut other = world.enter("petrov@example.ru", sign_in::api()).await;
    assert_eq!(other.delete(&format!("/api/sessions/{id}")).await.status, StatusCode::NOT_FOUND);
    assert!(is_signed_in(&mut victim).await);
}

#[tokio::test]
async fn all_other_sessions_end_at_once_as_row_33_asks() {
    let (world, _) = world_with_user().await;
    let mut others = Vec::new();
    for _ in 0..3 {
        others.push(another(&world, "").await);
    }
    let mut own = another(&world, "").await;
    assert_eq!(own.delete("/api/sessions").await.status, StatusCode::NO_CONTENT);
    for other in &mut others {
        assert!(!is_signed_in(other).await);
    }
    assert_eq!(own.get("/api/sessions").await.json["sessions"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn the_eleventh_session_ends_the_oldest_as_row_33_asks() {
    let (world, _) = world_with_user().await;
    let mut browsers = Vec::new();
    for _ in 0..11 {
        browsers.push(another(&world, "").await);
        world.clock.advance(Duration::seconds(1));
    }
    let mut live = Vec::new();
    for browser in &mut browsers {
        live.push(is_signed_in(browser).await);
    }
    assert_eq!(live, [[false].as_slice(), &[true; 10]].concat());
}

#[tokio::test]
async fn sessions_that_are_over_take_nobodys_place() {
    let (world, _) = world_with_user().await;
    let mut first = another(&world, "").await;
    for _ in 0..12 {
        let mut browser = another(&world, "").await;
        browser.delete("/api/session").await;
    }
    assert!(is_signed_in(&mut first).await, "twelve others came and went");
}

#[tokio::test]
async fn ten_sign_ins_of_one_moment_all_succeed_and_are_all_listed() {
    let (world, _) = world_with_user().await;
    let arrivals = (0..10).map(|_| {
        let mut browser = world.serve(sign_in::api());
        async move { sign_in(&mut browser, LOGIN, PASSWORD).await.status }
    });
    let statuses = futures::future::join_all(arrivals).await;
    assert!(statuses.iter().all(|status| *status == StatusCode::CREATED), "{statuses:?}");
    assert_eq!(world.credentials(LOGIN).await.expect("is there").sessions.len(), 10);
}

#[tokio::test]
async fn a_sign_in_that_races_a_change_of_password_opens_nothing() {
    let (world, _) = world_with_user().await;
    let key = keys::identity::login(LOGIN);
    let new_hash = passwords::hash("новое-пламя-8".into()).await.expect("a hash");
    for _ in 0..5 {
        let before = world.credentials(LOGIN).await.expect("is there");
        let mut browser = world.serve(sign_in::api());
        let (reply, ()) = tokio::join!(sign_in(&mut browser, LOGIN, PASSWORD), async {
            // The password is being checked when it changes.
            tokio::time::sleep(std::time::Duration::from_millis(8)).await;
            let changed = before.with_password(new_hash.clone(), None);
            world.app.store.put(&key, &changed).await.expect("stored");
        });
        let after = world.credentials(LOGIN).await.expect("is there");
        // Either it came first and is not in the list that the change left, or it came too late.
        if after.hash == new_hash && reply.status == StatusCode::CREATED {
            assert!(after.sessions.is_empty(), "a session made with the old password is listed");
        } else {
            assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{}", reply.json);
        }
        world.app.store.put(&key, &before).await.expect("stored");
    }
}

#[tokio::test]
async fn an_unknown_browser_is_told_of_and_a_known_one_is_not_as_row_26_asks() {
    let (world, user) = world_with_user().await;
    let mut browser = another(&world, "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Firefox/145.0").await;
    sign_in(&mut browser, LOGIN, PASSWORD).await;
    let told: Vec<Event> = world.outbox().await.into_iter().map(|row| row.event).collect();
    assert_eq!(told, [Event::NewDevice { user, browser: "Firefox".into(), system: "Linux".into() }]);
}

#[tokio::test]
async fn the_session_tells_of_guide_and_deletion() {
    let (world, user) = world_with_user().await;
    let mut browser = another(&world, "").await;
    let fresh = browser.get("/api/session").await.json;
    assert_eq!((&fresh["guide"]["skipped"], fresh.get("deletion")), (&json!(false), None), "R-016");
    let now = world.clock.now();
    let changed = Profile {
        guide: Guide { skipped: true, seen: vec![GuideStep::Welcome] },
        deletion: Some(Deletion { requested_at: now, erases_at: now + Duration::days(30) }),
        ..world.profile(user).await.expect("is there")
    };
    world.app.store.put(&keys::identity::profile(user), &changed).await.expect("stored");
    let read = browser.get("/api/session").await.json;
    assert_eq!(read["guide"], json!({ "skipped": true, "seen": ["welcome"] }));
    assert!(read["deletion"]["erases_at"].is_string(), "{read}");
}

#[tokio::test]
async fn known_and_unknown_logins_take_the_same_time_as_row_17_asks() {
    let (world, _) = world_with_user().await;
    let browser = world.serve(sign_in::api());
    let ask = async |login: &str| {
        let refused = sign_in(&mut browser.clone(), login, "не тот").await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
        // Pauses of the throttle and windows of the limits pass.
        world.clock.advance(Duration::hours(1));
    };
    let times =
        medians(30, async |_| ask(LOGIN).await, async |n| ask(&format!("nobody{n}@example.ru")).await).await;
    assert_alike(times);
}
