//! «Платежи» (R-082…R-085, C-02; security row 58).

use crate::{PAYMENTS, day, paid};
use chrono::Duration;
use domain::{
    CompanyPayment, Kopecks, PaidLine, PaymentState, RefundId, UserId,
    link::Level,
    packet::CompanyPayments,
    payment::{Aftermath, NewRefund},
};
use http::StatusCode;
use platform::{
    records::payments::ListedPayment,
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

/// Payments §8: money that went back is a row of its own, linked to the payment; named by the company, it is not shown
/// twice. The state of the fiscal receipt is the payer's alone (row 58).
#[tokio::test]
async fn a_refund_is_a_negative_row_and_what_the_company_has_counted_says_so() {
    let world = World::new().await;
    let (husband, mut his) = world.holder(Level::Extended, api()).await;
    let (wife, mut hers) = world.signed_in(api()).await;
    world.link(wife, &account().id, Level::Extended).await;
    let payment = paid(&world, 1, husband, PaymentState::Succeeded, 1_000).await;
    let now = world.clock.now();
    let number = RefundId(ulid::Ulid::from(2_u128));
    let new =
        NewRefund { id: number, lines: vec![("gas".into(), Kopecks(30_000))], reason: "проба".into() };
    let mut after =
        Aftermath::of(&payment, now).expect("paid").begin(&new, String::new(), now).expect("may be").after;
    after.refunds[0].completed_at = Some(now);
    let row = ListedPayment::of_refund(&after, &after.refunds[0]);
    let key = keys::payments::of_account(&account().id, number.into());
    world.app.store.put(&key, &row).await.expect("stored");
    told(&world, &[("a", "2026-11-24", Some(number.to_string()))]).await;
    let list = his.get(PAYMENTS).await.json;
    let rows = list["payments"].as_array().expect("payments");
    assert_eq!(rows.len(), 2, "{list}");
    let refund = rows.iter().find(|row| row["kind"] == "refund").expect("a refund");
    assert_eq!((&refund["amount"], &refund["of"]), (&json!(-30_000), &json!(payment.id.to_string())));
    assert_eq!((&refund["lines"][0]["amount"], &refund["receipt"]), (&json!(-30_000), &json!(false)));
    assert_eq!(refund["counted"], true, "the company has named it");
    let own = rows.iter().find(|row| row["kind"] == "payment").expect("the payment");
    assert_eq!((&own["counted"], &own["fiscal_receipt"]), (&json!(false), &json!("pending")));
    let seen = hers.get(PAYMENTS).await.json;
    for row in seen["payments"].as_array().expect("payments") {
        assert_eq!(row["fiscal_receipt"], "none", "{row}");
    }
}
