//! Saved cards: while paying, without paying, and charged afterwards (payments §3.3, §3.6).

mod common;

use bank::{Fault, Faults, Refusal, SUCCESSFUL_CARD, Switch, TEST_CARDS, Verdict};
use common::{World, answer, id, location, order, world, world_with};
use serde_json::{Value, json};

const RETURN_URL: &str = "http://localhost:3000/cards/return";
const CARD: &str = "number=2200+0000+0000+0004&expiry=12%2F30&cvc=123";

fn binding() -> Value {
    json!({
        "type": "bank_card",
        "client_ip": "203.0.113.7",
        "confirmation": {"type": "redirect", "return_url": RETURN_URL},
        "metadata": {"bind_id": "01JD3W"},
    })
}

async fn begin(world: &World, key: &str) -> Value {
    let (status, method) = answer(world.post("/payment_methods", key, &binding())).await;
    assert_eq!(status, 200, "{method}");
    method
}

async fn method(world: &World, id: &str) -> Value {
    answer(world.get(&format!("/payment_methods/{id}"))).await.1
}

/// A card saved without a payment.
async fn saved(world: &World) -> String {
    let method = id(&begin(world, "bind").await);
    world.bank.bind(&method, SUCCESSFUL_CARD);
    method
}

fn charge(method: &str) -> Value {
    json!({
        "amount": {"value": "2580.43", "currency": "RUB"},
        "capture": true,
        "payment_method_id": method,
        "metadata": {"payment_id": "01JD3V6Z8Q7M2R4T"},
    })
}

async fn charged(world: &World, method: &str, key: &str) -> Value {
    world.create_as(key, &charge(method)).await
}

#[tokio::test]
async fn a_card_is_saved_on_the_pages_without_a_payment() {
    let world = world().await;
    let pending = begin(&world, "k1").await;
    let method_id = id(&pending);
    assert_eq!((&pending["status"], &pending["saved"]), (&json!("pending"), &json!(false)));
    assert_eq!(pending["holder"]["account_id"], common::SHOP);
    assert_eq!(pending["metadata"]["bind_id"], "01JD3W");
    let path = format!("/bind/{method_id}");
    assert_eq!(pending["confirmation"]["confirmation_url"], format!("{}{path}", world.url));
    let page = world.open(&path).await.text().await.expect("a page");
    assert!(page.contains("Привязать карту") && !page.contains("Зарегистрировать карту"));

    let sent = world.submit(&path, CARD).await;
    assert_eq!(location(&sent), format!("/3ds/{method_id}"));
    assert_eq!(method(&world, &method_id).await["card"], Value::Null, "nothing is told before the code");
    let confirmed = world.submit(&format!("/3ds/{method_id}"), "code=1234").await;
    assert_eq!(location(&confirmed), RETURN_URL);

    let active = method(&world, &method_id).await;
    assert_eq!((&active["status"], &active["saved"]), (&json!("active"), &json!(true)));
    assert_eq!((&active["card"]["last4"], &active["card"]["card_type"]), (&json!("0004"), &json!("Mir")));
    assert_eq!(active["confirmation"], Value::Null);
    let hooks = world.hooks.wait(1).await;
    assert_eq!((&hooks[0]["event"], &hooks[0]["object"]), (&json!("payment_method.active"), &active));
    assert!(world.bank.payments().is_empty(), "no money moves");
    let over = world.open(&path).await.text().await.expect("a page");
    assert!(over.contains("Карта привязана"));
}

#[tokio::test]
async fn every_refused_test_card_leaves_the_binding_inactive_and_silent() {
    let world = world().await;
    for (index, card) in TEST_CARDS.iter().enumerate() {
        let method_id = id(&begin(&world, &format!("k{index}")).await);
        world.bank.bind(&method_id, card.number);
        let good = matches!(card.verdict, Verdict::Confirm | Verdict::Pay);
        let expected = if good { "active" } else { "inactive" };
        assert_eq!(method(&world, &method_id).await["status"], expected, "{}", card.number);
    }
    let left = id(&begin(&world, "left").await);
    assert_eq!(location(&world.submit(&format!("/bind/{left}/cancel"), "").await), RETURN_URL);
    assert_eq!(method(&world, &left).await["status"], "inactive");
    world.hooks.wait(5).await;
    assert!(world.hooks.events().iter().all(|event| event == "payment_method.active"));
    assert_eq!(world.hooks.all().len(), 5, "five cards are good");
}

#[tokio::test]
async fn a_saved_card_pays_at_once() {
    let world = world().await;
    let method_id = saved(&world).await;
    let paid = charged(&world, &method_id, "k1").await;
    assert_eq!((&paid["status"], &paid["confirmation"]), (&json!("succeeded"), &Value::Null));
    assert_eq!(paid["payment_method"]["id"], json!(method_id));
    assert_eq!(paid["payment_method"]["saved"], true);
    assert_eq!(paid["authorization_details"]["three_d_secure"]["applied"], false);
    assert_eq!(charged(&world, &method_id, "k1").await["id"], paid["id"], "the same key is the same payment");
    assert_eq!(world.bank.payments().iter().map(|payment| payment.charges).sum::<u32>(), 1);
    assert_eq!(world.open(&format!("/pay/{}", id(&paid))).await.status(), 404, "there is nothing to type");
}

#[tokio::test]
async fn a_card_that_cannot_be_charged_is_named() {
    let world = world().await;
    let pending = id(&begin(&world, "k0").await);
    let gone = saved(&world).await;
    world.bank.deactivate_method(&gone);
    for method in [pending.as_str(), gone.as_str(), "2e8f3c22-000f-5000-8000-1c0ffee0babe"] {
        let (status, error) = answer(world.post("/payments", "k1", &charge(method))).await;
        assert_eq!((status, &error["parameter"]), (400, &json!("payment_method_id")));
    }
    let mut both = charge(&gone);
    both["payment_method_data"] = json!({"type": "bank_card"});
    assert_eq!(answer(world.post("/payments", "k1", &both)).await.1["parameter"], "payment_method_data");
    assert!(world.bank.payments().is_empty());
}

#[tokio::test]
async fn a_refused_charge_says_why_and_a_revoked_permission_ends_the_card() {
    let world = world().await;
    let method_id = saved(&world).await;
    world.bank.refuse_method(&method_id, Some(Refusal::InsufficientFunds));
    let refused = charged(&world, &method_id, "k1").await;
    assert_eq!((&refused["status"], &refused["paid"]), (&json!("canceled"), &json!(false)));
    assert_eq!(refused["cancellation_details"]["reason"], "insufficient_funds");
    assert_eq!(method(&world, &method_id).await["status"], "active");
    world.bank.refuse_method(&method_id, None);
    assert_eq!(charged(&world, &method_id, "k2").await["status"], "succeeded");
    world.bank.set_faults(Faults::default().with(Fault::PermissionRevoked, Switch::next(1)));
    let revoked = charged(&world, &method_id, "k3").await;
    assert_eq!(revoked["cancellation_details"]["reason"], "permission_revoked");
    assert_eq!(method(&world, &method_id).await["status"], "inactive");
}

#[tokio::test]
async fn a_saved_card_may_have_to_be_confirmed() {
    let world = world().await;
    let method_id = saved(&world).await;
    world.bank.set_faults(Faults::default().with(Fault::SavedCardConfirms, Switch::next(1)));
    let mut body = charge(&method_id);
    body["confirmation"] = json!({"type": "redirect", "return_url": RETURN_URL});
    let pending = world.create_as("k1", &body).await;
    let payment = id(&pending);
    assert_eq!(pending["status"], "pending");
    assert_eq!(pending["confirmation"]["confirmation_url"], format!("{}/pay/{payment}", world.url));
    assert_eq!(location(&world.open(&format!("/pay/{payment}")).await), format!("/3ds/{payment}"));
    assert_eq!(location(&world.submit(&format!("/3ds/{payment}"), "code=1234").await), RETURN_URL);
    assert_eq!(world.look_up(&payment).await["status"], "succeeded");
}

#[tokio::test]
async fn the_payer_decides_where_the_shop_does_not() {
    let world = world().await;
    for (asked, ticked, offered, kept) in [
        (None, false, true, false),
        (None, true, true, true),
        (Some(true), false, false, true),
        (Some(false), true, false, false),
    ] {
        let mut body = order("10.00");
        if let Some(asked) = asked {
            body["save_payment_method"] = json!(asked);
        }
        let payment =
            id(&world.create_as(&format!("{asked:?}-{ticked}").replace(['(', ')'], "_"), &body).await);
        let path = format!("/pay/{payment}");
        let page = world.open(&path).await.text().await.expect("a page");
        assert_eq!(page.contains("Зарегистрировать карту"), offered, "{asked:?}");
        assert_eq!(page.contains("карта сохранится"), asked == Some(true), "{asked:?}");
        let form = if ticked { format!("{CARD}&save=1") } else { CARD.to_owned() };
        world.submit(&path, &form).await;
        assert_eq!(world.look_up(&payment).await["payment_method"]["saved"], false, "not before it has paid");
        world.submit(&format!("/3ds/{payment}"), "code=1234").await;
        let paid = world.look_up(&payment).await;
        assert_eq!(paid["payment_method"]["saved"], json!(kept), "{asked:?} {ticked}");
        if kept {
            let again = charged(&world, &id(&paid["payment_method"]), &format!("again-{payment}")).await;
            assert_eq!(again["status"], "succeeded");
        }
    }
}

#[tokio::test]
async fn a_tick_outlives_a_slip_of_the_finger() {
    let world = world().await;
    let path = format!("/pay/{}", id(&world.create("k1").await));
    let sent = world.submit(&path, "number=1&expiry=12%2F30&cvc=123&save=1").await;
    assert_eq!(sent.status(), 422);
    assert!(sent.text().await.expect("a page").contains("name=\"save\" value=\"1\" checked"));
}

#[tokio::test]
async fn a_shop_without_the_right_saves_no_cards() {
    let world = world_with(|mut options| {
        options.shops.iter_mut().for_each(|shop| shop.saves_cards = false);
        options
    })
    .await;
    let mut forced = order("10.00");
    forced["save_payment_method"] = json!(true);
    for (path, body) in [("/payment_methods", binding()), ("/payments", forced), ("/payments", charge("a"))] {
        let (status, error) = answer(world.post(path, "k1", &body)).await;
        assert_eq!((status, &error["code"]), (403, &json!("forbidden")), "{path}");
    }
    let page = world.open(&format!("/pay/{}", id(&world.create("k2").await))).await;
    assert!(!page.text().await.expect("a page").contains("Зарегистрировать карту"));
}

#[tokio::test]
async fn a_binding_may_turn_out_inactive_or_be_forged() {
    let world = world().await;
    let faults = Faults::default().with(Fault::BindingInactive, Switch::next(1));
    world.bank.set_faults(faults.with(Fault::HookForge, Switch::next(1)));
    let method_id = id(&begin(&world, "k1").await);
    assert_eq!(world.hooks.wait(1).await[0]["object"]["status"], "active");
    assert_eq!(method(&world, &method_id).await["status"], "pending", "the webhook lied");
    world.bank.bind(&method_id, SUCCESSFUL_CARD);
    assert_eq!(method(&world, &method_id).await["status"], "inactive");
}

#[tokio::test]
async fn a_card_in_a_request_is_refused_and_another_shops_card_is_absent() {
    let world = world_with(|options| {
        let mut other = common::shop(None);
        other.shop_id = "100501".into();
        options.with_shop(other)
    })
    .await;
    let mut body = binding();
    body["card"] = json!({"number": SUCCESSFUL_CARD, "expiry_year": "2030", "expiry_month": "12"});
    let (status, error) = answer(world.post("/payment_methods", "k1", &body)).await;
    assert_eq!((status, &error["parameter"]), (400, &json!("card")));
    assert!(!error.to_string().contains(SUCCESSFUL_CARD));
    let method_id = saved(&world).await;
    let url = format!("{}/v3/payment_methods/{method_id}", world.url);
    let stranger = world.client.get(url).basic_auth("100501", Some(common::KEY));
    assert_eq!(answer(stranger).await.0, 404);
    let forget = world.client.delete(format!("{}/v3/payment_methods/{method_id}", world.url));
    assert_eq!(
        answer(forget.basic_auth(common::SHOP, Some(common::KEY))).await.0,
        405,
        "nobody can delete one"
    );
}

#[tokio::test]
async fn saved_cards_are_driven_over_http() {
    let world = world().await;
    let method_id = id(&begin(&world, "k1").await);
    let admin = format!("{}/admin/payment_methods", world.url);
    let drive =
        |action: &str, body: Value| world.client.post(format!("{admin}/{method_id}/{action}")).json(&body);
    assert_eq!(answer(drive("bind", json!({"card": SUCCESSFUL_CARD}))).await.1["status"], "active");
    let refused = answer(drive("refuse", json!({"reason": "insufficient_funds"}))).await.1;
    assert_eq!(refused["refusal"], "insufficient_funds");
    assert_eq!(answer(drive("deactivate", json!({}))).await.1["status"], "inactive");
    let listed = answer(world.client.get(&admin)).await.1;
    assert_eq!(listed.as_array().map(Vec::len), Some(1));
    assert!(!listed.to_string().contains(SUCCESSFUL_CARD), "no number is kept");
}
