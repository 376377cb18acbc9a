//! The manual's chapters as journeys through the HTTP API of the whole system: the demo companies came in by the
//! import, the bank is the simulator, letters go to the post office. Whatever is left in the outbox fails the test.

mod support;

use bank::{Calls, Fault, Faults, Switch};
use local_cloud::{Options, Running};
use serde_json::{Value, json};
use std::time::Duration;
use support::{patience::eventually, visitor::Visitor};

const MANUAL: &str = "sever-33016355";
const PASSWORD: &str = "голубое-пламя-7";
const FORM: &str = "application/x-www-form-urlencoded";

async fn cloud() -> Running {
    local_cloud::start(Options::for_tests()).await.expect("the cloud starts")
}

/// Everything told and followed up: nothing waits in the outbox, nothing failed on the way.
async fn settled(cloud: Running) {
    eventually("the outbox is empty", async || {
        let rows = cloud.dynamodb().scan().table_name(table(&cloud, "OUTBOX_TABLE")).send().await.ok()?;
        (rows.count() == 0).then_some(())
    })
    .await;
    cloud.stop().await;
}

fn table(cloud: &Running, setting: &str) -> String {
    let found = cloud.environment.iter().find(|(name, _)| name == setting);
    found.map(|(_, value)| value.clone()).expect("the setting is there")
}

async fn newcomer(cloud: &Running, login: &str) -> Visitor {
    let mut visitor = Visitor::new(&cloud.portal_url);
    visitor.register(login, PASSWORD).await;
    visitor
}

async fn link(visitor: &mut Visitor, account: &str) {
    let (company, number) = account.split_once('-').expect("an id");
    visitor.post("/api/accounts", json!({ "company": company, "number": number })).await.ok();
}

async fn extend(visitor: &mut Visitor, cloud: &Running, account: &str) {
    let known = cloud.guide.iter().find(|known| account.ends_with(&known.number)).expect("in the guide");
    let answer = json!({ "question": "meter_serial", "answer": known.unlocks.serial });
    let extended = visitor.post(&format!("/api/accounts/{account}/extension"), answer).await.ok();
    assert_eq!(extended["level"], "extended");
}

/// Starts a payment for the first payable service; its id and its number at the bank.
async fn start(visitor: &mut Visitor, account: &str, amount: i64, key: &str) -> (String, String) {
    let page = visitor.get(&format!("/api/accounts/{account}")).await.ok();
    let payable = |service: &&Value| service["payable"] == true;
    let service =
        page["services"].as_array().expect("services").iter().find(payable).expect("one")["code"].clone();
    let body = json!({ "lines": [{ "service": service, "amount": amount }], "method": "new_card" });
    let started = visitor.post_once(&format!("/api/accounts/{account}/payments"), key, body).await.ok();
    let url = started["confirmation_url"].as_str().unwrap_or_default();
    let at_bank = url.rsplit('/').next().unwrap_or_default().to_owned();
    (started["id"].as_str().expect("an id").to_owned(), at_bank)
}

async fn state_of(visitor: &mut Visitor, payment: &str) -> Value {
    visitor.get(&format!("/api/payments/{payment}")).await.ok()["state"].clone()
}

async fn due(visitor: &mut Visitor, account: &str) -> i64 {
    let page = visitor.get(&format!("/api/accounts/{account}")).await.ok();
    page["due"]["balance"].as_i64().expect("a balance")
}

/// Runs the sweeper until the payment is there or patience ends; rests so that its schedule comes due.
async fn swept(cloud: &Running, visitor: &mut Visitor, payment: &str, wanted: &str) {
    let visitor = std::sync::Arc::new(tokio::sync::Mutex::new(visitor.clone()));
    eventually(wanted, async || {
        let ran = cloud.run_schedule("settle-payments").await;
        assert!(ran.is_ok(), "{ran:?}");
        (state_of(&mut *visitor.lock().await, payment).await == wanted).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_comes_from_registration_to_a_paid_receipt() {
    let cloud = cloud().await;
    let mut visitor = newcomer(&cloud, "Anna.Ivanova@Example.RU").await;
    link(&mut visitor, MANUAL).await;

    let limited = visitor.get(&format!("/api/accounts/{MANUAL}")).await.ok();
    assert_eq!(limited["account"]["level"], "limited");
    assert_eq!(limited["account"].get("address"), None, "R-208, security row 49");
    let serial = limited["meters"][0]["serial"].as_str().expect("a serial");
    assert!(serial.contains("****"), "R-089: {serial}");
    let bill = visitor.post(&format!("/api/accounts/{MANUAL}/bills"), json!({})).await;
    assert_eq!((bill.status, &bill.body["code"]), (403, &json!("extended_required")), "C-02");

    extend(&mut visitor, &cloud, MANUAL).await;
    let bill = visitor.post(&format!("/api/accounts/{MANUAL}/bills"), json!({})).await.ok();
    assert!(pdf(&bill).await.starts_with(b"%PDF"));

    let before = due(&mut visitor, MANUAL).await;
    let (payment, at_bank) = start(&mut visitor, MANUAL, 12_345, "one").await;
    assert_eq!(state_of(&mut visitor, &payment).await, "awaiting_user");
    assert_eq!(due(&mut visitor, MANUAL).await, before, "nothing is paid until the bank says so");
    cloud.bank.pay(&at_bank, bank::SUCCESSFUL_CARD).expect("paid");
    let watcher = std::sync::Arc::new(tokio::sync::Mutex::new(visitor.clone()));
    eventually("the webhook's news arrive", async || {
        (state_of(&mut *watcher.lock().await, &payment).await == "succeeded").then_some(())
    })
    .await;
    assert_eq!(due(&mut visitor, MANUAL).await, before + 12_345, "R-081: in the balance at once");
    let listed = visitor.get(&format!("/api/accounts/{MANUAL}/payments")).await.ok();
    assert_eq!(listed["payments"][0]["id"], payment.as_str(), "R-081, R-082: newest first");
    assert_eq!(listed["payments"][0]["place"], "Личный кабинет");
    let receipt = visitor.post(&format!("/api/payments/{payment}/receipt"), json!({})).await.ok();
    assert!(pdf(&receipt).await.starts_with(b"%PDF"));
    let login = "anna.ivanova@example.ru";
    let patient = std::sync::Arc::new(tokio::sync::Mutex::new(visitor.clone()));
    eventually("the letter of the payment", async || {
        let letters = patient.lock().await.messages(login).await;
        letters
            .iter()
            .any(|letter| letter["subject"].as_str().is_some_and(|s| s.starts_with("Оплачено")))
            .then_some(())
    })
    .await;
    settled(cloud).await;
}

async fn pdf(document: &Value) -> Vec<u8> {
    let url = document["url"].as_str().expect("a link");
    let answer = reqwest::get(url).await.expect("S3 answers");
    assert_eq!(answer.headers()["content-type"], "application/pdf");
    answer.bytes().await.expect("a body").to_vec()
}

/// Manual 4.3.1.2 and 4.3.3–4.3.5: what the figures print comes in by the import and is served to the kopeck (R-053…R-062,
/// R-106…R-114, C-08).
#[tokio::test(flavor = "multi_thread")]
async fn the_manuals_own_figures_are_served_to_the_kopeck() {
    let cloud = cloud().await;
    let mut visitor = newcomer(&cloud, "figures@example.ru").await;
    link(&mut visitor, MANUAL).await;
    extend(&mut visitor, &cloud, MANUAL).await;
    let at = |section: &str| format!("/api/accounts/{MANUAL}/{section}");

    let settlements = visitor.get(&at("settlements?year=2019")).await.ok();
    let months = settlements["services"][0]["months"].as_array().expect("months").clone();
    let of = |period: &str| months.iter().find(|month| month["period"] == period).expect("a month").clone();
    let (july, august, september) = (of("2019-07"), of("2019-08"), of("2019-09"));
    assert_eq!(
        (&july["opening"], &july["charged"], &july["paid"]),
        (&json!(-272_807), &json!(331_952), &json!(272_807))
    );
    assert_eq!((&july["closing"], &august["opening"]), (&json!(-331_952), &json!(-331_952)), "R-061");
    assert_eq!((&august["charged"], &august["volume"]), (&json!(258_043), &json!("466")), "R-056");
    assert_eq!((&august["closing"], &september["opening"]), (&json!(-589_995), &json!(-589_995)), "R-060");
    assert_eq!((&september["charged"], &september["volume"]), (&json!(-257_490), &json!("-465")), "R-057");
    assert_eq!((&september["closing"], &september["open"]), (&Value::Null, &json!(true)), "R-059");
    for service in settlements["services"].as_array().expect("services") {
        for month in
            service["months"].as_array().expect("months").iter().filter(|month| month["open"] == false)
        {
            assert_eq!(month["expected"], month["closing"], "{month}");
        }
    }

    let card = visitor.get(&at("subscriber")).await.ok();
    let value = |name: &str| {
        let lines = card["parameters"].as_array().expect("parameters");
        lines.iter().find(|line| line["name"] == name).map(|line| line["value"].clone())
    };
    assert_eq!(value("Площадь общая"), Some(json!("135,1")), "figure 34");
    assert_eq!(value("Количество проживающих"), Some(json!("1")), "figure 34");
    assert_eq!(card["equipment"].as_array().map(Vec::len), Some(2), "figure 34");
    let contracts = visitor.get(&at("contracts")).await.ok()["contracts"].take();
    let row =
        |contract: &Value| (contract["status"].clone(), contract["start"].clone(), contract["end"].clone());
    assert_eq!(row(&contracts[0]), (json!("Пролонгирован"), json!("2013-01-02"), Value::Null), "figure 35");
    assert_eq!(row(&contracts[1]), (json!("Заключен"), json!("2009-07-24"), Value::Null), "figure 35");
    let acts = visitor.get(&at("acts")).await.ok()["acts"].take();
    assert_eq!((&acts[0]["date"], &acts[0]["total"]), (&json!("2018-06-08"), &json!(79_748)), "figure 36");
    settled(cloud).await;
}

/// Manual 4.7.2.2: a PIN that is asked for goes to the contact on file; another address waits for the operator (R-181,
/// C-25), and everybody who holds the account hears of it (security row 55).
#[tokio::test(flavor = "multi_thread")]
async fn a_pin_comes_to_the_contact_on_file_or_after_an_operators_check() {
    let cloud = cloud().await;
    let mut visitor = newcomer(&cloud, "asks@example.ru").await;
    for (account, email, to) in [
        ("yuzhny-203330486", "ostapenko@example.ru", "ostapenko@example.ru"),
        ("yuzhny-003011002", "checked@example.ru", "checked@example.ru"),
    ] {
        link(&mut visitor, account).await;
        let request = json!({ "name": "Остапенко Михаил Львович", "email": email, "phone": "" });
        let asked = visitor.post(&format!("/api/accounts/{account}/pin-requests"), request).await;
        assert_eq!((asked.status, asked.body), (202, json!({})));
        let company = "yuzhny".parse().expect("an id");
        for waiting in platform::pins::waiting(&cloud.app, &company).await.expect("read") {
            assert!(!waiting.on_file, "only the account without a contact waits");
            platform::pins::approve(&cloud.app, &company, waiting.request.id).await.expect("approved");
        }
        let letters = visitor.messages(to).await;
        let text = letters[0]["text"].as_str().expect("a letter");
        let pin = text.lines().find(|line| line.len() == 9 && line.as_bytes()[4] == b'-').expect("a PIN");
        let answer = json!({ "question": "pin", "answer": pin });
        let extended = visitor.post(&format!("/api/accounts/{account}/extension"), answer).await.ok();
        assert_eq!(extended["level"], "extended");
    }
    settled(cloud).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sees_an_account_that_is_not_theirs() {
    let cloud = cloud().await;
    let mut holder = newcomer(&cloud, "holder@example.ru").await;
    link(&mut holder, MANUAL).await;
    extend(&mut holder, &cloud, MANUAL).await;
    let (payment, _) = start(&mut holder, MANUAL, 5_000, "theirs").await;
    let mut stranger = newcomer(&cloud, "stranger@example.ru").await;
    for path in [
        format!("/api/accounts/{MANUAL}"),
        format!("/api/accounts/{MANUAL}/payments"),
        format!("/api/accounts/{MANUAL}/meters/m1/readings"),
        format!("/api/payments/{payment}"),
        "/api/accounts/nowhere-1".to_owned(),
    ] {
        let answer = stranger.get(&path).await;
        assert_eq!((answer.status, &answer.body["code"]), (404, &json!("not_found")), "{path}");
    }
    let mut nobody = Visitor::new(&cloud.portal_url);
    assert_eq!(nobody.get(&format!("/api/accounts/{MANUAL}")).await.status, 401);
    // A second holder in the limited version learns nothing of the first one's card (security row 58).
    link(&mut stranger, MANUAL).await;
    assert_eq!(stranger.get(&format!("/api/payments/{payment}")).await.status, 404);
    settled(cloud).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn readings_follow_the_rules_of_each_company() {
    let cloud = cloud().await;
    let mut visitor = newcomer(&cloud, "+79123456789").await;
    link(&mut visitor, MANUAL).await;
    let page = visitor.get(&format!("/api/accounts/{MANUAL}")).await.ok();
    let meters = page["meters"].as_array().expect("meters");
    let meter =
        meters.iter().find(|meter| meter["accepts_readings"] == true).expect("a meter that takes readings");
    let last = meter["last_reading"]["value"].as_i64().expect("a value");
    let send = async |visitor: &mut Visitor, key: &str, value: Value| {
        let body = json!({ "readings": [{ "meter": meter["id"], "value": value }] });
        visitor.post_once(&format!("/api/accounts/{MANUAL}/readings"), key, body).await.ok()["results"][0]
            .clone()
    };
    for (n, (value, code)) in [
        (json!(-1), "negative"),
        (json!("12.5"), "not_integer"),
        (json!("😀"), "not_integer"),
        (json!("99999999999"), "too_many_digits"),
        (json!(last), "unchanged_not_confirmed"),
    ]
    .into_iter()
    .enumerate()
    {
        let refused = send(&mut visitor, &format!("bad-{n}"), value.clone()).await;
        assert_eq!(
            (&refused["status"], &refused["code"]),
            (&json!("refused"), &json!(code)),
            "{value}: {refused}"
        );
        assert!(refused["message"].as_str().is_some_and(|m| !m.is_empty()));
    }
    let accepted = send(&mut visitor, "good", json!(last + 3)).await;
    assert_eq!(
        (&accepted["status"], &accepted["consumption"]),
        (&json!("accepted"), &json!(3)),
        "{accepted}"
    );
    let again = send(&mut visitor, "good", json!(last + 3)).await;
    assert_eq!(again, accepted, "a repeated request is the same request");
    settled(cloud).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_whose_webhooks_are_all_lost_is_still_credited_once() {
    let cloud = cloud().await;
    cloud.bank.set_faults(Faults::default().with(Fault::HookDrop, Switch::always()));
    let mut visitor = newcomer(&cloud, "lost@example.ru").await;
    link(&mut visitor, MANUAL).await;
    let before = due(&mut visitor, MANUAL).await;
    let (payment, at_bank) = start(&mut visitor, MANUAL, 10_000, "lost").await;
    cloud.bank.pay(&at_bank, bank::SUCCESSFUL_CARD).expect("paid");
    // The page of the result asks; the sweeper would too.
    swept(&cloud, &mut visitor, &payment, "succeeded").await;
    assert_eq!(due(&mut visitor, MANUAL).await, before + 10_000);
    settled(cloud).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_that_fails_after_creating_charges_once() {
    let cloud = cloud().await;
    let mut visitor = newcomer(&cloud, "broken@example.ru").await;
    link(&mut visitor, MANUAL).await;
    let before = due(&mut visitor, MANUAL).await;
    let failing = Switch::next(1).on(Calls::Write);
    cloud.bank.set_faults(Faults::default().with(Fault::CreatedThen500, failing));
    let (payment, _) = start(&mut visitor, MANUAL, 20_000, "broken").await;
    assert_eq!(state_of(&mut visitor, &payment).await, "submitting");
    swept(&cloud, &mut visitor, &payment, "awaiting_user").await;
    let created = cloud.bank.payments();
    assert_eq!(created.len(), 1, "sent twice under one key, created once");
    cloud.bank.pay(&created[0].id, bank::SUCCESSFUL_CARD).expect("paid");
    swept(&cloud, &mut visitor, &payment, "succeeded").await;
    assert_eq!(cloud.bank.payment(&created[0].id).expect("is there").charges, 1);
    assert_eq!(due(&mut visitor, MANUAL).await, before + 20_000);
    settled(cloud).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forged_and_doubled_webhooks_change_nothing() {
    let cloud = cloud().await;
    let doubled = Faults::default().with(Fault::HookDuplicate, Switch::always());
    cloud.bank.set_faults(doubled);
    let mut visitor = newcomer(&cloud, "forged@example.ru").await;
    link(&mut visitor, MANUAL).await;
    let before = due(&mut visitor, MANUAL).await;
    let (payment, at_bank) = start(&mut visitor, MANUAL, 30_000, "forged").await;
    cloud.bank.forge(&at_bank).expect("forged");
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(state_of(&mut visitor, &payment).await, "awaiting_user", "security row 63");
    assert_eq!(due(&mut visitor, MANUAL).await, before);
    cloud.bank.pay(&at_bank, bank::SUCCESSFUL_CARD).expect("paid");
    swept(&cloud, &mut visitor, &payment, "succeeded").await;
    cloud.bank.announce(&at_bank).expect("announced again");
    assert_eq!(due(&mut visitor, MANUAL).await, before + 30_000, "security row 65");
    settled(cloud).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_throttled_store_delays_a_payment_and_loses_nothing() {
    let cloud = cloud().await;
    let mut visitor = newcomer(&cloud, "throttled@example.ru").await;
    link(&mut visitor, MANUAL).await;
    let before = due(&mut visitor, MANUAL).await;
    let (payment, at_bank) = start(&mut visitor, MANUAL, 40_000, "throttled").await;
    cloud.bank.pay(&at_bank, bank::SUCCESSFUL_CARD).expect("paid");
    // Longer than the SDK's own patience: calls of the functions fail for good for a while.
    cloud.wire.fail("TransactWriteItems", local_cloud::Fault::Throttled, 0, 12);
    let refused = visitor.post("/api/accounts", json!({ "company": "sever", "number": "33016355" })).await;
    assert!(refused.status == 503 || refused.status == 409, "{}", refused.body);
    cloud.wire.mend();
    swept(&cloud, &mut visitor, &payment, "succeeded").await;
    assert_eq!(due(&mut visitor, MANUAL).await, before + 40_000);
    settled(cloud).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_machine_goes_on_where_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = || Options { data: Some(folder.path().to_owned()), ..Options::for_tests() };
    let cloud = local_cloud::start(options()).await.expect("the cloud starts");
    cloud.bank.set_faults(Faults::default().with(Fault::HookDrop, Switch::always()));
    let mut visitor = newcomer(&cloud, "killed@example.ru").await;
    link(&mut visitor, MANUAL).await;
    let before = due(&mut visitor, MANUAL).await;
    let (payment, at_bank) = start(&mut visitor, MANUAL, 50_000, "killed").await;
    cloud.bank.pay(&at_bank, bank::SUCCESSFUL_CARD).expect("paid");
    cloud.stop().await;

    let cloud = local_cloud::start(options()).await.expect("the cloud starts again");
    let mut visitor = visitor.moved_to(&cloud.portal_url);
    swept(&cloud, &mut visitor, &payment, "succeeded").await;
    assert_eq!(due(&mut visitor, MANUAL).await, before + 50_000, "charged before, credited after, once");
    settled(cloud).await;
}

/// Payments §8: an operator gives a part back in the console; balance, «Платежи», the payer's letter and the comparison
/// with the bank all tell one story.
#[tokio::test(flavor = "multi_thread")]
async fn an_operator_gives_money_back_and_the_books_agree_with_the_bank() {
    let cloud = cloud().await;
    let mut visitor = newcomer(&cloud, "olga@example.ru").await;
    link(&mut visitor, MANUAL).await;
    let before = due(&mut visitor, MANUAL).await;
    let (payment, at_bank) = start(&mut visitor, MANUAL, 50_000, "one").await;
    cloud.bank.pay(&at_bank, bank::SUCCESSFUL_CARD).expect("paid");
    swept(&cloud, &mut visitor, &payment, "succeeded").await;

    let client = reqwest::Client::new();
    let console = |path: &str| format!("{}/local/{path}", cloud.portal_url);
    let page = client.get(console("payments")).send().await.expect("a page").text().await.expect("HTML");
    assert!(page.contains(&payment) && page.contains("Вернуть деньги"), "{page}");
    let form = "number=01JD3V6Z8Q7M2R4T0000000001&reason=mistake&sum.gas=123%2C45";
    for _ in 0..2 {
        let url = console(&format!("payments/{payment}/refunds"));
        let answer =
            client.post(url).header("content-type", FORM).body(form).send().await.expect("an answer");
        assert!(answer.status().is_success(), "{answer:?}");
        let answer: Value = answer.json().await.expect("JSON");
        assert_eq!(
            (&answer["refund"]["state"], &answer["refund"]["amount"]),
            (&json!("succeeded"), &json!(12_345))
        );
    }
    assert_eq!(cloud.bank.refunds().len(), 1, "two clicks, one refund");
    assert_eq!(due(&mut visitor, MANUAL).await, before + 50_000 - 12_345);
    let listed = visitor.get(&format!("/api/accounts/{MANUAL}/payments")).await.ok();
    let rows = listed["payments"].as_array().expect("payments");
    let refund = rows.iter().find(|row| row["kind"] == "refund").expect("a row of its own");
    assert_eq!((&refund["amount"], &refund["of"]), (&json!(-12_345), &json!(payment)));
    let paid = rows.iter().find(|row| row["id"] == payment.as_str()).expect("the payment");
    assert_eq!((&paid["amount"], &paid["refunded"]), (&json!(50_000), &json!(12_345)));
    let patient = std::sync::Arc::new(tokio::sync::Mutex::new(visitor.clone()));
    eventually("the letter of the refund", async || {
        let letters = patient.lock().await.messages("olga@example.ru").await;
        let told = |letter: &Value| letter["subject"].as_str().is_some_and(|s| s.starts_with("Возврат"));
        letters.iter().any(told).then_some(())
    })
    .await;
    for schedule in ["reconcile-payments", "reconcile-payments-everymorning"] {
        let ran = cloud.run_schedule(schedule).await.expect("the schedule runs");
        assert_eq!(ran["incidents"], 0, "{schedule}: {ran}");
    }
    let incidents: Value =
        client.get(console("incidents.json")).send().await.expect("an answer").json().await.expect("JSON");
    assert_eq!(incidents, json!([]));
    settled(cloud).await;
}
