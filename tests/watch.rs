//! The same API under `cargo lambda watch`: every function is the program that is deployed, in a process of its own,
//! and reaches the cloud only as far as its role in template.yaml allows.

mod support;

use aws_sdk_s3::primitives::ByteStream;
use local_cloud::{Options, Running};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use support::{
    patience::{PATIENCE, eventually},
    permissions, template,
    visitor::Visitor,
    watch::{Watch, cargo_lambda, free_port},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_subscriber_comes_all_the_way_to_a_receipt_within_the_permissions_of_the_template() {
    let Some(tools) = cargo_lambda().await else {
        assert!(std::env::var_os("CI").is_none(), "cargo-lambda could not be installed");
        eprintln!("not run: cargo-lambda is not there and could not be installed");
        return;
    };
    let port = free_port();
    let options =
        Options { api: Some(format!("http://127.0.0.1:{port}")), demo: false, ..Options::for_tests() };
    let cloud = local_cloud::start(options).await.expect("the cloud starts");
    let watch = Watch::start(&tools, port, &cloud).await;
    import(&cloud).await;

    let mut visitor = Visitor::new(&cloud.portal_url);
    visitor.register("ivanov@example.ru", "gaz2026!пароль").await;
    let account = link(&mut visitor, &cloud).await;
    send_readings(&mut visitor, &account).await;
    let payment = pay(&mut visitor, &cloud, &account).await;
    let receipt = visitor.post(&format!("/api/payments/{payment}/receipt"), json!({})).await.ok();
    assert!(receipt["url"].as_str().is_some_and(|url| url.starts_with("http")), "{receipt}");
    visitor.post(&format!("/api/accounts/{account}/bills"), json!({})).await.ok();
    cards(&mut visitor, &cloud, &account).await;
    operators(&mut visitor, &cloud, &payment).await;
    extended_sections(&mut visitor, &account).await;
    ask_for_pin(&cloud).await;
    cloud.run_schedule("settle-payments").await.expect("the schedule runs");
    letter(&mut visitor).await;
    come_again(&mut visitor).await;
    share(&cloud, &account).await;

    let refused = watch.refused.lock().expect("no panic held it").clone();
    assert!(refused.is_empty(), "template.yaml gives these functions too little: {refused:#?}");
    drop(watch);
    cloud.stop().await;
}

/// The companies of the demo, through the exchange bucket and the real import.
async fn import(cloud: &Running) {
    let config = aws_sdk_s3::config::Builder::from(&cloud.aws).force_path_style(true).build();
    let files = aws_sdk_s3::Client::from_conf(config);
    for packet in demo::packets(cloud.clock.now().date_naive()).expect("packets") {
        let key = format!("{}/in/{}.zip", packet.company, packet.name);
        let body = ByteStream::from(packet.bytes);
        files.put_object().bucket("exchange").key(&key).body(body).send().await.expect("stored");
        let answer = format!("{}/out/{}.ack.json", packet.company, packet.name);
        eventually("the packet is answered", async || {
            files.get_object().bucket("exchange").key(&answer).send().await.is_ok().then_some(())
        })
        .await;
    }
}

/// Links the manual's own account and connects its extended version.
async fn link(visitor: &mut Visitor, cloud: &Running) -> String {
    let companies = visitor.get("/api/companies").await.ok();
    assert_eq!(companies["companies"].as_array().map(Vec::len), Some(3), "{companies}");
    let request = json!({ "company": "sever", "number": "33016355" });
    let linked = visitor.post("/api/accounts", request).await.ok();
    let account = linked["id"].as_str().expect("an id").to_owned();
    let guide = demo::guide(cloud.clock.now().date_naive()).expect("a guide");
    let known = guide.into_iter().find(|known| known.number == "33016355").expect("the manual's account");
    let serial = known.unlocks.serial.expect("a meter's serial number");
    let answer = json!({ "question": "meter_serial", "answer": serial });
    let extended = visitor.post(&format!("/api/accounts/{account}/extension"), answer).await.ok();
    assert_eq!(extended["level"], "extended");
    let renamed = json!({ "name": "Дача" });
    visitor.send(reqwest::Method::PATCH, &format!("/api/accounts/{account}"), Some(renamed), None).await.ok();
    assert_eq!(visitor.get("/api/accounts").await.ok()["accounts"].as_array().map(Vec::len), Some(1));
    assert_eq!(visitor.get("/api/session").await.ok()["login"], "ivanov@example.ru");
    account
}

async fn send_readings(visitor: &mut Visitor, account: &str) {
    let page = visitor.get(&format!("/api/accounts/{account}")).await.ok();
    let meters = page["meters"].as_array().expect("meters");
    let meter =
        meters.iter().find(|meter| meter["accepts_readings"] == true).expect("a meter that takes readings");
    let id = meter["id"].as_str().expect("an id");
    visitor.get(&format!("/api/accounts/{account}/meters/{id}/readings")).await.ok();
    let next = meter["last_accepted"]["value"].as_i64().unwrap_or_default() + 1;
    let readings = json!({ "readings": [{ "meter": id, "value": next }] });
    let sent =
        visitor.post_once(&format!("/api/accounts/{account}/readings"), "readings-1", readings).await.ok();
    assert_eq!(sent["results"][0]["status"], "accepted", "{sent}");
}

/// Pays by a new card at the bank and follows the payment to its end.
async fn pay(visitor: &mut Visitor, cloud: &Running, account: &str) -> String {
    let page = visitor.get(&format!("/api/accounts/{account}")).await.ok();
    let services = page["services"].as_array().expect("services");
    let service = services.iter().find(|service| service["payable"] == true).expect("a service to pay for");
    let request = json!({ "lines": [{ "service": service["code"], "amount": 12345 }], "method": "new_card" });
    let started =
        visitor.post_once(&format!("/api/accounts/{account}/payments"), "payment-1", request).await.ok();
    let id = started["id"].as_str().expect("an id").to_owned();
    assert_eq!(started["state"], "awaiting_user", "{started}");
    let url = started["confirmation_url"].as_str().expect("the bank's page");
    let bank_id = url.rsplit('/').next().expect("a path");
    cloud.bank.pay(bank_id, bank::SUCCESSFUL_CARD).expect("the bank knows the payment");
    let path = format!("/api/payments/{id}");
    let deadline = Instant::now() + PATIENCE;
    loop {
        let payment = visitor.get(&path).await.ok();
        if payment["state"] == "succeeded" {
            break;
        }
        assert!(Instant::now() < deadline, "{payment}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let payments = visitor.get(&format!("/api/accounts/{account}/payments")).await.ok();
    let rows = payments["payments"].as_array().expect("payments");
    assert!(rows.iter().any(|row| row["id"] == Value::String(id.clone())), "{payments}");
    id
}

/// Gives a payment back in part, and holds the books against the bank's: what nobody but operators and the clock calls.
async fn operators(visitor: &mut Visitor, cloud: &Running, payment: &str) {
    let path = format!("/api/payments/{payment}");
    let service = visitor.get(&path).await.ok()["lines"][0]["service"].clone();
    let number = ulid::Ulid::new().to_string();
    let lines = json!([{ "service": service, "amount": 2345 }]);
    let refund =
        json!({ "payment": payment, "number": number, "lines": lines, "reason": "Ошибочный платёж" });
    let given = cloud.functions.event("refund-payments", json!({ "refund": refund })).await.expect("taken");
    assert_eq!(given["refund"]["state"], "succeeded", "{given}");
    assert_eq!(visitor.get(&path).await.ok()["refunded"], 2345);
    let today = payments::moscow_day(cloud.clock.now());
    for event in [json!({ "reconcile": "hourly" }), json!({ "reconcile": "daily", "day": today })] {
        let found = cloud.functions.event("reconcile-payments", event).await.expect("compared");
        assert_eq!((&found["companies"], &found["incidents"]), (&json!(3), &json!(0)), "{found}");
        assert!(found["looked"].as_u64() > Some(1), "{found}");
    }
}

/// Links a card on the bank's page, pays with it by a code, loses it at the bank, links another and forgets it.
async fn cards(visitor: &mut Visitor, cloud: &Running, account: &str) {
    let card = bind(visitor, cloud, "card-1").await;
    let service = visitor.get(&format!("/api/accounts/{account}")).await.ok()["services"][0]["code"].clone();
    for (key, wanted) in [("payment-2", "succeeded"), ("payment-3", "canceled")] {
        let lines = json!([{ "service": service, "amount": 12345 }]);
        let request = json!({ "lines": lines, "method": "saved_card", "card": card });
        let path = format!("/api/accounts/{account}/payments");
        let waiting = visitor.post_once(&path, key, request).await.ok();
        assert_eq!(waiting["state"], "created", "{waiting}");
        let path = format!("/api/payments/{}", waiting["id"].as_str().expect("an id"));
        assert_eq!(visitor.post(&format!("{path}/code"), json!({})).await.status, 429, "too early");
        let confirmation = format!("{path}/confirmation");
        assert_eq!(visitor.post(&confirmation, json!({ "code": "no" })).await.status, 422);
        let code = json!({ "code": visitor.newest_code("ivanov@example.ru").await });
        assert_eq!(visitor.post(&confirmation, code).await.ok()["state"], wanted);
        let token = cloud.bank.methods().pop().expect("a card").id;
        cloud.bank.refuse_method(&token, Some(bank::Refusal::PermissionRevoked)).expect("a card");
    }
    assert_eq!(visitor.get("/api/cards").await.ok()["cards"], json!([]), "the bank has taken it away");
    let card = bind(visitor, cloud, "card-2").await;
    let path = format!("/api/cards/{}", card.as_str().expect("an id"));
    visitor.send(reqwest::Method::DELETE, &path, None, None).await.ok();
    visitor.post("/api/profile/exports", json!({})).await.ok();
}

async fn bind(visitor: &mut Visitor, cloud: &Running, key: &str) -> Value {
    let offer = visitor.get("/api/cards/offer").await.ok();
    let offer = json!({ "version": offer["version"], "sha256": offer["sha256"] });
    let request = json!({ "company": "sever", "offer": offer, "accepted": true });
    let begun = visitor.post_once("/api/cards/bindings", key, request).await.ok();
    assert_eq!(begun["state"], "pending", "{begun}");
    let at_bank = cloud.bank.methods().pop().expect("a card at the bank").id;
    cloud.bank.bind(&at_bank, bank::SUCCESSFUL_CARD).expect("a card");
    let path = format!("/api/cards/bindings/{}", begun["id"].as_str().expect("an id"));
    let deadline = Instant::now() + PATIENCE;
    loop {
        let binding = visitor.get(&path).await.ok();
        if binding["state"] == "active" {
            return binding["card"]["id"].clone();
        }
        assert!(Instant::now() < deadline, "{binding}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Signs out, mistypes the password, signs in.
async fn come_again(visitor: &mut Visitor) {
    visitor.send(reqwest::Method::DELETE, "/api/session", None, None).await.ok();
    let wrong = json!({ "login": "ivanov@example.ru", "password": "gaz2026!wrong" });
    assert_eq!(visitor.post("/api/session", wrong).await.status, 401);
    let right = json!({ "login": "IVANOV@example.ru ", "password": "gaz2026!пароль" });
    visitor.post("/api/session", right).await.ok();
}

/// Somebody else, by phone, links the same account, errs in a control question and unlinks it.
async fn share(cloud: &Running, account: &str) {
    let mut other = Visitor::new(&cloud.portal_url);
    other.register("+79161234567", "gaz2026!другой").await;
    other.post("/api/accounts", json!({ "company": "sever", "number": "33016355" })).await.ok();
    let wrong = json!({ "question": "meter_serial", "answer": "0" });
    assert_eq!(other.post(&format!("/api/accounts/{account}/extension"), wrong).await.status, 422);
    other.send(reqwest::Method::DELETE, &format!("/api/accounts/{account}"), None, None).await.ok();
}

/// The sections of the extended version, and their files byte for byte.
async fn extended_sections(visitor: &mut Visitor, account: &str) {
    for section in ["settlements?year=2019", "subscriber", "contracts", "acts"] {
        visitor.get(&format!("/api/accounts/{account}/{section}")).await.ok();
    }
    for (file, beginning) in [
        ("settlements.csv", "\u{feff}Услуга".as_bytes()),
        ("readings.xlsx", b"PK\x03\x04".as_slice()),
        ("payments.xlsx", b"PK\x03\x04".as_slice()),
    ] {
        let bytes = visitor.download(&format!("/api/accounts/{account}/exports/{file}")).await;
        assert!(bytes.starts_with(beginning), "{file} was changed on its way");
    }
}

/// A PIN to the contact on file, and a request that waits for an operator.
async fn ask_for_pin(cloud: &Running) {
    let mut visitor = Visitor::new(&cloud.portal_url);
    visitor.register("ostapenko@example.ru", "gaz2026!пинкод").await;
    for (number, email) in [("203330486", "ostapenko@example.ru"), ("003011002", "ostapenko@example.ru")] {
        visitor.post("/api/accounts", json!({ "company": "yuzhny", "number": number })).await.ok();
        let request = json!({ "name": "Остапенко Михаил", "email": email, "phone": "" });
        let asked = visitor.post(&format!("/api/accounts/yuzhny-{number}/pin-requests"), request).await;
        assert_eq!(asked.status, 202, "{}", asked.body);
    }
    let wrong = json!({ "question": "pin", "answer": "0" });
    assert_eq!(visitor.post("/api/accounts/yuzhny-203330486/extension", wrong).await.status, 422);
    let letters = visitor.messages("ostapenko@example.ru").await;
    let sent = letters
        .iter()
        .find(|letter| letter["subject"].as_str().is_some_and(|text| text.starts_with("ПИН-код")));
    let text = sent.and_then(|letter| letter["text"].as_str()).expect("a letter with a PIN");
    let pin = text.lines().find(|line| line.len() == 9 && line.as_bytes()[4] == b'-').expect("a PIN");
    let right = json!({ "question": "pin", "answer": pin });
    visitor.post("/api/accounts/yuzhny-203330486/extension", right).await.ok();
}

/// The news of the payment, which travels through the outbox, its stream and notify.
async fn letter(visitor: &mut Visitor) {
    let deadline = Instant::now() + PATIENCE;
    // A code, the new link, the payment.
    while visitor.messages("ivanov@example.ru").await.len() < 3 {
        assert!(Instant::now() < deadline, "{:?}", visitor.messages("ivanov@example.ru").await);
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

#[tokio::test]
async fn the_gates_let_through_what_a_role_allows_and_nothing_else() {
    let cloud =
        local_cloud::start(Options { demo: false, ..Options::for_tests() }).await.expect("the cloud starts");
    let services = permissions::Services {
        database: cloud.database_url.clone(),
        files: cloud.files_url.clone(),
        post: cloud.post_url.clone(),
    };
    let refused = permissions::Refused::default();
    let notify = template::functions().into_iter().find(|function| function.id == "Notify").expect("Notify");
    let gate = permissions::gate(notify, &services, &refused).await;
    let call = async |operation: &str, table: &str| {
        let key = json!({ "pk": { "S": "a" }, "sk": { "S": "b" } });
        let request = reqwest::Client::new()
            .post(&gate["AWS_ENDPOINT_URL_DYNAMODB"])
            .header(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=local/20261124/eu-central-1/dynamodb/aws4_request",
            )
            .header("x-amz-target", format!("DynamoDB_20120810.{operation}"))
            .header("content-type", "application/x-amz-json-1.0")
            .json(&json!({ "TableName": table, "Key": key }));
        request.send().await.expect("an answer").text().await.expect("a body")
    };
    assert!(!call("GetItem", "outbox").await.contains("AccessDenied"));
    assert!(call("GetItem", "nowhere").await.contains("AccessDenied"));
    assert!(call("DeleteItem", "payments").await.contains("AccessDenied"));
    assert!(call("Scan", "outbox").await.contains("AccessDenied"));
    assert_eq!(refused.lock().expect("no panic held it").len(), 3);
    cloud.stop().await;
}
