//! «Платежи» (R-082…R-085, C-02; security row 58).

use crate::{PAYMENTS, day, paid};
use chrono::Duration;
use domain::{CompanyPayment, Kopecks, PaidLine, PaymentState, UserId, link::Level, packet::CompanyPayments};
use http::StatusCode;
use platform::{
    store::keys,
    testing::{World, fixtures::account},
};
use serde_json::{Value, json};
use view_account::api;

async fn told(world: &World, payments: &[(&str, &str, Option<String>)]) {
    let payments: Vec<_> = payments
        .iter()
        .map(|(id, date, portal_payment)| CompanyPayment {
            id: (*id).into(),
            date: day(date),
            amount: Kopecks(272_807),
            place: "Почта России".into(),
            portal_payment: portal_payment.clone(),
            lines: vec![
                PaidLine { service: "gas".into(), amount: Kopecks(272_000) },
                PaidLine { service: "gone".into(), amount: Kopecks(807) },
            ],
        })
        .collect();
    let list = CompanyPayments { payments: payments.into() };
    world.app.store.put(&keys::accounts::payments(&account().id), &list).await.expect("stored");
}

fn ids(list: &Value) -> Vec<&str> {
    list["payments"]
        .as_array()
        .expect("payments")
        .iter()
        .map(|row| row["id"].as_str().expect("an id"))
        .collect()
}

#[tokio::test]
async fn both_lists_come_as_one_newest_first_in_two_round_trips() {
    let world = World::new().await;
    let (user, mut browser) = world.holder(Level::Extended, api()).await;
    told(&world, &[("post-1", "2026-11-23", None), ("post-2", "2026-11-24", None)]).await;
    paid(&world, 1, user, PaymentState::Succeeded, 1_000).await;
    world.clock.advance(Duration::minutes(1));
    paid(&world, 2, user, PaymentState::AwaitingUser, 200).await;
    paid(&world, 3, user, PaymentState::Canceled, 300).await;
    browser.get(PAYMENTS).await; // a minute has passed: this one notes that the session is in use
    let before = world.app.store.trips();
    let list = browser.get(PAYMENTS).await;
    assert_eq!(list.status, StatusCode::OK, "{}", list.json);
    assert_eq!(world.app.store.trips() - before, 2);
    insta::assert_json_snapshot!("payments", list.json);
}

#[tokio::test]
async fn a_payment_that_came_back_from_the_company_is_shown_once_as_ours() {
    let world = World::new().await;
    let (user, mut browser) = world.holder(Level::Extended, api()).await;
    let payment = paid(&world, 1, user, PaymentState::Succeeded, 1_000).await;
    let unknown = ulid::Ulid::from(99_u128).to_string();
    told(&world, &[("a", "2026-11-24", Some(payment.id.to_string())), ("b", "2026-11-20", Some(unknown))])
        .await;
    let list = browser.get(PAYMENTS).await.json;
    assert_eq!(ids(&list), [payment.id.to_string().as_str(), "b"]);
    assert_eq!(
        (&list["payments"][0]["source"], &list["payments"][0]["receipt"]),
        (&json!("portal"), &json!(true))
    );
}

#[tokio::test]
async fn the_limited_version_lists_the_users_own_payments_alone_as_c_02_asks() {
    let world = World::new().await;
    let (user, mut browser) = world.holder(Level::Limited, api()).await;
    told(&world, &[("post-1", "2026-11-23", None)]).await;
    let own = paid(&world, 1, user, PaymentState::Succeeded, 1_000).await;
    paid(&world, 2, UserId(ulid::Ulid::from(9_u128)), PaymentState::Succeeded, 2_000).await;
    let list = browser.get(PAYMENTS).await.json;
    assert_eq!((ids(&list), &list["limited"]), (vec![own.id.to_string().as_str()], &json!(true)));
}

#[tokio::test]
async fn a_company_may_show_all_payments_in_the_limited_version() {
    let world = World::new().await;
    let (_, mut browser) = world.holder(Level::Limited, api()).await;
    let mut company = platform::testing::fixtures::company();
    company.limited.all_payments = true;
    world.import(&company, &account()).await;
    told(&world, &[("post-1", "2026-11-23", None)]).await;
    let list = browser.get(PAYMENTS).await.json;
    assert_eq!((ids(&list), &list["limited"]), (vec!["post-1"], &json!(false)));
}

#[tokio::test]
async fn card_receipt_and_banks_page_are_the_payers_alone_as_row_58_asks() {
    let world = World::new().await;
    let (husband, mut his) = world.holder(Level::Extended, api()).await;
    let (wife, mut hers) = world.signed_in(api()).await;
    world.link(wife, &account().id, Level::Extended).await;
    paid(&world, 1, husband, PaymentState::Succeeded, 1_000).await;
    paid(&world, 2, husband, PaymentState::AwaitingUser, 100).await;
    let (his, hers) = (his.get(PAYMENTS).await.json, hers.get(PAYMENTS).await.json);
    assert_eq!(ids(&his), ids(&hers));
    assert!(his.to_string().contains("•••• 0004") && his.to_string().contains("https://bank.example"));
    for row in hers["payments"].as_array().expect("payments") {
        assert!(row.get("card_mask").is_none() && row.get("continue_url").is_none(), "{row}");
        assert_eq!(row["receipt"], false);
    }
}
