//! The switch: each fault does what it says, and money is never taken twice.

mod common;

use bank::{Calls, Fault, Faults, Switch};
use common::{World, answer, id, order, world};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

async fn create(world: &World, key: &str) -> (u16, Value) {
    answer(world.post("/payments", key, &order("2580.43"))).await
}

fn on(fault: Fault, switch: Switch) -> Faults {
    Faults::default().with(fault, switch)
}

#[tokio::test]
async fn error_after_creation_hides_one_payment() {
    let world = world().await;
    world.bank.set_faults(on(Fault::CreatedThen500, Switch::next(2)));
    assert_eq!(create(&world, "k1").await.0, 500);
    assert_eq!(create(&world, "k1").await.0, 500);
    assert_eq!(create(&world, "k1").await.0, 200);
    assert_eq!(world.bank.payments().len(), 1);
}

#[tokio::test]
async fn error_before_creation_makes_nothing() {
    let world = world().await;
    world.bank.set_faults(on(Fault::NotCreated500, Switch::next(1)));
    assert_eq!(create(&world, "k1").await.0, 500);
    assert!(world.bank.payments().is_empty());
    assert_eq!(create(&world, "k1").await.0, 200);
}

#[tokio::test]
async fn processing_and_too_many_say_when_to_come_back() {
    let world = world().await;
    world.bank.set_faults(on(Fault::Processing202, Switch::next(1)));
    let (status, body) = create(&world, "k1").await;
    assert_eq!((status, &body["type"], &body["retry_after"]), (202, &json!("processing"), &json!(1800)));
    world.bank.set_faults(on(Fault::TooMany429, Switch::next(1)));
    let (status, body) = create(&world, "k1").await;
    assert_eq!(
        (status, &body["code"], &body["retry_after"]),
        (429, &json!("too_many_requests"), &json!(1800))
    );
    assert_eq!(create(&world, "k1").await.0, 200);
    assert_eq!(world.bank.payments().len(), 1);
}

#[tokio::test]
async fn hanging_call_is_carried_out_at_once() {
    let world = world().await;
    world.bank.set_faults(on(Fault::Hang, Switch::next(1).millis(300)));
    let request = world.post("/payments", "k1", &order("2580.43")).timeout(Duration::from_millis(100));
    assert!(request.send().await.is_err_and(|error| error.is_timeout()));
    assert_eq!(world.bank.payments().len(), 1);
    assert_eq!(create(&world, "k1").await.0, 200);
    assert_eq!(world.bank.payments().len(), 1);
}

#[tokio::test]
async fn lookups_can_fail_as_well() {
    let world = world().await;
    let payment = id(&world.create("k1").await);
    world.bank.set_faults(on(Fault::NotCreated500, Switch::always().on(Calls::Read)));
    assert_eq!(answer(world.get(&format!("/payments/{payment}"))).await.0, 500);
    assert_eq!(create(&world, "k2").await.0, 200);
}

#[tokio::test]
async fn wrong_amount_is_a_rouble_more() {
    let world = world().await;
    world.bank.set_faults(on(Fault::WrongAmount, Switch::next(1)));
    let payment = id(&world.create("k1").await);
    assert_eq!(world.look_up(&payment).await["amount"]["value"], "2581.43");
}

#[tokio::test]
async fn late_success_comes_after_the_payer_is_back() {
    let world = world().await;
    world.bank.set_faults(on(Fault::LateSuccess, Switch::next(1).millis(200)));
    let payment = id(&world.create("k1").await);
    let started = Instant::now();
    world.bank.pay(&payment, bank::SUCCESSFUL_CARD);
    let pending = world.look_up(&payment).await;
    assert_eq!((&pending["status"], &pending["confirmation"]), (&json!("pending"), &Value::Null));
    world.hooks.wait(1).await;
    assert!(started.elapsed() >= Duration::from_millis(200));
    assert_eq!(world.look_up(&payment).await["status"], "succeeded");
    assert_eq!(world.bank.payment(&payment).map(|payment| payment.charges), Some(1));
}

#[tokio::test]
async fn faults_are_set_over_http() {
    let world = world().await;
    let url = format!("{}/admin/faults", world.url);
    let faults = json!({"seed": 7, "switches": {"hook_drop": {"when": "chance", "percent": 50}}});
    assert_eq!(answer(world.client.put(&url).json(&faults)).await.0, 200);
    let (_, kept) = answer(world.client.get(&url)).await;
    assert_eq!(kept["seed"], 7);
    assert_eq!(kept["switches"]["hook_drop"]["percent"], 50);
    let unknown = json!({"switches": {"explode": {"when": "always"}}});
    assert_eq!(answer(world.client.put(&url).json(&unknown)).await.0, 422);
}

#[tokio::test]
async fn payments_are_driven_over_http() {
    let world = world().await;
    let payment = id(&world.create("k1").await);
    let admin = format!("{}/admin/payments", world.url);
    let card = json!({"card": bank::SUCCESSFUL_CARD});
    let (status, paid) = answer(world.client.post(format!("{admin}/{payment}/pay")).json(&card)).await;
    assert_eq!((status, &paid["status"], &paid["charges"]), (200, &json!("succeeded"), &json!(1)));
    let (_, all) = answer(world.client.get(&admin)).await;
    assert_eq!(all[0]["id"], json!(payment));
    let other = id(&world.create("k2").await);
    let (_, expired) = answer(world.client.post(format!("{admin}/{other}/expire"))).await;
    assert_eq!(expired["cancellation"]["reason"], "expired_on_confirmation");
    assert_eq!(answer(world.client.post(format!("{admin}/unknown/expire"))).await.0, 404);
}
