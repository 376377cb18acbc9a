//! Beginning a payment with a linked card: a code first, and nothing at the bank before it (R-073, R-077, R-079;
//! security rows 71, 73).

use crate::{by_card, follow, gas, id, opened, start};
use domain::{CardId, Level, PaymentState};
use http::StatusCode;
use payments::testing::Till;
use serde_json::json;

#[tokio::test]
async fn a_payment_with_a_linked_card_begins_in_two_round_trips_and_waits_for_a_code() {
    let (till, user, mut browser) = opened().await;
    let card = till.linked_card(user, bank::SUCCESSFUL_CARD).await;
    let before = till.world.app.store.trips();
    let reply = start(&mut browser, "form-1", by_card(258_043, &card.id)).await;
    assert_eq!(till.world.app.store.trips() - before, 2);
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.json);
    let payment = &reply.json;
    assert_eq!((&payment["state"], &payment["method"]), (&json!("created"), &json!("saved_card")));
    let step_up = &payment["step_up"];
    assert_eq!((&step_up["code_length"], &step_up["tries_left"]), (&json!(6), &json!(3)));
    assert!(step_up["sent_to"].as_str().is_some_and(|to| to.contains('•')), "{step_up}");
    assert_eq!(step_up["expires_at"], "2026-11-24T09:02:40Z");
    assert_eq!(step_up["resend_at"], "2026-11-24T09:01:55Z");
    assert_eq!(payment["expires_at"], "2026-11-24T09:15:00Z", "a quarter of an hour for the code");
    assert!(till.bank.payments().is_empty(), "nothing was sent");
    let letter = till.world.last_letter().replace(|c: char| c.is_whitespace(), " ");
    for part in ["2 580,43", "Мир •••• 0004", &till.world.last_code()] {
        assert!(letter.contains(part), "{letter}");
    }
    assert!(
        till.world.outbox().await.iter().all(|row| !format!("{row:?}").contains(&till.world.last_code()))
    );
}

#[tokio::test]
async fn a_page_that_is_loaded_anew_shows_the_same_wait() {
    let (till, user, mut browser) = opened().await;
    let card = till.linked_card(user, bank::SUCCESSFUL_CARD).await;
    let begun = start(&mut browser, "form-1", by_card(10_000, &card.id)).await.json;
    let before = till.world.app.store.trips();
    assert_eq!(follow(&mut browser, &begun).await.json, begun);
    assert_eq!(till.world.app.store.trips() - before, 1);
    let again = start(&mut browser, "form-1", by_card(10_000, &card.id)).await;
    assert_eq!((again.status, &again.json), (StatusCode::CREATED, &begun), "the same key");
    let tab = start(&mut browser, "form-2", by_card(10_000, &card.id)).await;
    assert_eq!((tab.status, &tab.json), (StatusCode::CREATED, &begun), "another tab");
    assert_eq!(till.world.letters().len(), 1, "one code");
    let other = start(&mut browser, "form-3", gas(10_000)).await;
    assert_eq!((other.status, &other.json["code"]), (StatusCode::CONFLICT, &json!("open_payment_exists")));
}

#[tokio::test]
async fn the_code_goes_to_a_verified_phone_before_any_mail() {
    let till = Till::open().await;
    till.world.import(&platform::testing::fixtures::company(), &platform::testing::fixtures::account()).await;
    let user = till.world.person("ivanov@example.ru", "пламя-2026!").await;
    till.world.link(user, &till.account, Level::Limited).await;
    let mut profile = till.world.profile(user).await.expect("a profile");
    let phone = domain::Login::parse("+7 912 345-67-89").expect("a phone");
    profile.phone = Some(platform::records::Contact { address: phone, verified_at: till.world.clock.now() });
    let key = platform::store::keys::identity::profile(user);
    till.world.app.store.put(&key, &profile).await.expect("stored");
    let mut browser = till.world.enter("ivanov@example.ru", pay::api()).await;
    let card = till.linked_card(user, bank::SUCCESSFUL_CARD).await;
    let begun = start(&mut browser, "form-1", by_card(10_000, &card.id)).await.json;
    assert_eq!(till.world.addressees(), ["+79123456789"]);
    assert!(begun["step_up"]["sent_to"].as_str().is_some_and(|to| to.ends_with("7-89")), "{begun}");
}

#[tokio::test]
async fn no_plain_token_is_in_the_payments_row() {
    let (till, user, mut browser) = opened().await;
    let card = till.linked_card(user, bank::SUCCESSFUL_CARD).await;
    let begun = start(&mut browser, "form-1", by_card(10_000, &card.id)).await.json;
    let row = serde_json::to_string(&till.payment(id(&begun)).await).expect("JSON");
    assert!(!row.contains(&till.token()) && row.contains(&card.token), "closed (security row 71)");
}

#[tokio::test]
async fn anothers_card_and_a_card_of_another_company_are_as_absent_as_none_as_row_71_asks() {
    let (till, user, mut browser) = opened().await;
    let own = till.linked_card(user, bank::SUCCESSFUL_CARD).await;
    let (_, mut other) = till.world.holder(Level::Limited, pay::api()).await;
    let absent: CardId = "sever-mir-9999-203011".parse().expect("a card");
    let elsewhere: CardId = "volga-mir-0004-203012".parse().expect("a card");
    let replies = [
        start(&mut other, "k1", by_card(10_000, &own.id)).await,
        start(&mut browser, "k1", by_card(10_000, &absent)).await,
        start(&mut browser, "k2", by_card(10_000, &elsewhere)).await,
    ];
    for reply in replies {
        let field = &reply.json["fields"][0];
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!((&field["field"], &field["code"]), (&json!("card"), &json!("card_not_found")));
    }
    assert!(till.bank.payments().is_empty() && till.world.letters().is_empty());
}

#[tokio::test]
async fn a_choice_that_does_not_fit_is_refused_at_its_field() {
    let (till, user, mut browser) = opened().await;
    let card = till.linked_card(user, bank::SUCCESSFUL_CARD).await;
    let offer = json!({ "version": platform::offer::VERSION, "sha256": platform::offer::text_sha256() });
    let mut none = by_card(10_000, &card.id);
    none["card"] = json!(null);
    let mut both = gas(10_000);
    both["card"] = json!(card.id);
    let mut offered = by_card(10_000, &card.id);
    offered["offer"] = offer;
    let mut odd = by_card(10_000, &card.id);
    odd["card"] = json!("../admin");
    for (body, field) in [(none, "card"), (both, "card"), (offered, "offer"), (odd, "card")] {
        let reply = start(&mut browser, "k", body).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(reply.json["fields"][0]["field"], field, "{}", reply.json);
    }
}

#[tokio::test]
async fn an_expired_card_is_refused_at_its_field() {
    let (till, user, mut browser) = opened().await;
    let mut card = till.linked_card(user, bank::SUCCESSFUL_CARD).await;
    card.card.expiry = domain::card::Expiry { year: 2026, month: 10 };
    let key = platform::store::keys::cards::card(user, &card.id);
    till.world.app.store.put(&key, &card).await.expect("stored");
    let reply = start(&mut browser, "k", by_card(10_000, &card.id)).await;
    assert_eq!(reply.json["fields"][0]["code"], "card_expired", "{}", reply.json);
}

#[tokio::test]
async fn the_installation_says_which_sums_need_a_code() {
    let till = Till::with(None, &[("SAVED_CARD_STEP_UP", "above:5000")]).await;
    let (user, mut browser) = till.world.holder(Level::Limited, pay::api()).await;
    let card = till.linked_card(user, bank::SUCCESSFUL_CARD).await;
    let before = till.world.app.store.trips();
    let small = start(&mut browser, "k1", by_card(500_000, &card.id)).await;
    assert_eq!(till.world.app.store.trips() - before, 3);
    assert_eq!((small.status, &small.json["state"]), (StatusCode::CREATED, &json!("succeeded")));
    assert_eq!((&small.json["card_mask"], &small.json["step_up"]), (&json!("•••• 0004"), &json!(null)));
    assert_eq!(till.charges(), 1);
    let large = start(&mut browser, "k2", by_card(500_001, &card.id)).await;
    assert_eq!(large.json["state"], "created");
    assert_eq!(till.charges(), 1);
}

#[tokio::test]
async fn linked_cards_count_towards_the_limits_of_row_73() {
    let till = Till::with(None, &[("SAVED_CARD_STEP_UP", "never")]).await;
    let (user, mut browser) = till.world.holder(Level::Limited, pay::api()).await;
    let card = till.linked_card(user, bank::SUCCESSFUL_CARD).await;
    till.bank.refuse_method(&till.token(), Some(bank::Refusal::InsufficientFunds)).expect("a card");
    for n in 0..3 {
        let reply = start(&mut browser, &format!("k{n}"), by_card(10_000, &card.id)).await;
        assert_eq!((reply.status, &reply.json["state"]), (StatusCode::CREATED, &json!("canceled")));
        assert_eq!(reply.json["refusal"]["code"], "insufficient_funds");
    }
    let fourth = start(&mut browser, "k4", by_card(10_000, &card.id)).await;
    assert_eq!(fourth.status, StatusCode::TOO_MANY_REQUESTS, "three declines in an hour");
    assert_eq!(till.cards(user).await.len(), 1, "a card without money stays");

    let till = Till::open().await;
    let (user, mut browser) = till.world.holder(Level::Limited, pay::api()).await;
    let card = till.linked_card(user, bank::SUCCESSFUL_CARD).await;
    for n in 0..5 {
        let mut body = by_card(10_000 + n, &card.id);
        body["start_new"] = json!(true);
        assert_eq!(start(&mut browser, &format!("k{n}"), body).await.status, StatusCode::CREATED);
    }
    let mut body = by_card(20_000, &card.id);
    body["start_new"] = json!(true);
    assert_eq!(start(&mut browser, "k6", body).await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_payment_that_was_never_confirmed_is_not_listed() {
    let (till, user, mut browser) = opened().await;
    let card = till.linked_card(user, bank::SUCCESSFUL_CARD).await;
    let begun = start(&mut browser, "form-1", by_card(10_000, &card.id)).await.json;
    assert!(till.listed().await.is_empty());
    till.pass(15 * 60);
    let ended = follow(&mut browser, &begun).await.json;
    assert_eq!((&ended["state"], &ended["refusal"]["code"]), (&json!("failed"), &json!("abandoned")));
    assert_eq!(till.payment(id(&begun)).await.payment.state, PaymentState::Failed);
    assert!(till.bank.payments().is_empty());
}
