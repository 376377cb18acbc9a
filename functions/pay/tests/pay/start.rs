//! Beginning a payment: what is written, what the bank is told, who may.

use crate::{another, gas, id, opened, path, start};
use domain::{Level, PaymentState};
use http::StatusCode;
use payments::testing::Till;
use platform::{records::payments::OpenPaymentRow, store::keys, testing::fixtures};
use serde_json::json;

#[tokio::test]
async fn a_payment_begins_in_three_round_trips_and_leads_to_the_banks_page() {
    let (till, user, mut browser) = opened().await;
    let body = json!({
        "lines": [{ "service": "gas", "amount": 258_043 }, { "service": "maintenance", "amount": 18_450 }],
        "method": "new_card",
    });
    let before = till.world.app.store.trips();
    let reply = start(&mut browser, "form-1", body).await;
    assert_eq!(till.world.app.store.trips() - before, 3);
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.json);
    let payment = &reply.json;
    assert_eq!((&payment["state"], &payment["amount"]), (&json!("awaiting_user"), &json!(276_493)));
    assert_eq!((&payment["place"], &payment["receipt"]), (&json!("Личный кабинет"), &json!(false)));
    assert_eq!(payment["lines"][1]["name"], "Техобслуживание ВДГО");
    let at_bank = till.bank.payment(&till.at_bank()).expect("at the bank");
    assert!(payment["confirmation_url"].as_str().is_some_and(|url| url.ends_with(&at_bank.id)), "{payment}");
    assert_eq!(at_bank.amount, 276_493);
    assert_eq!(at_bank.metadata["payment_id"], payment["id"]);
    let result = format!("http://localhost:3000/payments/{}/result", id(payment));
    assert_eq!(at_bank.visit.return_url, Some(result));
    let open: Option<OpenPaymentRow> = till
        .world
        .app
        .store
        .get(&keys::payments::open(user, &till.account, domain::payee::MAIN))
        .await
        .expect("read");
    assert_eq!(open.map(|row| row.payment), Some(id(payment)));
    assert!(till.credits().await.is_empty(), "nothing is paid yet");
}

#[tokio::test]
async fn a_payment_under_way_is_listed_and_its_page_is_the_payers_alone() {
    let (till, user, mut browser) = opened().await;
    start(&mut browser, "form-1", gas(100_000)).await;
    let listed = till.listed().await;
    let now = till.world.clock.now();
    let [line] = listed.as_slice() else { panic!("one line: {listed:?}") };
    assert_eq!(line.state, PaymentState::AwaitingUser);
    assert!(line.clone().seen_by(user, now).confirmation_url.is_some());
    let stranger = domain::UserId(ulid::Ulid::new());
    assert!(line.clone().seen_by(stranger, now).confirmation_url.is_none(), "security row 58");
    till.pass(61 * 60);
    assert!(
        line.clone().seen_by(user, till.world.clock.now()).confirmation_url.is_none(),
        "the page is closed"
    );
}

#[tokio::test]
async fn a_stranger_is_401_and_somebody_elses_account_is_404() {
    let (till, _, _) = opened().await;
    let mut stranger = till.world.serve(pay::api());
    assert_eq!(start(&mut stranger, "k", gas(10_000)).await.status, StatusCode::UNAUTHORIZED);
    let (_, mut other) = till.world.signed_in(pay::api()).await;
    assert_eq!(start(&mut other, "k", gas(10_000)).await.status, StatusCode::NOT_FOUND);
    assert!(till.bank.payments().is_empty());
}

#[tokio::test]
async fn a_request_without_a_key_begins_nothing() {
    let (till, _, mut browser) = opened().await;
    let reply = browser.post(&path(), gas(10_000)).await;
    assert_eq!(
        (reply.status, &reply.json["code"]),
        (StatusCode::BAD_REQUEST, &json!("idempotency_key_required"))
    );
    assert!(till.bank.payments().is_empty());
}

#[tokio::test]
async fn the_company_decides_who_pays_here() {
    let till = Till::open().await;
    let (_, mut limited) = till.world.holder(Level::Limited, pay::api()).await;
    let mut company = fixtures::company();
    company.limited.pay = false;
    till.world.import(&company, &fixtures::account()).await;
    let reply = start(&mut limited, "k", gas(10_000)).await;
    assert_eq!((reply.status, &reply.json["code"]), (StatusCode::FORBIDDEN, &json!("extended_required")));
    company.payments.enabled = false;
    till.world.import(&company, &fixtures::account()).await;
    let reply = start(&mut limited, "k", gas(10_000)).await;
    assert_eq!((reply.status, &reply.json["code"]), (StatusCode::FORBIDDEN, &json!("payments_off")));
    assert!(till.bank.payments().is_empty());
}

#[tokio::test]
async fn the_sixth_payment_in_ten_minutes_waits_as_row_73_asks() {
    let (till, _, mut browser) = opened().await;
    for n in 0..5 {
        let reply = start(&mut browser, &format!("form-{n}"), another(10_000 + n)).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.json);
    }
    let reply = start(&mut browser, "form-6", another(20_000)).await;
    assert_eq!(reply.status, StatusCode::TOO_MANY_REQUESTS, "{}", reply.json);
    let wait = crate::retry_after(&reply);
    assert!((1..=600).contains(&wait), "{wait}");
    till.pass(wait);
    assert_eq!(start(&mut browser, "form-6", another(20_000)).await.status, StatusCode::CREATED);
}
