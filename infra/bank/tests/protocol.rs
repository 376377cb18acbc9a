//! The API speaks the acquirer's protocol (payments §2–§3).

mod common;

use common::{KEY, SHOP, answer, id, order, world, world_with};
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn created_payment_waits_for_its_payer() {
    let world = world().await;
    let payment = world.create("k1").await;
    assert_eq!(payment["status"], "pending");
    assert_eq!(payment["paid"], false);
    assert_eq!(payment["amount"], json!({"value": "2580.43", "currency": "RUB"}));
    assert_eq!(payment["recipient"]["account_id"], SHOP);
    assert_eq!(payment["test"], true);
    assert_eq!(payment["metadata"]["payment_id"], "01JD3V6Z8Q7M2R4T");
    let page = format!("{}/pay/{}", world.url, id(&payment));
    assert_eq!(payment["confirmation"]["confirmation_url"], page);
}

#[tokio::test]
async fn stranger_is_refused() {
    let world = world().await;
    for (shop, key) in [(SHOP, "wrong"), ("100501", KEY), ("", "")] {
        let request = world.client.get(format!("{}/v3/me", world.url)).basic_auth(shop, Some(key));
        let (status, error) = answer(request).await;
        assert_eq!((status, &error["code"]), (401, &json!("invalid_credentials")));
    }
}

#[tokio::test]
async fn same_key_and_body_give_the_same_payment() {
    let world = world().await;
    let first = world.create("k1").await;
    let second = world.create("k1").await;
    let other = world.create("k2").await;
    assert_eq!(first["id"], second["id"]);
    assert_ne!(first["id"], other["id"]);
    assert_eq!(world.bank.payments().len(), 2);
}

#[tokio::test]
async fn twenty_at_once_with_one_key_make_one_payment() {
    let world = world().await;
    let body = order("10.00");
    let calls: Vec<_> = (0..20).map(|_| tokio::spawn(answer(world.post("/payments", "k1", &body)))).collect();
    for call in calls {
        assert_eq!(call.await.expect("a call").0, 200);
    }
    assert_eq!(world.bank.payments().len(), 1);
}

#[tokio::test]
async fn same_key_with_another_body_is_refused() {
    let world = world().await;
    world.create("k1").await;
    let (status, error) = answer(world.post("/payments", "k1", &order("10.00"))).await;
    assert_eq!(status, 400);
    assert_eq!(error["code"], "invalid_request");
    assert_eq!(error["parameter"], "Idempotence-Key");
    assert_eq!(error["description"], "Idempotence key duplicated");
}

#[tokio::test]
async fn replay_shows_the_present_state() {
    let world = world().await;
    let payment = id(&world.create("k1").await);
    world.bank.pay(&payment, bank::SUCCESSFUL_CARD);
    assert_eq!(world.create("k1").await["status"], "succeeded");
}

#[tokio::test]
async fn key_must_be_there_and_well_formed() {
    let world = world().await;
    for key in ["", "with space", &"k".repeat(65)] {
        let (status, error) = answer(world.post("/payments", key, &order("10.00"))).await;
        assert_eq!((status, &error["parameter"]), (400, &json!("Idempotence-Key")), "{key:?}");
    }
}

#[tokio::test]
async fn wrong_requests_name_the_field() {
    let world = world().await;
    let wrong: [(&str, Value, &str); 8] = [
        ("amount", json!({"value": 10.0, "currency": "RUB"}), "amount"),
        ("amount", json!({"value": "0.99", "currency": "RUB"}), "amount"),
        ("amount", json!({"value": "350000.01", "currency": "RUB"}), "amount"),
        ("amount", json!({"value": "10.00", "currency": "USD"}), "amount"),
        ("confirmation", json!({"type": "redirect"}), "confirmation.return_url"),
        (
            "confirmation",
            json!({"type": "redirect", "return_url": "javascript:1"}),
            "confirmation.return_url",
        ),
        ("description", json!("ы".repeat(129)), "description"),
        ("metadata", json!({"payment_id": 1}), "metadata"),
    ];
    for (field, value, parameter) in wrong {
        let mut body = order("10.00");
        body[field] = value;
        let (status, error) = answer(world.post("/payments", "k1", &body)).await;
        assert_eq!((status, &error["parameter"]), (400, &json!(parameter)), "{body}");
    }
    assert!(world.bank.payments().is_empty());
}

#[tokio::test]
async fn receipt_must_add_up() {
    let world = world().await;
    let item = |value: &str, quantity: Value| json!({"description": "Газ", "quantity": quantity, "amount": {"value": value, "currency": "RUB"}, "vat_code": 11});
    let mut body = order("10.00");
    body["receipt"] = json!({"customer": {"email": "a@example.ru"}, "items": [item("4.00", json!("1.0")), item("3.00", json!(2))]});
    assert_eq!(answer(world.post("/payments", "k1", &body)).await.0, 200);
    body["receipt"]["items"][0] = item("4.01", json!(1.0));
    let (status, error) = answer(world.post("/payments", "k2", &body)).await;
    assert_eq!((status, &error["parameter"]), (400, &json!("receipt")));
}

#[tokio::test]
async fn oddities_of_the_official_library_are_tolerated() {
    let world = world().await;
    let mut body = order("10.00");
    body["transfers"] = json!([]);
    body["statements"] = json!([]);
    body["metadata"]["cms_name"] = json!("yookassa_sdk_python");
    assert_eq!(answer(world.post("/payments", "k1", &body)).await.0, 200);
}

#[tokio::test]
async fn held_money_is_captured_or_let_go_once() {
    let world = world().await;
    let mut body = order("10.00");
    body["capture"] = json!(false);
    for (action, status) in [("capture", "succeeded"), ("cancel", "canceled")] {
        let payment = id(&world.create_as(action, &body).await);
        // Without a body: so does the official library.
        let call = |key: String| {
            let url = format!("{}/v3/payments/{payment}/{action}", world.url);
            let request = world.client.post(url).basic_auth(SHOP, Some(KEY));
            answer(request.header("Idempotence-Key", key))
        };
        assert_eq!(call(format!("{action}-early")).await.0, 400, "not paid yet");
        world.bank.pay(&payment, bank::SUCCESSFUL_CARD);
        assert_eq!(world.look_up(&payment).await["status"], "waiting_for_capture");
        for _ in 0..2 {
            let (code, after) = call(format!("{action}-1")).await;
            assert_eq!((code, &after["status"]), (200, &json!(status)));
        }
        assert_eq!(call(format!("{action}-2")).await.0, 400, "a new key is a new operation");
    }
}

#[tokio::test]
async fn refunds_never_exceed_the_payment() {
    let world = world().await;
    let payment = id(&world.create("k1").await);
    let refund = |value: &str| json!({"payment_id": payment, "amount": {"value": value, "currency": "RUB"}, "sources": []});
    assert_eq!(answer(world.post("/refunds", "r0", &refund("1.00"))).await.0, 400, "not paid yet");
    world.bank.pay(&payment, bank::SUCCESSFUL_CARD);
    let (status, made) = answer(world.post("/refunds", "r1", &refund("300.00"))).await;
    assert_eq!((status, &made["status"]), (200, &json!("succeeded")));
    assert_eq!(answer(world.post("/refunds", "r1", &refund("300.00"))).await.1["id"], made["id"]);
    assert_eq!(answer(world.post("/refunds", "r2", &refund("2280.44"))).await.0, 400);
    assert_eq!(answer(world.post("/refunds", "r3", &refund("2280.43"))).await.0, 200);
    let listed = answer(world.get(&format!("/refunds?payment_id={payment}"))).await.1;
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(2));
    assert_eq!(world.look_up(&payment).await["refunded_amount"]["value"], "2580.43");
}

#[tokio::test]
async fn listing_goes_page_by_page_from_the_newest() {
    let world = world().await;
    let mut ids = Vec::new();
    for number in 0..5 {
        ids.push(id(&world.create(&format!("k{number}")).await));
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    ids.reverse();
    let mut seen = Vec::new();
    let mut path = "/payments?limit=2&created_at.gte=2026-01-01T00:00:00Z".to_owned();
    loop {
        let page = answer(world.get(&path)).await.1;
        seen.extend(page["items"].as_array().expect("items").iter().map(id));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/payments?limit=2&cursor={cursor}");
    }
    assert_eq!(seen, ids);
    let none = answer(world.get("/payments?created_at.gte=2100-01-01T00:00:00Z")).await.1;
    assert_eq!(none["items"], json!([]));
    let none = answer(world.get("/payments?status=succeeded")).await.1;
    assert_eq!(none["items"], json!([]));
    for wrong in ["limit=0", "limit=101", "cursor=x", "created_at.gte=now", "status=odd"] {
        assert_eq!(answer(world.get(&format!("/payments?{wrong}"))).await.0, 400, "{wrong}");
    }
}

#[tokio::test]
async fn payment_of_another_shop_is_absent() {
    let world = world_with(|options| {
        let mut other = common::shop(None);
        other.shop_id = "100501".into();
        options.with_shop(other)
    })
    .await;
    let payment = id(&world.create("k1").await);
    let url = format!("{}/v3/payments/{payment}", world.url);
    let (status, error) = answer(world.client.get(url).basic_auth("100501", Some(KEY))).await;
    assert_eq!((status, &error["code"]), (404, &json!("not_found")));
}

#[tokio::test]
async fn unpaid_link_dies_in_time() {
    let world = world_with(|mut options| {
        options.link_lifetime = Duration::from_millis(50);
        options
    })
    .await;
    let payment = id(&world.create("k1").await);
    tokio::time::sleep(Duration::from_millis(60)).await;
    let ended = world.look_up(&payment).await;
    assert_eq!(ended["status"], "canceled");
    assert_eq!(ended["cancellation_details"]["reason"], "expired_on_confirmation");
    assert_eq!(world.bank.pay(&payment, bank::SUCCESSFUL_CARD).map(|paid| paid.charges), Some(0));
}

#[tokio::test]
async fn unknown_paths_and_methods_are_errors_of_the_api() {
    let world = world().await;
    let (status, error) = answer(world.get("/payment")).await;
    assert_eq!((status, &error["type"]), (404, &json!("error")));
    let (status, error) = answer(world.post("/me", "k", &json!({}))).await;
    assert_eq!((status, &error["type"]), (405, &json!("error")));
    let text = world.post("/payments", "k", &json!({})).header("Content-Type", "text/plain");
    let status = answer(text).await.0;
    assert!(matches!(status, 400 | 415));
}

fn utilities() -> Value {
    json!({
        "type": "utilities",
        "amount": {"value": "10.00", "currency": "RUB"},
        "payment_purpose": "Оплата газоснабжения;ЛСИ 33016355;ПРД 10.2026",
        "recipient": {
            "name": "ООО «Северогаз Регион»", "inn": "4000000000", "kpp": "400000000",
            "bank": {
                "name": "ПАО «Банк»", "bic": "044525225",
                "account": "40702810000000000001", "correspondent_account": "30101810000000000225",
            },
        },
        "payment_period": {"month": 10, "year": 2026},
        "account_number": "33016355",
    })
}

#[tokio::test]
async fn a_shop_of_utilities_takes_no_payment_without_an_order_of_the_whole_sum() {
    let world = world_with(|mut options| {
        options.shops.iter_mut().for_each(|shop| shop.utilities = true);
        options
    })
    .await;
    let mut body = order("10.00");
    let (status, error) = answer(world.post("/payments", "k0", &body)).await;
    assert_eq!((status, &error["parameter"]), (400, &json!("payment_order")));
    body["payment_order"] = utilities();
    let payment = id(&world.create_as("k1", &body).await);
    assert_eq!(world.bank.payment(&payment).and_then(|payment| payment.payment_order), Some(utilities()));
    let wrong: [(&str, Value); 6] = [
        ("/amount/value", json!("9.99")),
        ("/payment_purpose", json!("ы".repeat(211))),
        ("/recipient/inn", json!("400000000")),
        ("/recipient/bank/name", json!("ы".repeat(46))),
        ("/payment_period/month", json!(13)),
        ("/account_number", json!("")),
    ];
    for (pointer, value) in wrong {
        let mut other = body.clone();
        *other["payment_order"].pointer_mut(pointer).expect("a field") = value;
        let (status, error) = answer(world.post("/payments", "k2", &other)).await;
        let named = error["parameter"].as_str().is_some_and(|name| name.starts_with("payment_order"));
        assert!(status == 400 && named, "{pointer}: {error}");
    }
}

#[tokio::test]
async fn books_outlive_the_process() {
    let folder = std::env::temp_dir().join(format!("bank-{}", std::process::id()));
    let file = folder.join("bank.json");
    let keep = |mut options: bank::Options| {
        options.file = Some(file.clone());
        options
    };
    let payment = {
        let world = world_with(keep).await;
        let payment = id(&world.create("k1").await);
        world.bank.pay_and_save(&payment, bank::SUCCESSFUL_CARD);
        payment
    };
    let world = world_with(keep).await;
    assert_eq!(answer(world.get(&format!("/payment_methods/{payment}"))).await.1["status"], "active");
    assert_eq!(world.look_up(&payment).await["status"], "succeeded");
    assert_eq!(id(&world.create("k1").await), payment, "keys are remembered as well");
    let kept = std::fs::read_to_string(&file).expect("the books");
    assert!(!kept.contains(bank::SUCCESSFUL_CARD), "no card number is kept");
    std::fs::remove_dir_all(folder).expect("removed");
}
