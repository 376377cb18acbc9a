//! Webhooks: posted, posted again, and everything that goes wrong with them on the way.

mod common;

use bank::{Fault, Faults, SUCCESSFUL_CARD, Switch};
use common::{World, id, order, world};
use serde_json::json;
use std::time::Duration;

async fn paid(world: &World, key: &str) -> String {
    let payment = id(&world.create(key).await);
    world.bank.pay(&payment, SUCCESSFUL_CARD);
    payment
}

async fn settle() {
    tokio::time::sleep(Duration::from_millis(400)).await;
}

#[tokio::test]
async fn success_and_refusal_are_told() {
    let world = world().await;
    let payment = paid(&world, "k1").await;
    let hooks = world.hooks.wait(1).await;
    assert_eq!(hooks[0]["type"], "notification");
    assert_eq!(hooks[0]["event"], "payment.succeeded");
    assert_eq!(hooks[0]["object"]["id"], json!(payment));
    assert_eq!(hooks[0]["object"]["metadata"]["payment_id"], "01JD3V6Z8Q7M2R4T");
    let refused = id(&world.create("k2").await);
    world.bank.pay(&refused, "2200000000000053");
    let hooks = world.hooks.wait(2).await;
    assert_eq!(hooks[1]["event"], "payment.canceled");
    assert_eq!(hooks[1]["object"]["cancellation_details"]["reason"], "insufficient_funds");
}

#[tokio::test]
async fn webhook_not_taken_is_posted_again_until_it_is() {
    let world = world().await;
    *world.hooks.refuse.lock().expect("hooks") = 3;
    paid(&world, "k1").await;
    world.hooks.wait(4).await;
    settle().await;
    assert_eq!(world.hooks.all().len(), 4, "three refused, one taken");
}

#[tokio::test]
async fn dropped_webhook_never_comes() {
    let world = world().await;
    world.bank.set_faults(Faults::default().with(Fault::HookDrop, Switch::always()));
    paid(&world, "k1").await;
    settle().await;
    assert!(world.hooks.all().is_empty());
}

#[tokio::test]
async fn duplicated_webhook_comes_twice() {
    let world = world().await;
    world.bank.set_faults(Faults::default().with(Fault::HookDuplicate, Switch::next(1)));
    paid(&world, "k1").await;
    let hooks = world.hooks.wait(2).await;
    assert_eq!(hooks[0], hooks[1]);
}

#[tokio::test]
async fn delayed_webhook_comes_late() {
    let world = world().await;
    world.bank.set_faults(Faults::default().with(Fault::HookDelay, Switch::next(1).millis(700)));
    paid(&world, "k1").await;
    settle().await;
    assert!(world.hooks.all().is_empty());
    world.hooks.wait(1).await;
}

#[tokio::test]
async fn reordered_webhook_comes_after_the_next_one() {
    let world = world().await;
    let mut body = order("10.00");
    body["capture"] = json!(false);
    let payment = id(&world.create_as("k1", &body).await);
    world.bank.set_faults(Faults::default().with(Fault::HookReorder, Switch::next(1)));
    world.bank.pay(&payment, SUCCESSFUL_CARD);
    let capture = world.post(&format!("/payments/{payment}/capture"), "c1", &json!({}));
    assert_eq!(common::answer(capture).await.0, 200);
    world.hooks.wait(2).await;
    assert_eq!(world.hooks.events(), ["payment.succeeded", "payment.waiting_for_capture"]);
}

#[tokio::test]
async fn forged_webhook_lies() {
    let world = world().await;
    world.bank.set_faults(Faults::default().with(Fault::HookForge, Switch::next(1)));
    let payment = id(&world.create("k1").await);
    let hooks = world.hooks.wait(1).await;
    assert_eq!(hooks[0]["object"]["status"], "succeeded");
    assert_eq!(world.look_up(&payment).await["status"], "pending");
}

#[tokio::test]
async fn webhook_can_be_asked_for_again() {
    let world = world().await;
    let payment = paid(&world, "k1").await;
    world.hooks.wait(1).await;
    assert!(world.bank.announce(&payment).is_some());
    world.hooks.wait(2).await;
    assert!(world.bank.announce("unknown").is_none());
}
