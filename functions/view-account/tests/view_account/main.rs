//! The pages of an account over HTTP against the embedded store (R-044… … …R-114, C-02, C-08;
//! security rows 44, 45, 49, 58).

mod card;
mod history;
mod levels;
mod page;
mod payments;
mod settlements;
mod strangers;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Kopecks, Payment, PaymentId, PaymentLine, PaymentMethod, PaymentState, UserId,
    payment::{Card, NewPayment},
    readings::LastSent,
};
use platform::{
    records::{
        payments::{Credit, ListedPayment, OpenPaymentRow, StoredPayment},
        readings::{LastReadings, SentReading},
    },
    store::keys,
    testing::{World, fixtures::account},
};
use ulid::Ulid;

const PAGE: &str = "/api/accounts/sever-33016355";
const HISTORY: &str = "/api/accounts/sever-33016355/meters/m1/readings";
const PAYMENTS: &str = "/api/accounts/sever-33016355/payments";
const SETTLEMENTS: &str = "/api/accounts/sever-33016355/settlements";
const SUBSCRIBER: &str = "/api/accounts/sever-33016355/subscriber";
const CONTRACTS: &str = "/api/accounts/sever-33016355/contracts";
const ACTS: &str = "/api/accounts/sever-33016355/acts";

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// What `submit-readings` leaves behind.
async fn sent(world: &World, number: u128, value: i64, consumption: i64, date: &str) {
    let date = day(date);
    let at: DateTime<Utc> = date.and_hms_opt(9, 0, 0).expect("a time").and_utc();
    let reading = SentReading {
        id: Ulid::from(number),
        user: UserId(Ulid::from(7_u128)),
        meter: "m1".into(),
        value,
        consumption: Some(consumption),
        period: domain::calendar::first_of_month(date),
        rollover: false,
        warned: false,
        date,
        sent_at: at,
    };
    let store = &world.app.store;
    store.put(&keys::accounts::reading(&account().id, reading.id), &reading).await.expect("stored");
    let last = LastReadings { version: 1, meters: [("m1".to_owned(), LastSent { value, date })].into() };
    store.put(&keys::accounts::meters(&account().id), &last).await.expect("stored");
}

/// A payment of a user as the crate `payments` writes it down.
async fn paid(world: &World, number: u128, user: UserId, state: PaymentState, roubles: i64) -> Payment {
    let now = world.clock.now();
    let amount = Kopecks(roubles * 100);
    let lines =
        vec![PaymentLine {
            service: "gas".into(), name: "Газоснабжение природным газом".into(), amount
        }];
    let mut payment = Payment::create(
        NewPayment {
            id: PaymentId(Ulid::from(number)),
            user,
            account: account().id,
            lines,
            amount,
            method: PaymentMethod::NewCard,
            payee: None,
            request_body: "{}".into(),
            request_hash: "hash".into(),
        },
        now,
    );
    payment.state = state;
    payment.accepted_at = Some(now);
    payment.confirmation_url = Some("https://bank.example/pay/1".into());
    if state == PaymentState::Succeeded {
        payment.paid_at = Some(now);
        payment.card = Some(Card { last4: "0004".into(), card_type: "Mir".into() });
    }
    let store = &world.app.store;
    store
        .put(&keys::payments::payment(payment.id), &StoredPayment::from(payment.clone()))
        .await
        .expect("stored");
    if let Some(listed) = ListedPayment::of(&payment) {
        store.put(&keys::payments::of_account(&account().id, payment.id), &listed).await.expect("stored");
    }
    payment
}

async fn credited(world: &World, payment: &Payment) {
    let credit = Credit::of(payment, world.clock.now());
    world.app.store.put(&keys::accounts::credit(&account().id, payment.id), &credit).await.expect("stored");
}

async fn left_open(world: &World, payment: &Payment) {
    let row = OpenPaymentRow {
        payment: payment.id,
        method: payment.method,
        created_at: payment.created_at,
        ttl: i64::MAX,
    };
    world
        .app
        .store
        .put(&keys::payments::open(payment.user, &account().id, payment.payee_id()), &row)
        .await
        .expect("stored");
}
