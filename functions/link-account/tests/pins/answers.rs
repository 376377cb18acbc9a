//! Answers to the question «ПИН-код».

use crate::{ON_FILE, again, answer, code, company, give_pin, holder, pin_in, request, world, world_of};
use chrono::Duration;
use domain::{Account, limits::PIN_WRONG_TRIES};
use http::StatusCode;
use platform::{
    store::keys,
    testing::fixtures::{self, ACCOUNT},
};
use serde_json::json;

#[tokio::test]
async fn the_companys_pin_opens_the_account_however_it_is_typed() {
    for typed in ["7H4K-92PX", "7h4k92px", " 7Н4К 92РХ "] {
        let world = world().await;
        give_pin(&world, "7H4K-92PX").await;
        let (_, mut browser) = holder(&world).await;
        let reply = answer(&mut browser, typed).await;
        assert_eq!((reply.status, &reply.json["level"]), (StatusCode::OK, &json!("extended")), "{typed}");
    }
}

#[tokio::test]
async fn a_wrong_pin_opens_nothing_and_is_not_echoed_as_row_51_asks() {
    let world = world().await;
    give_pin(&world, "7H4K-92PX").await;
    let (_, mut browser) = holder(&world).await;
    for wrong in ["7H4K-92PY", "", "yuzhny:1", &"7".repeat(500)] {
        let (_, mut other) = holder(&world).await;
        let reply = answer(&mut other, wrong).await;
        assert_eq!(code(&reply), (422, &json!("wrong_answer")), "{wrong}");
        assert!(wrong.is_empty() || !reply.json.to_string().contains(wrong));
    }
    assert_eq!(answer(&mut browser, "7H4K-92PX").await.status, StatusCode::OK);
}

#[tokio::test]
async fn three_wrong_pins_pause_for_a_day_as_row_50_asks() {
    let world = world().await;
    give_pin(&world, "7H4K-92PX").await;
    let (_, mut browser) = holder(&world).await;
    for _ in 0..3 {
        assert_eq!(code(&answer(&mut browser, "AAAA-AAAA").await), (422, &json!("wrong_answer")));
    }
    assert_eq!(code(&answer(&mut browser, "7H4K-92PX").await), (429, &json!("extension_paused")));
}

#[tokio::test]
async fn ten_wrong_answers_of_all_users_void_a_pin_until_the_company_sends_another_as_row_50_asks() {
    let world = world().await;
    give_pin(&world, "7H4K-92PX").await;
    for n in 0..PIN_WRONG_TRIES {
        // Five a day is all that an account takes.
        if n % 5 == 0 {
            world.clock.advance(Duration::days(1));
        }
        let (_, mut browser) = holder(&world).await;
        assert_eq!(code(&answer(&mut browser, "AAAA-AAAA").await), (422, &json!("wrong_answer")), "{n}");
    }
    world.clock.advance(Duration::days(1));
    let (_, mut browser) = holder(&world).await;
    assert_eq!(code(&answer(&mut browser, "7H4K-92PX").await), (409, &json!("pin_void")));
    give_pin(&world, "9QWE-34RT").await;
    assert_eq!(answer(&mut browser, "9QWE-34RT").await.status, StatusCode::OK, "a new PIN begins anew");
}

#[tokio::test]
async fn a_pin_that_was_sent_opens_once_as_row_53_asks() {
    let world = world().await;
    let (user, mut browser) = holder(&world).await;
    assert_eq!(request(&mut browser, ON_FILE, "").await.status, StatusCode::ACCEPTED);
    let pin = pin_in(&world.last_letter());
    assert_eq!(answer(&mut browser, &pin).await.status, StatusCode::OK);
    browser.delete(&format!("/api/accounts/{ACCOUNT}")).await;
    world.link(user, &fixtures::account().id, domain::Level::Limited).await;
    assert_eq!(code(&answer(&mut browser, &pin).await), (422, &json!("wrong_answer")), "C-26: verify again");
}

#[tokio::test]
async fn parallel_answers_with_one_pin_open_once() {
    let world = world().await;
    let (_, mut browser) = holder(&world).await;
    request(&mut browser, ON_FILE, "").await;
    let pin = pin_in(&world.last_letter());
    let answers = (0..5).map(|_| {
        let (mut browser, pin) = (browser.clone(), pin.clone());
        async move { answer(&mut browser, &pin).await.status }
    });
    let statuses = futures::future::join_all(answers).await;
    assert_eq!(statuses.iter().filter(|status| **status == StatusCode::OK).count(), 1, "{statuses:?}");
}

#[tokio::test]
async fn a_pin_that_was_sent_lives_ninety_days_as_row_53_asks() {
    let world = world().await;
    let (user, mut browser) = holder(&world).await;
    request(&mut browser, ON_FILE, "").await;
    let pin = pin_in(&world.last_letter());
    world.clock.advance(Duration::days(90));
    let mut late = again(&world, user).await;
    assert_eq!(code(&answer(&mut late, &pin).await), (422, &json!("wrong_answer")));
}

#[tokio::test]
async fn a_pin_that_was_sent_opens_for_whoever_asked_alone() {
    let world = world().await;
    let (_, mut browser) = holder(&world).await;
    request(&mut browser, ON_FILE, "").await;
    let pin = pin_in(&world.last_letter());
    let (_, mut other) = holder(&world).await;
    assert_eq!(code(&answer(&mut other, &pin).await), (422, &json!("wrong_answer")));
    assert_eq!(answer(&mut browser, &pin).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_pin_ends_with_the_link_that_it_was_sent_for() {
    let world = world().await;
    let (user, mut browser) = holder(&world).await;
    request(&mut browser, ON_FILE, "").await;
    browser.delete(&format!("/api/accounts/{ACCOUNT}")).await;
    let account = fixtures::account().id;
    let left = world.app.store.get_many(&[keys::accounts::issued_pin(&account, user)]).await.expect("read");
    assert!(!left.has(&keys::accounts::issued_pin(&account, user)));
}

#[tokio::test]
async fn no_pin_is_kept_as_it_is_as_row_53_asks() {
    let world = world().await;
    let (user, mut browser) = holder(&world).await;
    request(&mut browser, ON_FILE, "").await;
    let pin = pin_in(&world.last_letter()).replace('-', "");
    let key = keys::accounts::issued_pin(&fixtures::account().id, user);
    let row: serde_json::Value = world.app.store.get(&key).await.expect("read").expect("a row");
    assert!(!row.to_string().contains(&pin), "{row}");
    assert_eq!(row["mac"].as_str().map(str::len), Some(64));
    let told = serde_json::to_string(&world.outbox().await).expect("JSON");
    assert!(!told.contains(&pin), "a PIN never goes by the outbox");
}

#[tokio::test]
async fn the_question_is_offered_where_there_is_a_pin_or_one_can_be_had_as_r_180_asks() {
    let asks = async |world: &platform::testing::World| {
        let (user, mut browser) = holder(world).await;
        let account = browser.get("/api/accounts").await.json["accounts"][0].take();
        assert_eq!(account["id"], ACCOUNT, "{user}");
        (account["extension_questions"].to_string().contains("\"pin\""), account["pin_requests"] == true)
    };
    assert_eq!(asks(&world().await).await, (true, true));
    let mut quiet = company();
    quiet.extension.pin_requests = false;
    let world = world_of(&quiet, &fixtures::account()).await;
    assert_eq!(asks(&world).await, (false, false), "nothing to answer with");
    world.import(&quiet, &Account { pin: Some("mac".into()), ..fixtures::account() }).await;
    assert_eq!(asks(&world).await, (true, false));
    let world = world_of(&fixtures::company(), &fixtures::account()).await;
    assert_eq!(asks(&world).await, (false, false), "the company has the question off");
    let (_, mut browser) = holder(&world).await;
    assert_eq!(code(&answer(&mut browser, "7H4K-92PX").await), (422, &json!("question_not_offered")));
}
