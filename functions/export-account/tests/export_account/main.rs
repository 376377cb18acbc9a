//! Files of an account over HTTP against the embedded store (features row 36; security rows 44, 45, 49, 58, 78).

mod csv;
mod rules;
mod xlsx;

use chrono::NaiveDate;
use domain::{
    CompanyPayment, HistoryReading, Kopecks, PaidLine, PaymentId, PaymentLine, PaymentState, ReadingSource,
    ReadingStatus, Settlement, UserId,
    link::Level,
    packet::{CompanyPayments, MeterHistory, ServiceSettlements},
};
use platform::{
    records::{payments::ListedPayment, readings::SentReading},
    store::keys,
    testing::{Browser, Reply, World, fixtures::account},
};
use ulid::Ulid;

const SETTLEMENTS: &str = "settlements";
const READINGS: &str = "readings";
const PAYMENTS: &str = "payments";

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn path(file: &str) -> String {
    format!("/api/accounts/sever-33016355/exports/{file}")
}

/// A holder of an account that has something in each table.
async fn holder(level: Level) -> (World, UserId, Browser) {
    let world = World::new().await;
    let (user, browser) = world.holder(level, export_account::api()).await;
    settlements(&world).await;
    readings(&world).await;
    payments(&world, user).await;
    (world, user, browser)
}

async fn get(browser: &mut Browser, file: &str) -> Reply {
    let reply = browser.get(&path(file)).await;
    assert_eq!(reply.status, http::StatusCode::OK, "{file}: {}", reply.json);
    reply
}

/// Figure 22 of the manual and a month that tells its tariff.
async fn settlements(world: &World) {
    let month =
        |period: &str, opening, charged, volume: &str, tariff: Option<&str>, paid, closing: Option<i64>| {
            Settlement {
                period: day(period),
                opening: Kopecks(opening),
                charged: Kopecks(charged),
                volume: Some(volume.parse().expect("a volume")),
                tariff: tariff.map(|tariff| tariff.parse().expect("a tariff")),
                paid: Kopecks(paid),
                benefits: Kopecks(0),
                correction: Kopecks(0),
                closing: closing.map(Kopecks),
            }
        };
    let months = vec![
        month("2026-10-01", 0, 21_632, "29.52", Some("7.328"), 0, Some(-21_632)),
        month("2019-09-01", -589_995, -257_490, "-465", None, 0, None),
        month("2019-08-01", -331_952, 258_043, "466", None, 0, Some(-589_995)),
    ];
    let row = ServiceSettlements { service: "gas".into(), months: months.into() };
    world.app.store.put(&keys::accounts::settlements(&account().id, "gas"), &row).await.expect("stored");
}

/// One that the company has counted, and one that was sent since.
async fn readings(world: &World) {
    let counted = HistoryReading {
        date: day("2026-10-24"),
        value: 4_243,
        consumption: Some(57),
        source: ReadingSource::Inspector,
        status: ReadingStatus::Accepted,
    };
    let history = MeterHistory { meter: "m1".into(), readings: vec![counted].into() };
    let sent = SentReading {
        id: Ulid::from(1_u128),
        user: UserId(Ulid::from(7_u128)),
        meter: "m1".into(),
        value: 4_300,
        consumption: Some(57),
        period: day("2026-11-01"),
        rollover: false,
        warned: false,
        date: day("2026-11-20"),
        sent_at: world.clock.now(),
    };
    let store = &world.app.store;
    store.put(&keys::accounts::history(&account().id, "m1"), &history).await.expect("stored");
    store.put(&keys::accounts::reading(&account().id, sent.id), &sent).await.expect("stored");
}

/// The user's own through the portal, another user's, one made elsewhere, and ours as the company names it.
async fn payments(world: &World, user: UserId) {
    let now = world.clock.now();
    let listed = |number: u128, user, sum| ListedPayment {
        id: PaymentId(Ulid::from(number)),
        user,
        account: account().id,
        state: PaymentState::Succeeded,
        amount: Kopecks(sum),
        lines: vec![PaymentLine {
            service: "gas".into(),
            name: "Газоснабжение природным газом".into(),
            amount: Kopecks(sum),
        }],
        created_at: now,
        paid_at: Some(now),
        place: "Личный кабинет".into(),
        card_mask: Some("•••• 0004".into()),
        card_type: None,
        confirmation_url: None,
        expires_at: None,
        kind: platform::records::payments::ListedKind::Payment,
        of: None,
        refunded: Kopecks::ZERO,
        fiscal_receipt: domain::payment::FiscalReceipt::Succeeded,
        counted_at: None,
    };
    let own = listed(1, user, 100_000);
    let others = listed(2, UserId(Ulid::from(9_u128)), 200_000);
    for payment in [&own, &others] {
        let key = keys::payments::of_account(&account().id, payment.id);
        world.app.store.put(&key, payment).await.expect("stored");
    }
    let elsewhere = |id: &str, place: &str, portal_payment| CompanyPayment {
        id: id.into(),
        date: day("2026-09-10"),
        amount: Kopecks(300_050),
        place: place.into(),
        portal_payment,
        lines: vec![
            PaidLine { service: "gas".into(), amount: Kopecks(300_000) },
            PaidLine { service: "gone".into(), amount: Kopecks(50) },
        ],
    };
    let known = CompanyPayments {
        payments: vec![
            elsewhere("77", "=HYPERLINK(\"http://evil\")", None),
            elsewhere("78", "Личный кабинет", Some(own.id.to_string())),
        ]
        .into(),
    };
    world.app.store.put(&keys::accounts::payments(&account().id), &known).await.expect("stored");
}
