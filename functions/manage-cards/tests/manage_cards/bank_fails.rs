//! Linking while the bank fails: one binding at the bank, and the right end (payments §5; as security row 68 has it of
//! payments).

use crate::{at_bank, bind, follow, opened};
use bank::{Fault, Faults, Switch};
use http::StatusCode;
use serde_json::json;

#[tokio::test]
async fn a_lost_answer_is_asked_for_again_with_the_same_key() {
    let (till, _, mut browser) = opened().await;
    till.bank.set_faults(Faults::default().with(Fault::CreatedThen500, Switch::next(1)));
    let binding = bind(&mut browser, "k").await;
    assert_eq!((binding.status, &binding.json["state"]), (StatusCode::CREATED, &json!("submitting")));
    till.pass(2);
    let found = follow(&mut browser, &binding.json).await;
    assert_eq!(found["state"], "pending", "{found}");
    assert_eq!(till.bank.methods().len(), 1, "nothing was begun twice");
    till.bank.bind(&at_bank(&till), bank::SUCCESSFUL_CARD).expect("a card");
    till.pass(3);
    assert_eq!(follow(&mut browser, &found).await["state"], "active");
}

#[tokio::test]
async fn a_card_that_turns_out_inactive_is_linked_to_nobody() {
    let (till, _, mut browser) = opened().await;
    till.bank.set_faults(Faults::default().with(Fault::BindingInactive, Switch::next(1)));
    let binding = bind(&mut browser, "k").await.json;
    till.bank.bind(&at_bank(&till), bank::SUCCESSFUL_CARD).expect("a card");
    till.pass(3);
    let ended = follow(&mut browser, &binding).await;
    assert_eq!((&ended["state"], &ended["card"]), (&json!("inactive"), &json!(null)));
    assert_eq!(ended["refusal"]["code"], "card_declined");
    assert_eq!(browser.get("/api/cards").await.json["cards"], json!([]));
}

#[tokio::test]
async fn a_bank_that_does_not_answer_leaves_the_binding_as_it_was() {
    let (till, _, mut browser) = opened().await;
    let binding = bind(&mut browser, "k").await.json;
    till.bank.bind(&at_bank(&till), bank::SUCCESSFUL_CARD).expect("a card");
    let read = Switch::next(1).on(bank::Calls::Read);
    till.bank.set_faults(Faults::default().with(Fault::NotCreated500, read));
    till.pass(3);
    assert_eq!(follow(&mut browser, &binding).await["state"], "pending");
    till.pass(3);
    assert_eq!(follow(&mut browser, &binding).await["state"], "active");
}
