//! A card that the bank no longer charges is forgotten with the payment that found it out, and its owner is told.

use crate::{by_card, confirm, id, opened, start};
use bank::{Fault, Faults, Refusal, Switch};
use domain::UserId;
use payments::testing::Till;
use platform::{outbox::Event, testing::Browser};
use serde_json::{Value, json};

async fn revoked() -> (Till, UserId, Browser, Value) {
    let (till, user, mut browser) = opened().await;
    let card = till.linked_card(user, bank::SUCCESSFUL_CARD).await;
    till.bank.refuse_method(&till.token(), Some(Refusal::PermissionRevoked)).expect("a card");
    let begun = start(&mut browser, "form-1", by_card(10_000, &card.id)).await.json;
    (till, user, browser, begun)
}

async fn told(till: &Till) -> usize {
    let rows = till.world.outbox().await;
    rows.iter().filter(|row| matches!(row.event, Event::CardRevoked { .. })).count()
}

#[tokio::test]
async fn a_revoked_permission_cancels_the_payment_and_unlinks_the_card() {
    let (till, user, mut browser, begun) = revoked().await;
    let reply = confirm(&mut browser, &begun, &till.world.last_code()).await.json;
    assert_eq!(
        (&reply["state"], &reply["refusal"]["code"]),
        (&json!("canceled"), &json!("permission_revoked"))
    );
    assert_eq!(till.cards(user).await, [], "its token is gone");
    assert_eq!(told(&till).await, 1);
    assert_eq!(till.charges(), 0);
}

#[tokio::test]
async fn a_card_that_the_bank_does_not_know_any_more_goes_too() {
    let (till, user, mut browser) = opened().await;
    let card = till.linked_card(user, bank::SUCCESSFUL_CARD).await;
    let begun = start(&mut browser, "form-1", by_card(10_000, &card.id)).await.json;
    till.bank.deactivate_method(&till.token()).expect("a card");
    let reply = confirm(&mut browser, &begun, &till.world.last_code()).await.json;
    assert_eq!(
        (&reply["state"], &reply["refusal"]["code"]),
        (&json!("failed"), &json!("permission_revoked"))
    );
    assert_eq!(till.cards(user).await, []);
    assert_eq!(told(&till).await, 1);
}

#[tokio::test]
async fn a_card_that_was_linked_again_meanwhile_stays() {
    let (till, user, mut browser, begun) = revoked().await;
    let code = till.world.last_code();
    // The answer is lost; before it is found the same card is linked anew, with another token.
    till.bank.set_faults(Faults::default().with(Fault::CreatedThen500, Switch::next(1)));
    assert_eq!(confirm(&mut browser, &begun, &code).await.json["state"], "submitting");
    let again = till.linked_card(user, bank::SUCCESSFUL_CARD).await;
    till.pass(2);
    assert_eq!(crate::follow(&mut browser, &begun).await.json["state"], "canceled");
    assert_eq!(till.cards(user).await, [again]);
    assert_eq!(told(&till).await, 0);
    assert!(till.payment(id(&begun)).await.payment.refusal.is_some_and(|refusal| refusal.is_card_gone()));
}
