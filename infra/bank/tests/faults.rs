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
    world.bank.set_faults(on(Fault::Hang, Switch::next(1).millis(3_000)));
    let request = world.post("/payments", "k1", &order("2580.43")).timeout(Duration::from_secs(1));
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

async fn refund(world: &World, payment: &str, key: &str) -> Value {
    let body = json!({"payment_id": payment, "amount": {"value": "2580.43", "currency": "RUB"}});
    let (status, refund) = answer(world.post("/refunds", key, &body)).await;
    assert_eq!(status, 200, "{refund}");
    refund
}

async fn paid(world: &World) -> String {
    let payment = id(&world.create("k1").await);
    world.bank.pay(&payment, bank::SUCCESSFUL_CARD);
    payment
}

#[tokio::test]
async fn a_late_refund_holds_its_money_until_it_is_done() {
    let world = world().await;
    let payment = paid(&world).await;
    world.bank.set_faults(on(Fault::RefundLate, Switch::next(1).millis(300)));
    let pending = refund(&world, &payment, "r1").await;
    assert_eq!(pending["status"], "pending");
    assert_eq!(world.look_up(&payment).await["refunded_amount"]["value"], "0.00");
    let again = json!({"payment_id": payment, "amount": {"value": "0.01", "currency": "RUB"}});
    assert_eq!(answer(world.post("/refunds", "r2", &again)).await.0, 400, "it is on its way already");
    let hooks = world.hooks.wait(2).await;
    assert_eq!(hooks[1]["event"], "refund.succeeded");
    assert_eq!(world.look_up(&payment).await["refunded_amount"]["value"], "2580.43");
}

#[tokio::test]
async fn a_cancelled_refund_gives_nothing_back_and_tells_nobody() {
    let world = world().await;
    let payment = paid(&world).await;
    world.hooks.wait(1).await;
    world.bank.set_faults(on(Fault::RefundCanceled, Switch::next(1).millis(0)));
    let canceled = refund(&world, &payment, "r1").await;
    assert_eq!(canceled["status"], "canceled");
    assert_eq!(canceled["cancellation_details"]["party"], "refund_network");
    assert_eq!(world.look_up(&payment).await["refunded_amount"]["value"], "0.00");
    assert_eq!(refund(&world, &payment, "r2").await["status"], "succeeded", "the money was still there");
    assert_eq!(world.hooks.wait(2).await[1]["object"]["amount"]["value"], "2580.43");
    assert_eq!(world.hooks.events(), ["payment.succeeded", "refund.succeeded"]);
}

#[tokio::test]
async fn a_forged_webhook_of_a_refund_lies() {
    let world = world().await;
    let payment = paid(&world).await;
    world.hooks.wait(1).await;
    let late = on(Fault::RefundCanceled, Switch::next(1).millis(300));
    world.bank.set_faults(late.with(Fault::HookForge, Switch::next(1)));
    let made = id(&refund(&world, &payment, "r1").await);
    assert_eq!(world.hooks.wait(2).await[1]["object"]["status"], "succeeded");
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert_eq!(answer(world.get(&format!("/refunds/{made}"))).await.1["status"], "canceled");
}

#[tokio::test]
async fn a_till_may_refuse_the_receipt_of_money_that_was_taken() {
    let world = common::world_with(|mut options| {
        options.receipt_delay = Duration::ZERO;
        options
    })
    .await;
    let item = json!({"description": "Газ", "quantity": "1.0", "amount": {"value": "10.00", "currency": "RUB"}, "vat_code": 11});
    let mut body = order("10.00");
    body["receipt"] = json!({"customer": {"email": "a@example.ru"}, "items": [item]});
    world.bank.set_faults(on(Fault::ReceiptCanceled, Switch::next(1)));
    for (key, expected) in [("k1", "canceled"), ("k2", "succeeded")] {
        let payment = id(&world.create_as(key, &body).await);
        assert_eq!(answer(world.get(&format!("/receipts?payment_id={payment}"))).await.1["items"], json!([]));
        world.bank.pay(&payment, bank::SUCCESSFUL_CARD);
        let after = world.look_up(&payment).await;
        assert_eq!(
            (&after["status"], &after["receipt_registration"]),
            (&json!("succeeded"), &json!(expected))
        );
        let listed = answer(world.get(&format!("/receipts?payment_id={payment}"))).await.1;
        assert_eq!(listed["items"][0]["status"], expected);
        assert_eq!(listed["items"][0]["fiscal_document_number"].is_string(), expected == "succeeded");
    }
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
