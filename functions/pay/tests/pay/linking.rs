//! «Зарегистрировать карту» while paying (R-078, R-186, R-189; security row 72).

use crate::{follow, gas, id, opened, start};
use http::StatusCode;
use platform::{offer, outbox::Event};
use serde_json::{Value, json};

fn registering(amount: i64) -> Value {
    let mut body = gas(amount);
    body["offer"] = json!({ "version": offer::VERSION, "sha256": offer::text_sha256() });
    body
}

#[tokio::test]
async fn a_card_is_linked_in_the_transaction_of_its_payment() {
    let (till, user, mut browser) = opened().await;
    let begun = start(&mut browser, "form-1", registering(10_000)).await.json;
    let kept = till.payment(id(&begun)).await.payment.offer.expect("kept before the bank was asked");
    assert_eq!((kept.version.as_str(), kept.ip.as_str()), (offer::VERSION, "203.0.113.7"));
    assert_eq!(till.cards(user).await, []);
    till.bank.pay(&till.at_bank(), bank::SUCCESSFUL_CARD).expect("pays");
    let paid = follow(&mut browser, &begun).await.json;
    assert_eq!((&paid["state"], &paid["card_linked"]), (&json!("succeeded"), &json!(true)));
    let [card] = till.cards(user).await.try_into().expect("one card");
    assert_eq!((card.card.mask(), card.offer.sha256), ("•••• 0004".into(), offer::text_sha256()));
    assert!(!card.token.contains(&till.token()), "closed (security row 71)");
    let told: Vec<_> = till.world.outbox().await.into_iter().map(|row| row.event).collect();
    let count = |wanted: fn(&Event) -> bool| told.iter().filter(|event| wanted(event)).count();
    assert_eq!(count(|event| matches!(event, Event::PaymentSucceeded { .. })), 1, "{told:?}");
    assert_eq!((count(|event| matches!(event, Event::CardLinked { .. })), told.len()), (1, 2), "{told:?}");
}

#[tokio::test]
async fn a_card_linked_while_paying_pays_the_next_time() {
    let (till, user, mut browser) = opened().await;
    let begun = start(&mut browser, "form-1", registering(10_000)).await.json;
    till.bank.pay(&till.at_bank(), bank::SUCCESSFUL_CARD).expect("pays");
    follow(&mut browser, &begun).await;
    let card = till.cards(user).await.pop().expect("a card").id;
    let next = start(&mut browser, "form-2", crate::by_card(20_000, &card)).await.json;
    let paid = crate::confirm(&mut browser, &next, &till.world.last_code()).await.json;
    assert_eq!(paid["state"], "succeeded", "{paid}");
    assert_eq!(till.charges(), 2);
}

#[tokio::test]
async fn without_the_offer_the_bank_keeps_no_card_whatever_its_page_is_told() {
    let (till, user, mut browser) = opened().await;
    let begun = start(&mut browser, "form-1", gas(10_000)).await.json;
    till.bank.pay_and_save(&till.at_bank(), bank::SUCCESSFUL_CARD).expect("pays");
    let paid = follow(&mut browser, &begun).await.json;
    assert_eq!((&paid["state"], &paid["card_linked"]), (&json!("succeeded"), &json!(false)));
    assert_eq!(till.cards(user).await, []);
    assert!(till.bank.methods().is_empty());
}

#[tokio::test]
async fn a_refused_payment_links_nothing() {
    let (till, user, mut browser) = opened().await;
    let begun = start(&mut browser, "form-1", registering(10_000)).await.json;
    till.bank.pay(&till.at_bank(), "2200000000000053").expect("is refused");
    let ended = follow(&mut browser, &begun).await.json;
    assert_eq!(ended["state"], "canceled", "{ended}");
    assert_eq!(till.cards(user).await, []);
    assert_eq!(till.payment(id(&begun)).await.payment.offer, None, "nothing left to prove");
}

#[tokio::test]
async fn another_text_than_the_one_in_force_begins_nothing_as_row_72_asks() {
    let (till, _, mut browser) = opened().await;
    for (field, value) in [("version", "2020-01-01"), ("sha256", "ab")] {
        let mut body = registering(10_000);
        body["offer"][field] = json!(value);
        let reply = start(&mut browser, "k", body).await;
        assert_eq!(
            (reply.status, &reply.json["code"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("offer_outdated"))
        );
    }
    assert!(till.bank.payments().is_empty());
}

/// Row 71: a card that comes after its owner has been erased would leave a token that nobody finds.
#[tokio::test]
async fn a_payment_outlives_its_payer_and_links_nothing_then() {
    let (till, user, mut browser) = opened().await;
    let begun = start(&mut browser, "form-1", registering(10_000)).await.json;
    till.bank.pay(&till.at_bank(), bank::SUCCESSFUL_CARD).expect("pays");
    let profile = platform::store::keys::identity::profile(user);
    till.world.app.store.delete(&profile).await.expect("erased");
    let paid = follow(&mut browser, &begun).await.json;
    assert_eq!((&paid["state"], &paid["card_linked"]), (&json!("succeeded"), &json!(false)));
    assert_eq!(till.cards(user).await, []);
    assert_eq!(till.credits().await.len(), 1, "the money is the account's all the same");
}
