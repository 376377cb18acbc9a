//! Recovering a password over HTTP against the embedded store (R-021…R-027, security rows 1–12, 17, 19, 86).

use chrono::Duration;
use domain::limits::Throttle;
use http::StatusCode;
use platform::{
    outbox::Event,
    passwords,
    sessions::Ticket,
    store::keys,
    testing::{
        Browser, Reply, World,
        timing::{assert_alike, medians},
    },
};
use serde_json::json;

const LOGIN: &str = "ivanov@example.ru";
const OLD: &str = "прежнее-пламя-7";
const NEW: &str = "новое-пламя-8";

async fn start(browser: &mut Browser, login: &str) -> Reply {
    browser.post("/api/recoveries", json!({ "login": login, "password": NEW })).await
}

fn id(reply: &Reply) -> String {
    reply.json["id"].as_str().unwrap_or_else(|| panic!("an id in {}", reply.json)).to_owned()
}

async fn confirm(browser: &mut Browser, id: &str, code: &str) -> Reply {
    browser.post(&format!("/api/recoveries/{id}/confirmation"), json!({ "code": code })).await
}

async fn resend(browser: &mut Browser, id: &str) -> Reply {
    browser.post(&format!("/api/recoveries/{id}/code"), json!({})).await
}

/// Whether this is the password of the login.
async fn opens(world: &World, password: &str) -> bool {
    let hash = world.credentials(LOGIN).await.map(|known| known.hash);
    passwords::verify(password.to_owned(), hash).await.expect("verified")
}

/// Whether the browser's session is live.
async fn is_signed_in(world: &World, browser: &Browser) -> bool {
    let sid = browser.cookie("__Host-sid").expect("a session cookie");
    let cookie = format!("__Host-sid={sid}").parse().expect("a header");
    let headers = http::HeaderMap::from_iter([(http::header::COOKIE, cookie)]);
    Ticket::of(&headers).expect("a ticket").open(&world.app, &[]).await.is_ok()
}

#[tokio::test]
async fn the_right_code_sets_the_password_and_signs_in_as_r_024_and_r_027_ask() {
    let world = World::new().await;
    let user = world.person(LOGIN, OLD).await;
    let mut browser = world.serve(recover_password::api());
    let begun = start(&mut browser, " Ivanov@Example.RU ").await;
    assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.json);
    assert_eq!((&begun.json["expires_in"], &begun.json["resend_in"]), (&json!(70), &json!(70)), "R-025");
    let done = confirm(&mut browser, &id(&begun), &world.last_code()).await;
    assert_eq!((done.status, &done.json["user"]), (StatusCode::CREATED, &json!(user.to_string())));
    assert!(is_signed_in(&world, &browser).await);
    assert!(browser.cookie("__Host-device").is_some(), "a browser that has proved to be the owner's");
    assert!(opens(&world, NEW).await && !opens(&world, OLD).await);
    let profile = world.profile(user).await.expect("is there");
    assert_eq!(profile.password_changed_at, Some(world.clock.now()));
}

#[tokio::test]
async fn a_request_alone_changes_and_locks_nothing_as_row_12_asks() {
    let world = World::new().await;
    world.person(LOGIN, OLD).await;
    let before = world.credentials(LOGIN).await;
    let owner = world.enter(LOGIN, recover_password::api()).await;
    let entered = world.credentials(LOGIN).await;
    let mut stranger = world.serve(recover_password::api());
    let begun = start(&mut stranger, LOGIN).await;
    for _ in 0..3 {
        confirm(&mut stranger, &id(&begun), "0").await;
    }
    assert_eq!(world.credentials(LOGIN).await, entered);
    assert_eq!(before.map(|known| known.hash), entered.map(|known| known.hash));
    assert!(opens(&world, OLD).await && is_signed_in(&world, &owner).await);
    assert!(world.outbox().await.is_empty());
}

#[tokio::test]
async fn every_old_session_and_open_flow_ends_and_the_owner_is_told_as_row_11_asks() {
    let world = World::new().await;
    let user = world.person(LOGIN, OLD).await;
    let thief = world.enter(LOGIN, recover_password::api()).await;
    let mut other = world.serve(recover_password::api());
    let waiting = start(&mut other, LOGIN).await;
    let code_of_other = world.last_code();
    let mut owner = world.serve(recover_password::api());
    let begun = start(&mut owner, LOGIN).await;
    confirm(&mut owner, &id(&begun), &world.last_code()).await;
    assert!(!is_signed_in(&world, &thief).await, "the cookie of the old password is worth nothing");
    assert_eq!(confirm(&mut other, &id(&waiting), &code_of_other).await.json["code"], "flow_not_found");
    world.clock.advance(Duration::seconds(70));
    assert_eq!(resend(&mut other, &id(&waiting)).await.json["code"], "flow_not_found");
    let told: Vec<Event> = world.outbox().await.into_iter().map(|row| row.event).collect();
    assert_eq!(told, [Event::PasswordRecovered { user }]);
}

#[tokio::test]
async fn a_password_that_was_switched_off_works_again_as_row_19_asks() {
    let world = World::new().await;
    world.person(LOGIN, OLD).await;
    let off = Throttle { fails: Throttle::OFF_AFTER, last_failed_at: Some(world.clock.now()) };
    let known_browser = keys::identity::throttle(LOGIN, Some("ab"));
    for key in [keys::identity::throttle(LOGIN, None), known_browser.clone()] {
        world.app.store.put(&key, &off).await.expect("stored");
    }
    let mut browser = world.serve(recover_password::api());
    let begun = start(&mut browser, LOGIN).await;
    confirm(&mut browser, &id(&begun), &world.last_code()).await;
    for key in [keys::identity::throttle(LOGIN, None), known_browser] {
        assert_eq!(world.app.store.get::<Throttle>(&key).await.expect("read"), None);
    }
}

#[tokio::test]
async fn a_code_lives_70_seconds_by_the_servers_clock_as_r_025_and_row_2_ask() {
    for (seconds, status) in [(69, StatusCode::CREATED), (71, StatusCode::GONE)] {
        let world = World::new().await;
        world.person(LOGIN, OLD).await;
        let mut browser = world.serve(recover_password::api());
        let begun = start(&mut browser, LOGIN).await;
        world.clock.advance(Duration::seconds(seconds));
        let done = confirm(&mut browser, &id(&begun), &world.last_code()).await;
        assert_eq!(done.status, status, "{seconds}: {}", done.json);
    }
}

#[tokio::test]
async fn a_new_code_waits_for_the_timer_and_kills_the_old_as_r_026_and_row_6_ask() {
    let world = World::new().await;
    world.person(LOGIN, OLD).await;
    let mut browser = world.serve(recover_password::api());
    let begun = start(&mut browser, LOGIN).await;
    let old = world.last_code();
    world.clock.advance(Duration::seconds(69));
    let early = resend(&mut browser, &id(&begun)).await;
    assert_eq!((early.status, &early.json["code"]), (StatusCode::TOO_MANY_REQUESTS, &json!("too_early")));
    world.clock.advance(Duration::seconds(1));
    assert_eq!(resend(&mut browser, &id(&begun)).await.json["resend_in"], 70);
    if old != world.last_code() {
        assert_eq!(confirm(&mut browser, &id(&begun), &old).await.json["code"], "wrong_code");
    }
    assert_eq!(confirm(&mut browser, &id(&begun), &world.last_code()).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn twenty_parallel_right_answers_recover_once_as_row_3_asks() {
    let world = World::new().await;
    world.person(LOGIN, OLD).await;
    let mut browser = world.serve(recover_password::api());
    let begun = start(&mut browser, LOGIN).await;
    let (id, code) = (id(&begun), world.last_code());
    let answers = (0..20).map(|_| {
        let (mut browser, id, code) = (browser.clone(), id.clone(), code.clone());
        async move { confirm(&mut browser, &id, &code).await.status }
    });
    let statuses = futures::future::join_all(answers).await;
    assert_eq!(statuses.iter().filter(|s| **s == StatusCode::CREATED).count(), 1, "{statuses:?}");
    let known = world.credentials(LOGIN).await.expect("is there");
    assert_eq!((known.epoch, known.sessions.len()), (1, 1));
}

#[tokio::test]
async fn three_wrong_codes_kill_the_code_as_row_4_asks() {
    let world = World::new().await;
    world.person(LOGIN, OLD).await;
    let mut browser = world.serve(recover_password::api());
    let begun = start(&mut browser, LOGIN).await;
    let right = world.last_code();
    for expected in ["wrong_code", "wrong_code", "code_used_up"] {
        assert_eq!(confirm(&mut browser, &id(&begun), "0").await.json["code"], expected);
    }
    assert_eq!(confirm(&mut browser, &id(&begun), &right).await.json["code"], "code_used_up");
    assert!(opens(&world, OLD).await);
}

#[tokio::test]
async fn the_sixth_code_of_an_hour_is_not_sent_as_row_5_asks() {
    let world = World::new().await;
    world.person(LOGIN, OLD).await;
    let mut browser = world.serve(recover_password::api());
    for _ in 0..5 {
        assert_eq!(start(&mut browser, LOGIN).await.status, StatusCode::CREATED);
    }
    let over = start(&mut browser, LOGIN).await;
    assert_eq!(over.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(over.headers.contains_key("retry-after"));
}

#[tokio::test]
async fn a_second_recovery_cannot_swap_the_password_of_the_first_as_row_9_asks() {
    let world = World::new().await;
    world.person(LOGIN, OLD).await;
    let mut owner = world.serve(recover_password::api());
    let begun = start(&mut owner, LOGIN).await;
    let code = world.last_code();
    let mut attacker = world.serve(recover_password::api());
    let body = json!({ "login": LOGIN, "password": "чужое-пламя-9" });
    let other = attacker.post("/api/recoveries", body).await;
    assert_eq!(confirm(&mut attacker, &id(&begun), &code).await.json["code"], "flow_not_found", "row 7");
    assert_eq!(confirm(&mut owner, &id(&begun), &code).await.status, StatusCode::CREATED);
    assert_eq!(confirm(&mut attacker, &id(&other), &world.last_code()).await.json["code"], "flow_not_found");
    assert!(opens(&world, NEW).await);
}

#[tokio::test]
async fn an_unknown_login_looks_like_a_known_one_and_its_address_is_told_as_row_10_asks() {
    let world = World::new().await;
    world.person(LOGIN, OLD).await;
    let shape = |reply: &Reply| {
        let mut json = reply.json.clone();
        json["id"] = json!("…");
        json["sent_to"] = json!("…");
        let names: Vec<String> = reply.headers.keys().map(ToString::to_string).collect();
        (reply.status, json, names)
    };
    let mut one = world.serve(recover_password::api());
    let known = start(&mut one, LOGIN).await;
    let mut two = world.serve(recover_password::api());
    let unknown = start(&mut two, "petrov@example.ru").await;
    assert_eq!(shape(&known), shape(&unknown));
    let letter = world.last_letter();
    assert!(letter.to_lowercase().contains("для этого логина нет учётной записи"), "{letter}");
    assert_eq!(world.addressees(), [LOGIN, "petrov@example.ru"]);
    for (browser, begun) in [(&mut one, &known), (&mut two, &unknown)] {
        assert_eq!(confirm(browser, &id(begun), "0").await.json["code"], "wrong_code");
    }
    world.clock.advance(Duration::seconds(70));
    for (browser, begun) in [(&mut one, &known), (&mut two, &unknown)] {
        assert_eq!(resend(browser, &id(begun)).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_phone_gets_the_code_in_one_sms() {
    let world = World::new().await;
    world.person("+79123456789", OLD).await;
    let mut browser = world.serve(recover_password::api());
    let begun = start(&mut browser, "8 (912) 345-67-89").await;
    assert_eq!(begun.json["channel"], "sms");
    assert_eq!(world.addressees(), ["+79123456789"]);
    assert!(world.last_letter().chars().count() <= 70);
}

#[tokio::test]
async fn all_wrong_fields_are_told_at_once_and_no_code_is_sent_as_r_022_and_r_023_ask() {
    let world = World::new().await;
    let mut browser = world.serve(recover_password::api());
    let refused = browser.post("/api/recoveries", json!({ "login": "нет", "password": "1234" })).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.json["fields"].as_array().map(Vec::len), Some(2), "{}", refused.json);
    let unknown = json!({ "login": LOGIN, "password": NEW, "admin": true });
    assert_eq!(browser.post("/api/recoveries", unknown).await.json["fields"][0]["code"], "unknown_field");
    assert!(world.addressees().is_empty());
}

#[tokio::test]
async fn known_and_unknown_logins_take_the_same_time_as_row_10_asks() {
    let world = World::new().await;
    world.person(LOGIN, OLD).await;
    let known = world.serve(recover_password::api());
    let unknown = world.serve(recover_password::api());
    let ask = async |browser: &Browser, login: &str| {
        assert_eq!(start(&mut browser.clone(), login).await.status, StatusCode::CREATED);
        // A day of codes for every sample.
        world.clock.advance(Duration::days(1));
    };
    let times = medians(
        24,
        async |_| ask(&known, LOGIN).await,
        async |n| ask(&unknown, &format!("nobody{n}@example.ru")).await,
    )
    .await;
    assert_alike(times);
}
