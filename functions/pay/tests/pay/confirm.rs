//! The code of a payment with a linked card, and what the bank then says (R-079, R-080; security rows 2, 4, 6, 7, 71).

use crate::{by_card, confirm, follow, id, opened, resend, start};
use bank::{Fault, Faults, Switch};
use domain::UserId;
use http::StatusCode;
use payments::testing::Till;
use platform::{outbox::Event, testing::Browser};
use serde_json::{Value, json};

/// A payment that waits for its code, and the code.
async fn waiting() -> (Till, UserId, Browser, Value, String) {
    let (till, user, mut browser) = opened().await;
    let card = till.linked_card(user, bank::SUCCESSFUL_CARD).await;
    let begun = start(&mut browser, "form-1", by_card(10_000, &card.id)).await.json;
    let code = till.world.last_code();
    (till, user, browser, begun, code)
}

#[tokio::test]
async fn the_right_code_charges_the_card_in_two_round_trips_before_the_bank() {
    let (till, _, mut browser, begun, code) = waiting().await;
    let before = till.world.app.store.trips();
    let paid = confirm(&mut browser, &begun, &code).await;
    assert_eq!(till.world.app.store.trips() - before, 3, "two, and one for the bank's answer");
    assert_eq!(paid.status, StatusCode::OK, "{}", paid.json);
    assert_eq!((&paid.json["state"], &paid.json["card_mask"]), (&json!("succeeded"), &json!("•••• 0004")));
    assert_eq!((&paid.json["step_up"], &paid.json["receipt"]), (&json!(null), &json!(true)));
    let at_bank = till.bank.payment(&till.at_bank()).expect("at the bank");
    assert_eq!((at_bank.charges, at_bank.method), (1, Some(till.token())));
    assert_eq!(till.credits().await.len(), 1);
    let row = till.payment(id(&begun)).await.payment;
    assert_eq!(row.charge.map(|charge| charge.token), Some(String::new()), "nothing will be sent again");
    assert_eq!(row.request_body, "");
}

#[tokio::test]
async fn a_second_click_learns_how_it_went_and_charges_nothing() {
    let (till, _, browser, begun, code) = waiting().await;
    let clicks = (0..8).map(|_| {
        let (mut browser, begun, code) = (browser.clone(), begun.clone(), code.clone());
        async move { confirm(&mut browser, &begun, &code).await }
    });
    for reply in futures::future::join_all(clicks).await {
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.json);
        assert!(["succeeded", "submitting"].contains(&reply.json["state"].as_str().expect("a state")));
    }
    assert_eq!(till.charges(), 1);
    let mut browser = browser;
    let late = confirm(&mut browser, &begun, "000000").await;
    assert_eq!((late.status, &late.json["state"]), (StatusCode::OK, &json!("succeeded")));
    let resent = resend(&mut browser, &begun).await;
    assert_eq!((resent.status, &resent.json["state"]), (StatusCode::OK, &json!("succeeded")));
    assert_eq!((till.charges(), till.world.letters().len()), (1, 1));
}

#[tokio::test]
async fn three_wrong_codes_kill_it_and_the_next_one_works() {
    let (till, _, mut browser, begun, code) = waiting().await;
    let wrong = if code == "111111" { "222222" } else { "111111" };
    for left in [2, 1] {
        let reply = confirm(&mut browser, &begun, wrong).await;
        assert_eq!(
            (reply.status, &reply.json["code"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("wrong_code"))
        );
        assert_eq!(follow(&mut browser, &begun).await.json["step_up"]["tries_left"], left);
    }
    let third = confirm(&mut browser, &begun, wrong).await;
    assert_eq!((third.status, &third.json["code"]), (StatusCode::GONE, &json!("code_used_up")));
    let right = confirm(&mut browser, &begun, &code).await;
    assert_eq!((right.status, &right.json["code"]), (StatusCode::GONE, &json!("code_used_up")));
    assert!(till.bank.payments().is_empty());
    till.pass(115);
    assert_eq!(resend(&mut browser, &begun).await.status, StatusCode::OK);
    let paid = confirm(&mut browser, &begun, &till.world.last_code()).await;
    assert_eq!(paid.json["state"], "succeeded", "{}", paid.json);
}

#[tokio::test]
async fn a_code_lives_its_time_and_another_is_sent_only_after_the_wait() {
    let (till, _, mut browser, begun, code) = waiting().await;
    let early = resend(&mut browser, &begun).await;
    assert_eq!((early.status, &early.json["code"]), (StatusCode::TOO_MANY_REQUESTS, &json!("too_early")));
    till.pass(160);
    let dead = confirm(&mut browser, &begun, &code).await;
    assert_eq!((dead.status, &dead.json["code"]), (StatusCode::GONE, &json!("code_expired")));
    let resent = resend(&mut browser, &begun).await;
    assert_eq!((resent.status, &resent.json["state"]), (StatusCode::OK, &json!("created")));
    assert_eq!(resent.json["step_up"]["expires_at"], "2026-11-24T09:05:20Z");
    assert_ne!(till.world.last_code(), code);
    let old = confirm(&mut browser, &begun, &code).await;
    assert_eq!(old.json["code"], "wrong_code", "the one before stops working (row 6)");
    assert_eq!(confirm(&mut browser, &begun, &till.world.last_code()).await.json["state"], "succeeded");
}

#[tokio::test]
async fn a_code_works_in_its_own_browser_and_for_its_own_payment_alone_as_row_7_asks() {
    let (till, user, mut browser, begun, code) = waiting().await;
    let mut elsewhere = till.world.signed_in_as(user, "ivanov@example.ru", pay::api()).await;
    for reply in [confirm(&mut elsewhere, &begun, &code).await, {
        till.pass(115);
        resend(&mut elsewhere, &begun).await
    }] {
        assert_eq!((reply.status, &reply.json["code"]), (StatusCode::NOT_FOUND, &json!("flow_not_found")));
    }
    let (_, mut other) = till.world.signed_in(pay::api()).await;
    for reply in [confirm(&mut other, &begun, &code).await, resend(&mut other, &begun).await] {
        assert_eq!((reply.status, &reply.json["code"]), (StatusCode::NOT_FOUND, &json!("not_found")));
    }
    let card = till.cards(user).await.pop().expect("a card").id;
    let mut body = by_card(20_000, &card);
    body["start_new"] = json!(true);
    let second = start(&mut browser, "form-2", body).await.json;
    assert_eq!(confirm(&mut browser, &second, &code).await.json["code"], "wrong_code");
    assert!(till.bank.payments().is_empty());
}

#[tokio::test]
async fn a_card_that_was_forgotten_meanwhile_is_not_charged_as_r_190_asks() {
    let (till, user, mut browser, begun, code) = waiting().await;
    let card = till.cards(user).await.pop().expect("a card");
    till.world.app.store.delete(&platform::store::keys::cards::card(user, &card.id)).await.expect("gone");
    let reply = confirm(&mut browser, &begun, &code).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(reply.json["fields"][0]["code"], "card_not_found", "{}", reply.json);
    assert!(till.bank.payments().is_empty());
}

#[tokio::test]
async fn two_payments_charge_a_card_one_after_the_other() {
    let (till, user, mut browser, first, code) = waiting().await;
    let card = till.cards(user).await.pop().expect("a card").id;
    let mut body = by_card(20_000, &card);
    body["start_new"] = json!(true);
    let second = start(&mut browser, "form-2", body).await.json;
    let second_code = till.world.last_code();
    // The first is sent and nobody knows how it went: for half a minute the card is its own.
    till.bank.set_faults(Faults::default().with(Fault::NotCreated500, Switch::next(1)));
    assert_eq!(confirm(&mut browser, &first, &code).await.json["state"], "submitting");
    let busy = confirm(&mut browser, &second, &second_code).await;
    assert_eq!((busy.status, &busy.json["code"]), (StatusCode::CONFLICT, &json!("request_in_progress")));
    assert_eq!(busy.headers["retry-after"], "30");
    till.pass(31);
    assert_eq!(
        confirm(&mut browser, &second, &second_code).await.json["state"],
        "succeeded",
        "the code still works"
    );
    assert_eq!(follow(&mut browser, &first).await.json["state"], "succeeded", "and the first is sent again");
    assert_eq!(till.charges(), 2);
}

#[tokio::test]
async fn a_charge_that_has_ended_lets_the_card_go_at_once() {
    let (till, user, mut browser, first, code) = waiting().await;
    assert_eq!(confirm(&mut browser, &first, &code).await.json["state"], "succeeded");
    let card = till.cards(user).await.pop().expect("a card").id;
    let second = start(&mut browser, "form-2", by_card(20_000, &card)).await.json;
    let paid = confirm(&mut browser, &second, &till.world.last_code()).await;
    assert_eq!(paid.json["state"], "succeeded", "{}", paid.json);
}

#[tokio::test]
async fn an_answer_that_was_lost_is_one_charge_as_row_68_asks() {
    let (till, _, mut browser, begun, code) = waiting().await;
    till.bank.set_faults(Faults::default().with(Fault::CreatedThen500, Switch::next(1)));
    assert_eq!(confirm(&mut browser, &begun, &code).await.json["state"], "submitting");
    till.pass(2);
    assert_eq!(follow(&mut browser, &begun).await.json["state"], "succeeded");
    assert_eq!(till.charges(), 1);
    let told = till.world.outbox().await;
    assert_eq!(told.iter().filter(|row| matches!(row.event, Event::PaymentSucceeded { .. })).count(), 1);
}

#[tokio::test]
async fn a_bank_that_wants_3d_secure_after_all_gets_its_page() {
    let (till, _, mut browser, begun, code) = waiting().await;
    till.bank.set_faults(Faults::default().with(Fault::SavedCardConfirms, Switch::next(1)));
    let reply = confirm(&mut browser, &begun, &code).await.json;
    assert_eq!(reply["state"], "awaiting_user");
    assert!(reply["confirmation_url"].as_str().is_some_and(|url| url.ends_with(&till.at_bank())), "{reply}");
    assert_eq!(till.charges(), 0);
}

#[tokio::test]
async fn five_codes_an_hour_are_enough_as_row_5_asks() {
    let (till, _, mut browser, begun, _) = waiting().await;
    for _ in 0..4 {
        till.pass(115);
        assert_eq!(resend(&mut browser, &begun).await.status, StatusCode::OK);
    }
    till.pass(115);
    let sixth = resend(&mut browser, &begun).await;
    assert_eq!(
        (sixth.status, &sixth.json["code"]),
        (StatusCode::TOO_MANY_REQUESTS, &json!("too_many_requests"))
    );
    assert!(sixth.headers.contains_key("retry-after"));
    assert_eq!(till.world.letters().len(), 5);
    let paid = confirm(&mut browser, &begun, &till.world.last_code()).await;
    assert_eq!(paid.json["state"], "succeeded", "the last code still works");
}
