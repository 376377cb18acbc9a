//! Linking over HTTP against the embedded store (R-029… …R-185; security rows 44–52, 57).

use chrono::Duration;
use domain::{AccountId, Company, Login, UserId, link::Level};
use http::StatusCode;
use platform::{
    consent,
    records::{Consent, Profile},
    store::keys,
    testing::{
        Browser, Reply, World,
        fixtures::{ACCOUNT, account, company},
    },
};
use serde_json::{Value, json};

async fn newcomer(world: &World) -> (UserId, Browser) {
    let (user, browser) = world.signed_in(link_account::api()).await;
    let at = world.clock.now();
    let given = Consent {
        version: consent::VERSION.into(),
        text_sha256: consent::text_sha256(),
        at,
        ip: "203.0.113.7".into(),
    };
    let profile = Profile { consent: Some(given), ..Profile::new(user, &login(), at) };
    world.app.store.put(&keys::identity::profile(user), &profile).await.expect("stored");
    (user, browser)
}

fn login() -> Login {
    "ivanov@example.ru".parse().expect("a login")
}

async fn world_with(company: &Company) -> World {
    let world = World::new().await;
    world.import(company, &account()).await;
    for number in 1..=4 {
        let id: AccountId = format!("sever-0000000{number}").parse().expect("an id");
        world.import(company, &domain::Account { id, ..account() }).await;
    }
    world
}

async fn link(browser: &mut Browser, number: &str) -> Reply {
    browser.post("/api/accounts", json!({ "company": "sever", "number": number })).await
}

async fn answer(browser: &mut Browser, question: &str, answer: &str) -> Reply {
    let body = json!({ "question": question, "answer": answer });
    browser.post(&format!("/api/accounts/{ACCOUNT}/extension"), body).await
}

#[tokio::test]
async fn a_number_links_the_limited_version_and_tells_nothing_of_its_holder() {
    let world = world_with(&company()).await;
    let (_, mut browser) = newcomer(&world).await;
    let linked = link(&mut browser, " 3301 6355 ").await;
    assert_eq!(linked.status, StatusCode::CREATED, "{}", linked.json);
    assert_eq!(linked.json["id"], ACCOUNT);
    assert_eq!(linked.json["level"], "limited");
    let body = linked.json.to_string();
    for secret in ["Иванов", "Чехова", "60412337", "258043"] {
        assert!(!body.contains(secret), "row 49: {body}");
    }
    let listed = browser.get("/api/accounts").await;
    assert_eq!(listed.json["accounts"], json!([linked.json]));
}

#[tokio::test]
async fn the_form_of_a_number_is_the_companys_own_as_c_01_asks() {
    let world = world_with(&company()).await;
    let (_, mut browser) = newcomer(&world).await;
    for (number, code) in [
        ("", "number_empty"),
        ("3301635A", "number_not_digits"),
        ("330163555", "number_too_long"),
        ("3301635", "number_too_short"),
        ("😀😀😀😀", "number_not_digits"),
    ] {
        let refused = link(&mut browser, number).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.json["fields"][0]["code"], code, "{number}: {}", refused.json);
    }
    let long = link(&mut browser, "330163555").await;
    assert_eq!(long.json["fields"][0]["message"], "Лицевой счет должен содержать не более 8 цифр", "R-032");
    assert_eq!(link(&mut browser, "00000001").await.json["number"], "00000001", "leading zeros stay");
}

#[tokio::test]
async fn absent_foreign_and_closed_numbers_answer_alike_as_row_48_asks() {
    let open = world_with(&company()).await;
    let closed = {
        let mut company = company();
        company.limited.view = false;
        world_with(&company).await
    };
    let mut answers: Vec<Value> = Vec::new();
    for (world, number) in [(&open, "99999999"), (&closed, "33016355")] {
        let (_, mut browser) = newcomer(world).await;
        let mut refused = link(&mut browser, number).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        refused.json["request_id"] = json!("…");
        answers.push(refused.json);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0]["code"], "account_not_found");
}

#[tokio::test]
async fn ten_parallel_links_make_three_as_row_47_asks() {
    let world = world_with(&company()).await;
    let (_, browser) = newcomer(&world).await;
    let numbers = ["33016355", "00000001", "00000002", "00000003", "00000004"];
    let linking = numbers.iter().cycle().take(10).map(|number| {
        let mut browser = browser.clone();
        async move { link(&mut browser, number).await.status }
    });
    let statuses = futures::future::join_all(linking).await;
    assert_eq!(statuses.iter().filter(|s| **s == StatusCode::CREATED).count(), 3, "{statuses:?}");
}

#[tokio::test]
async fn the_fourth_account_is_refused_with_a_reason() {
    let world = world_with(&company()).await;
    let (_, mut browser) = newcomer(&world).await;
    for number in ["33016355", "00000001", "00000002"] {
        assert_eq!(link(&mut browser, number).await.status, StatusCode::CREATED);
    }
    let refused = link(&mut browser, "00000003").await;
    assert_eq!((refused.status, &refused.json["code"]), (StatusCode::CONFLICT, &json!("too_many_accounts")));
    let again = link(&mut browser, "33016355").await;
    assert_eq!(again.json["code"], "already_linked");
}

#[tokio::test]
async fn five_failed_numbers_a_day_are_all_a_user_has_as_row_46_asks() {
    let world = world_with(&company()).await;
    let (_, mut browser) = newcomer(&world).await;
    for n in 0..5 {
        assert_eq!(link(&mut browser, &format!("9999999{n}")).await.status, StatusCode::NOT_FOUND);
    }
    let over = link(&mut browser, "33016355").await;
    assert_eq!(over.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(over.headers.contains_key("retry-after"));
    world.clock.advance(Duration::hours(11));
    let (_, mut other) = newcomer(&world).await;
    assert_eq!(link(&mut other, "33016355").await.status, StatusCode::CREATED, "others are not affected");
}

#[tokio::test]
async fn linking_and_unlinking_does_not_reset_the_daily_limit_as_row_46_asks() {
    let world = world_with(&company()).await;
    let (_, mut browser) = newcomer(&world).await;
    let mut made = 0;
    for _ in 0..8 {
        made += usize::from(link(&mut browser, "33016355").await.status == StatusCode::CREATED);
        browser.delete(&format!("/api/accounts/{ACCOUNT}")).await;
    }
    assert_eq!(made, 6);
}

#[tokio::test]
async fn without_consent_nothing_is_linked() {
    let world = world_with(&company()).await;
    let (user, mut browser) = newcomer(&world).await;
    let profile = Profile::new(user, &login(), world.clock.now());
    world.app.store.put(&keys::identity::profile(user), &profile).await.expect("stored");
    assert_eq!(link(&mut browser, "33016355").await.json["code"], "consent_required");
}

#[tokio::test]
async fn a_serial_number_in_any_writing_connects_the_extended_version() {
    let world = world_with(&company()).await;
    let (_, mut browser) = newcomer(&world).await;
    link(&mut browser, "33016355").await;
    // Cyrillic А in place of the Latin A on the plate.
    let extended = answer(&mut browser, "meter_serial", " 0077-а007 ").await;
    assert_eq!(extended.status, StatusCode::OK, "{}", extended.json);
    assert_eq!(extended.json["level"], "extended");
    assert_eq!(extended.json["address"], "г. Гатчина, ул. Чехова, д. 8, кв. 8");
    assert_eq!(extended.json["extension_questions"], json!([]));
    assert_eq!(answer(&mut browser, "meter_serial", "60412337").await.json["code"], "already_extended");
}

#[tokio::test]
async fn the_last_charge_in_kopecks_connects_it_too() {
    let world = world_with(&company()).await;
    let (_, mut browser) = newcomer(&world).await;
    link(&mut browser, "33016355").await;
    assert_eq!(answer(&mut browser, "last_charge", "276493").await.status, StatusCode::OK);
}

#[tokio::test]
async fn three_wrong_answers_pause_for_a_day_as_row_50_asks() {
    let world = world_with(&company()).await;
    let (_, mut browser) = newcomer(&world).await;
    link(&mut browser, "33016355").await;
    for _ in 0..3 {
        let wrong = answer(&mut browser, "meter_serial", "11111111").await;
        assert_eq!(
            (wrong.status, &wrong.json["code"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("wrong_answer"))
        );
        assert!(!wrong.json.to_string().contains("11111111"), "row 51: never echoed");
    }
    let paused = answer(&mut browser, "meter_serial", "60412337").await;
    assert_eq!(
        (paused.status, &paused.json["code"]),
        (StatusCode::TOO_MANY_REQUESTS, &json!("extension_paused"))
    );
    world.clock.advance(Duration::hours(24));
    let mut fresh = browser_again(&world).await;
    assert_eq!(answer(&mut fresh, "meter_serial", "60412337").await.status, StatusCode::OK);
}

async fn browser_again(world: &World) -> Browser {
    let (user, browser) = newcomer(world).await;
    world.link(user, &ACCOUNT.parse().expect("an id"), Level::Limited).await;
    browser
}

#[tokio::test]
async fn a_flood_of_answers_at_once_has_three_tries_as_row_50_asks() {
    let world = world_with(&company()).await;
    let (_, mut browser) = newcomer(&world).await;
    link(&mut browser, "33016355").await;
    let guesses = (0..30).map(|n| {
        let mut browser = browser.clone();
        async move { answer(&mut browser, "meter_serial", &format!("1111{n:04}")).await.json["code"].clone() }
    });
    let codes = futures::future::join_all(guesses).await;
    assert_eq!(codes.iter().filter(|code| **code == json!("wrong_answer")).count(), 3, "{codes:?}");
    assert_eq!(answer(&mut browser, "meter_serial", "60412337").await.json["code"], "extension_paused");
}

#[tokio::test]
async fn five_wrong_answers_of_all_users_pause_the_account_as_row_50_asks() {
    let world = world_with(&company()).await;
    for n in 0..6 {
        let mut browser = browser_again(&world).await;
        let wrong = answer(&mut browser, "meter_serial", "11111111").await;
        let expected = if n < 5 { "wrong_answer" } else { "extension_paused" };
        assert_eq!(wrong.json["code"], expected, "user {n}");
    }
}

#[tokio::test]
async fn an_account_of_somebody_else_is_not_there_as_row_44_asks() {
    let world = world_with(&company()).await;
    let (_, mut holder) = newcomer(&world).await;
    link(&mut holder, "33016355").await;
    let (_, mut stranger) = newcomer(&world).await;
    let path = format!("/api/accounts/{ACCOUNT}");
    for refused in [
        stranger.patch(&path, json!({ "name": "x" })).await,
        stranger.delete(&path).await,
        answer(&mut stranger, "meter_serial", "60412337").await,
    ] {
        assert_eq!((refused.status, &refused.json["code"]), (StatusCode::NOT_FOUND, &json!("not_found")));
    }
}

#[tokio::test]
async fn a_detached_account_begins_limited_again_as_c_26_asks() {
    let world = world_with(&company()).await;
    let (_, mut browser) = newcomer(&world).await;
    link(&mut browser, "33016355").await;
    answer(&mut browser, "meter_serial", "60412337").await;
    let path = format!("/api/accounts/{ACCOUNT}");
    assert_eq!(browser.delete(&path).await.status, StatusCode::NO_CONTENT);
    assert_eq!(browser.patch(&path, json!({ "name": "x" })).await.status, StatusCode::NOT_FOUND, "row 57");
    assert_eq!(link(&mut browser, "33016355").await.json["level"], "limited");
}

#[tokio::test]
async fn a_name_is_the_users_own_and_can_be_taken_away() {
    let world = world_with(&company()).await;
    let (_, mut browser) = newcomer(&world).await;
    link(&mut browser, "33016355").await;
    let path = format!("/api/accounts/{ACCOUNT}");
    assert_eq!(browser.patch(&path, json!({ "name": " Дача 🏡 " })).await.json["name"], "Дача 🏡");
    assert_eq!(
        browser.patch(&path, json!({ "name": "я".repeat(41) })).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(browser.patch(&path, json!({ "name": null })).await.json.get("name"), None);
}

#[tokio::test]
async fn companies_come_by_name_with_the_form_of_their_numbers() {
    let world = world_with(&company()).await;
    let (_, mut browser) = newcomer(&world).await;
    let listed = browser.get("/api/companies").await;
    assert_eq!(listed.json["companies"][0]["max_digits"], 8);
    let mut stranger = world.serve(link_account::api());
    assert_eq!(stranger.get("/api/companies").await.status, StatusCode::UNAUTHORIZED);
}
