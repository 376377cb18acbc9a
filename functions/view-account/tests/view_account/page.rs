//! «Услуги» and «Приборы учета».

use crate::{PAGE, credited, day, left_open, paid, sent};
use chrono::Duration;
use domain::{
    ExpiredVerification, Kopecks, MeterState, PaymentState, Section, UserId, link::Level,
    payment::SavedCharge,
};
use http::StatusCode;
use platform::{
    records::payments::StoredPayment,
    store::keys,
    testing::{
        World,
        fixtures::{account, company},
    },
};
use serde_json::{Value, json};
use view_account::api;

/// Every path of a JSON value, without the numbers of lists.
fn paths(value: &Value, prefix: &str, found: &mut std::collections::BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| paths(value, &format!("{prefix}.{name}"), found))
        }
        Value::Array(values) => values.iter().for_each(|value| paths(value, &format!("{prefix}[]"), found)),
        _ => {
            found.insert(prefix.trim_start_matches('.').to_owned());
        }
    }
}

#[tokio::test]
async fn the_first_screen_comes_whole_in_two_round_trips() {
    let world = World::new().await;
    let (_, mut browser) = world.holder(Level::Extended, api()).await;
    let before = world.app.store.trips();
    let page = browser.get(PAGE).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.json);
    assert_eq!(world.app.store.trips() - before, 2);
    insta::assert_json_snapshot!("extended", page.json);
}

#[tokio::test]
async fn the_limited_version_shows_these_fields_and_no_other_as_row_49_asks() {
    let world = World::new().await;
    let (_, mut browser) = world.holder(Level::Limited, api()).await;
    sent(&world, 1, 4_300, 57, "2026-11-20").await;
    let page = browser.get(PAGE).await;
    let mut found = Default::default();
    paths(&page.json, "", &mut found);
    insta::assert_snapshot!("limited_fields", found.into_iter().collect::<Vec<_>>().join("\n"));
    insta::assert_json_snapshot!("limited", page.json);
    let text = page.json.to_string();
    for secret in ["Иванов", "Чехова", "80АА100007-02", "ivanov@", "60412337", "0077A007", "258043", "466"]
    {
        assert!(!text.contains(secret), "{secret} is told");
    }
}

#[tokio::test]
async fn a_payment_counts_at_once_though_the_company_has_not_heard_of_it() {
    let world = World::new().await;
    let (user, mut browser) = world.holder(Level::Limited, api()).await;
    let before = browser.get(PAGE).await.json;
    assert_eq!(
        before["due"],
        json!({ "amount": 588_791, "due_date": "2026-11-10", "overdue": true, "balance": -588_791 })
    );
    let payment = paid(&world, 1, user, PaymentState::Succeeded, 5_000).await;
    credited(&world, &payment).await;
    let after = browser.get(PAGE).await.json;
    assert_eq!(
        (&after["services"][0]["balance"], &after["due"]["amount"]),
        (&json!(-89_995), &json!(88_791))
    );
    let payment = paid(&world, 2, user, PaymentState::Succeeded, 1_000).await;
    credited(&world, &payment).await;
    let over = browser.get(PAGE).await.json;
    assert_eq!(
        over["due"],
        json!({ "amount": 0, "overdue": false, "balance": 11_209 }),
        "nothing due has no date"
    );
}

#[tokio::test]
async fn a_reading_just_sent_is_the_last_one_until_the_company_counts_it() {
    let world = World::new().await;
    let (_, mut browser) = world.holder(Level::Extended, api()).await;
    sent(&world, 1, 4_300, 57, "2026-11-20").await;
    let meter = browser.get(PAGE).await.json["meters"][0].take();
    let pending = json!({ "value": 4_300, "date": "2026-11-20", "source": "portal", "status": "pending" });
    assert_eq!((&meter["last_reading"], &meter["last_accepted"]["value"]), (&pending, &json!(4_243)));
    let mut counted = account();
    let dial = counted.meters[0].last_accepted.as_mut().expect("a reading");
    (dial.value, dial.date) = (4_300, day("2026-11-20"));
    world.import(&company(), &counted).await;
    let meter = browser.get(PAGE).await.json["meters"][0].take();
    assert_eq!(
        (&meter["last_reading"]["status"], &meter["last_reading"]["value"]),
        (&json!("accepted"), &json!(4_300))
    );
}

#[tokio::test]
async fn a_meter_says_whether_it_takes_readings_as_r_104_asks() {
    let world = World::new().await;
    let (_, mut browser) = world.holder(Level::Extended, api()).await;
    let (mut company, mut account) = (company(), account());
    account.meters[0].next_verification = Some(day("2026-11-23"));
    account.meters[1].state = MeterState::Inactive;
    world.import(&company, &account).await;
    let meters = browser.get(PAGE).await.json["meters"].take();
    assert_eq!(
        meters[0]["verification"],
        json!({ "next_date": "2026-11-23", "status": "expired", "blocks": true })
    );
    assert_eq!(
        (&meters[0]["accepts_readings"], &meters[0]["refusal"]["code"]),
        (&json!(false), &json!("verification_expired"))
    );
    assert_eq!(meters[1]["refusal"]["code"], "meter_inactive");
    company.readings.expired_verification = ExpiredVerification::AcceptWithWarning;
    account.meters[1].state = MeterState::Active;
    account.meters[1].next_verification = Some(day("2026-12-24"));
    world.import(&company, &account).await;
    let meters = browser.get(PAGE).await.json["meters"].take();
    assert_eq!(
        (&meters[0]["accepts_readings"], &meters[0]["verification"]["blocks"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(meters[1]["verification"]["status"], "soon");
}

#[tokio::test]
async fn sections_and_rights_are_the_companys_as_r_045_and_c_02_ask() {
    let world = World::new().await;
    let (_, mut browser) = world.holder(Level::Limited, api()).await;
    let mut company = company();
    company.sections = vec![Section::Payments, Section::Services, Section::Settlements];
    company.limited.send_readings = false;
    company.payments.enabled = false;
    world.import(&company, &account()).await;
    let page = browser.get(PAGE).await.json;
    assert_eq!(page["sections"], json!(["services", "payments"]));
    assert_eq!(
        page["can"],
        json!({ "pay": false, "send_readings": false, "bill": false, "all_payments": false })
    );
    assert_eq!(page["services"][0]["payable"], false);
}

#[tokio::test]
async fn an_open_payment_is_offered_to_whoever_began_it_while_it_can_be_continued() {
    let world = World::new().await;
    let (user, mut browser) = world.holder(Level::Extended, api()).await;
    let open = paid(&world, 1, user, PaymentState::AwaitingUser, 100).await;
    left_open(&world, &open).await;
    let page = browser.get(PAGE).await.json;
    let expected = json!({
        "id": open.id.to_string(), "amount": 10_000, "state": "awaiting_user",
        "confirmation_url": "https://bank.example/pay/1",
        "expires_at": "2026-11-24T10:00:00Z", "needs_code": false,
    });
    assert_eq!(page["open_payment"], expected);
    let (wife, mut hers) = world.signed_in(api()).await;
    world.link(wife, &account().id, Level::Extended).await;
    assert_eq!(hers.get(PAGE).await.json.get("open_payment"), None);
    paid(&world, 1, user, PaymentState::Canceled, 100).await;
    assert_eq!(browser.get(PAGE).await.json.get("open_payment"), None);
    paid(&world, 1, user, PaymentState::AwaitingUser, 100).await;
    for _ in 0..2 {
        world.clock.advance(Duration::minutes(28));
        browser.get(PAGE).await;
    }
    assert_eq!(browser.get(PAGE).await.json.get("open_payment"), None, "the bank's page is about to close");
}

#[tokio::test]
async fn a_payment_that_waits_for_a_code_leads_to_where_it_is_asked_for() {
    let world = World::new().await;
    let (user, mut browser) = world.holder(Level::Extended, api()).await;
    let card = world.card(user, "0004").await;
    let charge = SavedCharge { card: card.id, title: card.card.title(), token: card.token };
    let waiting = paid(&world, 1, user, PaymentState::Created, 100).await.charging(charge);
    let key = keys::payments::payment(waiting.id);
    world.app.store.put(&key, &StoredPayment::from(waiting.clone())).await.expect("stored");
    left_open(&world, &waiting).await;
    let open = browser.get(PAGE).await.json["open_payment"].clone();
    assert_eq!((&open["needs_code"], &open["expires_at"]), (&json!(true), &json!("2026-11-24T09:15:00Z")));
    assert_eq!(open.get("confirmation_url"), None);
}

#[tokio::test]
async fn credits_of_services_that_are_gone_still_lower_what_is_due() {
    let world = World::new().await;
    let (_, mut browser) = world.holder(Level::Limited, api()).await;
    let mut payment = paid(&world, 1, UserId(ulid::Ulid::from(9_u128)), PaymentState::Succeeded, 10).await;
    payment.lines[0].service = "gone".into();
    credited(&world, &payment).await;
    let page = browser.get(PAGE).await.json;
    assert_eq!(page["due"]["amount"], Kopecks(587_791).0);
}

#[tokio::test]
async fn a_payment_that_the_company_counts_already_is_not_credited_twice() {
    let world = World::new().await;
    let (user, mut browser) = world.holder(Level::Limited, api()).await;
    let payment = paid(&world, 1, user, PaymentState::Succeeded, 1_000).await;
    credited(&world, &payment).await;
    let before = browser.get(PAGE).await.json["due"]["balance"].as_i64();
    let counted = domain::CompanyPayment {
        id: "1".into(),
        date: day("2026-11-23"),
        amount: Kopecks(100_000),
        place: "Личный кабинет".into(),
        portal_payment: Some(payment.id.to_string()),
        lines: Vec::new(),
    };
    let known = domain::packet::CompanyPayments { payments: vec![counted].into() };
    let key = platform::store::keys::accounts::payments(&payment.account);
    world.app.store.put(&key, &known).await.expect("stored");
    let after = browser.get(PAGE).await.json["due"]["balance"].as_i64();
    assert_eq!(after.zip(before).map(|(after, before)| before - after), Some(100_000));
}
