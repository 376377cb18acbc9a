//! An account with a year behind it, a paid payment, and a reader of PDFs.

use chrono::{Months, NaiveDate, TimeDelta};
use domain::{
    CompanyPayment, HistoryReading, Kopecks, Level, PaidLine, Parameter, PaymentId, PaymentLine,
    PaymentMethod, PaymentState, ReadingSource, ReadingStatus, Settlement, SubscriberCard, UserId,
    packet::{CompanyPayments, MeterHistory, ServiceSettlements},
    payment::{Card, NewPayment, Payment},
};
use platform::{
    records::payments::{Credit, StoredPayment},
    store::keys::{self, accounts},
    testing::{
        Browser, Reply, World,
        fixtures::{ACCOUNT, account, company},
    },
};
use serde_json::json;

pub fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// One month; sums in kopecks, the debt negative.
pub fn settled(period: &str, opening: i64, charged: i64, paid: i64, closing: Option<i64>) -> Settlement {
    Settlement {
        period: date(period),
        opening: Kopecks(opening),
        charged: Kopecks(charged),
        volume: None,
        tariff: None,
        paid: Kopecks(paid),
        benefits: Kopecks::ZERO,
        correction: Kopecks::ZERO,
        closing: closing.map(Kopecks),
    }
}

/// The manual's figures of gas (fig. 22) moved to October, maintenance paid at once, an open November.
fn settlements() -> Vec<(&'static str, Vec<Settlement>)> {
    let gas = Settlement {
        volume: Some(466.into()),
        tariff: Some("5.5374".parse().expect("a tariff")),
        ..settled("2026-10-01", -331_952, 258_043, 0, Some(-589_995))
    };
    let gas = vec![settled("2026-11-01", -589_995, 0, 0, None), gas];
    vec![
        ("gas", gas),
        ("maintenance", vec![settled("2026-10-01", 0, 18_450, 18_450, Some(0))]),
        ("penalty", vec![settled("2026-10-01", 0, 0, 1_204, Some(1_204))]),
    ]
}

fn history() -> MeterHistory<'static> {
    let reading = |back: u32| HistoryReading {
        date: date("2026-11-24") - Months::new(back),
        value: 4_405 - 162 * i64::from(back),
        consumption: Some(162),
        source: ReadingSource::Subscriber,
        status: ReadingStatus::Accepted,
    };
    MeterHistory { meter: "m1".into(), readings: (0..14).map(reading).collect() }
}

/// What the import writes besides the account itself.
pub async fn import_year(world: &World) {
    let (id, store) = (account().id, &world.app.store);
    for (service, months) in settlements() {
        let rows = ServiceSettlements { service: service.into(), months: months.into() };
        store.put(&accounts::settlements(&id, service), &rows).await.expect("stored");
    }
    store.put(&accounts::history(&id, "m1"), &history()).await.expect("stored");
    let paid = CompanyPayment {
        id: "1".into(),
        date: date("2026-10-08"),
        amount: Kopecks(18_450),
        place: "Почта".into(),
        portal_payment: None,
        lines: vec![PaidLine { service: "maintenance".into(), amount: Kopecks(18_450) }],
    };
    let payments = CompanyPayments { payments: vec![paid].into() };
    store.put(&accounts::payments(&id), &payments).await.expect("stored");
    let residents =
        Parameter { name: "Количество проживающих".into(), value: "3".into() };
    let card = SubscriberCard { parameters: vec![residents], ..SubscriberCard::default() };
    store.put(&accounts::card(&id), &card).await.expect("stored");
}

/// A payment of gas through the portal, 1 284,50 ₽, paid eight minutes after it was begun.
pub fn payment(world: &World, user: UserId, state: PaymentState) -> Payment {
    let now = world.clock.now();
    let lines = vec![
        PaymentLine {
            service: "gas".into(),
            name: "Газоснабжение природным газом".into(),
            amount: Kopecks(110_000),
        },
        PaymentLine {
            service: "maintenance".into(),
            name: "Техобслуживание ВДГО".into(),
            amount: Kopecks(18_450),
        },
    ];
    let new = NewPayment {
        id: PaymentId("01JD8Z4M3QW7K2N5X9T6V1B0CE".parse().expect("a ULID")),
        user,
        account: account().id,
        amount: Kopecks(128_450),
        lines,
        method: PaymentMethod::NewCard,
        payee: None,
        request_body: "{}".into(),
        request_hash: String::new(),
    };
    Payment {
        state,
        paid_at: Some(now + TimeDelta::minutes(8)),
        card: Some(Card { last4: "0004".into(), card_type: "Mir".into() }),
        rrn: Some("628700000007".into()),
        auth_code: Some("096493".into()),
        ..Payment::create(new, now)
    }
}

pub async fn store_payment(world: &World, payment: &Payment) {
    let row = StoredPayment::from(payment.clone());
    world.app.store.put(&keys::payments::payment(payment.id), &row).await.expect("stored");
}

pub async fn store_credit(world: &World, payment: &Payment) {
    let credit = Credit::of(payment, world.clock.now());
    world.app.store.put(&accounts::credit(&payment.account, payment.id), &credit).await.expect("stored");
}

/// Somebody who holds the account with its year, where the company lets the limited version have bills or not.
pub async fn holder(world: &World, level: Level, limited_bill: bool) -> (UserId, Browser) {
    let (user, browser) = world.holder(level, make_receipt::api()).await;
    let mut company = company();
    company.limited.bill = limited_bill;
    world.import(&company, &account()).await;
    import_year(world).await;
    (user, browser)
}

pub async fn ask_bill(browser: &mut Browser) -> Reply {
    browser.post(&format!("/api/accounts/{ACCOUNT}/bills"), json!({})).await
}

pub async fn ask_receipt(browser: &mut Browser, payment: PaymentId) -> Reply {
    browser.post(&format!("/api/payments/{payment}/receipt"), json!({})).await
}

/// Opens the link of a document as the browser does.
pub async fn open(url: &str) -> reqwest::Response {
    reqwest::get(url).await.expect("an answer")
}

pub async fn fetch(reply: &Reply) -> Vec<u8> {
    let response = open(reply.json["url"].as_str().expect("a link")).await;
    assert_eq!(response.status(), 200);
    response.bytes().await.expect("a body").to_vec()
}

/// Text of all pages with ordinary spaces.
pub fn text(pdf: &[u8]) -> String {
    let document = lopdf::Document::load_mem(pdf).expect("a PDF that can be read");
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    let text = document.extract_text(&pages).expect("text that can be read");
    text.replace('\u{a0}', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
pub fn assert_says(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "«{word}» is not in: {text}");
    }
}

#[track_caller]
pub fn assert_silent(text: &str, words: &[&str]) {
    for word in words {
        assert!(!text.contains(word), "«{word}» is in: {text}");
    }
}
