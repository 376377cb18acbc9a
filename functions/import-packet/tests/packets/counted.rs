//! The company's data names payments and refunds of the portal (payments §7 R4, §8): matched by number, sum and account.

use crate::{
    support::{demo_packet, import},
    surgery::Surgery,
};
use chrono::Utc;
use domain::{
    AccountId, Kopecks, PaymentId, PaymentMethod, PaymentState, RefundId, UserId,
    packet::Status,
    payment::{
        Aftermath, Fiscal, IncidentKind, NewPayment, NewRefund, Payment, PaymentLine, Refund, RefundState,
    },
};
use platform::{
    incidents,
    records::payments::{Credit, ListedPayment, StoredAftermath, StoredPayment},
    store::keys::{accounts, payments},
    testing::World,
};

fn account(number: &str) -> AccountId {
    format!("sever-{number}").parse().expect("an id")
}

fn id(n: u128) -> PaymentId {
    PaymentId(ulid::Ulid::from_parts(1_790_000_000_000, n))
}

/// A payment of 500 roubles for gas on an account, with everything that its success writes.
async fn paid(world: &World, n: u128, state: PaymentState) -> Payment {
    let now = Utc::now();
    let line = PaymentLine { service: "gas".into(), name: "Газ".into(), amount: Kopecks(50_000) };
    let new = NewPayment {
        id: id(n),
        user: UserId(ulid::Ulid::from_parts(1, 7)),
        account: account("33016355"),
        lines: vec![line],
        amount: Kopecks(50_000),
        method: PaymentMethod::NewCard,
        payee: None,
        request_body: String::new(),
        request_hash: String::new(),
    };
    let payment = Payment { state, paid_at: Some(now), ..Payment::create(new, now) };
    let store = &world.app.store;
    store.put(&payments::payment(payment.id), &StoredPayment::from(payment.clone())).await.expect("put");
    if let Some(line) = ListedPayment::of(&payment) {
        store.put(&payments::of_account(&payment.account, payment.id), &line).await.expect("put");
        let credit = Credit::of(&payment, now);
        store.put(&accounts::credit(&payment.account, payment.id), &credit).await.expect("put");
    }
    payment
}

/// 100 roubles of it given back.
async fn refunded(world: &World, payment: &Payment, n: u128) -> RefundId {
    let now = Utc::now();
    let number = RefundId(id(n).0);
    let new =
        NewRefund { id: number, lines: vec![("gas".into(), Kopecks(10_000))], reason: "проба".into() };
    let before = Aftermath::of(payment, now).expect("paid");
    let mut after = before.begin(&new, String::new(), now).expect("may be").after;
    let refund = after.refunds.remove(0);
    let refund = Refund {
        state: RefundState::Succeeded,
        completed_at: Some(now),
        fiscal: Fiscal::default(),
        ..refund
    };
    after.refunds.push(refund.clone());
    let store = &world.app.store;
    store.put(&payments::aftermath(payment.id), &StoredAftermath::from(after.clone())).await.expect("put");
    let line = ListedPayment::of(payment).expect("listed");
    let line = ListedPayment { refunded: Kopecks(10_000), ..line };
    store.put(&payments::of_account(&payment.account, payment.id), &line).await.expect("put");
    let line = ListedPayment::of_refund(&after, &refund);
    store.put(&payments::of_account(&payment.account, number.into()), &line).await.expect("put");
    let credit = Credit::of_refund(&refund, now);
    store.put(&accounts::credit(&payment.account, number.into()), &credit).await.expect("put");
    number
}

/// A packet that names these on the account: number and sum in roubles.
fn naming(sequence: u64, rows: &[(PaymentId, &str)]) -> Vec<u8> {
    let sum: i64 = rows.iter().map(|(_, sum)| domain::packet::money(sum).expect("money").0).sum();
    let packet = Surgery::on(&demo_packet("sever", sequence)).edit("payments.csv", |text| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let after = lines.iter().rposition(|line| line.starts_with("33016355;")).expect("payments");
        for (n, (number, sum)) in rows.iter().enumerate() {
            let row = format!("33016355;web-{n};2026-11-20;Личный кабинет;{number};gas;{sum}");
            lines.insert(after + 1, row);
        }
        lines.join("\n") + "\n"
    });
    let packet = packet.manifest(|manifest| {
        let entry = manifest.files.iter_mut().find(|entry| entry.name == "payments.csv").expect("payments");
        entry.control_sum = entry.control_sum.map(|known| known + sum);
    });
    packet.zip()
}

async fn world() -> World {
    let world = World::new().await;
    import(&world, "sever/in/1.zip", &demo_packet("sever", 1)).await.expect("taken");
    world
}

async fn take(world: &World, sequence: u64, rows: &[(PaymentId, &str)]) {
    let key = format!("sever/in/{sequence}.zip");
    let answer = import(world, &key, &naming(sequence, rows)).await.expect("taken");
    assert_eq!(answer.status, Status::Applied, "{:?}", answer.errors);
}

async fn credited(world: &World, number: PaymentId) -> bool {
    let key = accounts::credit(&account("33016355"), number);
    world.app.store.get::<Credit>(&key).await.expect("read").is_some()
}

async fn counted(world: &World, number: PaymentId) -> bool {
    let key = payments::of_account(&account("33016355"), number);
    let line: ListedPayment = world.app.store.get(&key).await.expect("read").expect("a line");
    line.counted_at.is_some()
}

async fn found(world: &World) -> Vec<(IncidentKind, String, u32)> {
    let rows = incidents::all(&world.app).await.expect("read");
    rows.into_iter().map(|row| (row.kind, row.subject, row.seen)).collect()
}

#[tokio::test]
async fn a_payment_named_with_its_sum_is_counted_and_its_credit_ends() {
    let world = world().await;
    let payment = paid(&world, 1, PaymentState::Succeeded).await;
    take(&world, 2, &[(payment.id, "500.00")]).await;
    assert!(!credited(&world, payment.id).await && counted(&world, payment.id).await);
    assert!(found(&world).await.is_empty());
}

/// The company's figure is what counts: the credit ends with it, and a person hears of the difference, once.
#[tokio::test]
async fn another_sum_is_an_incident_that_later_packets_do_not_repeat() {
    let world = world().await;
    let payment = paid(&world, 1, PaymentState::Succeeded).await;
    take(&world, 2, &[(payment.id, "499.00")]).await;
    take(&world, 3, &[(payment.id, "499.00")]).await;
    assert!(!credited(&world, payment.id).await);
    assert_eq!(found(&world).await, [(IncidentKind::CountedDifferently, payment.id.to_string(), 1)]);
}

#[tokio::test]
async fn numbers_that_are_not_there_or_not_paid_or_of_another_account_are_incidents() {
    let world = world().await;
    let refused = paid(&world, 1, PaymentState::Canceled).await;
    let elsewhere = paid(&world, 2, PaymentState::Succeeded).await;
    let moved = Payment { account: account("33016356"), ..elsewhere };
    let store = &world.app.store;
    store.put(&payments::payment(moved.id), &StoredPayment::from(moved.clone())).await.expect("put");
    store.delete(&payments::of_account(&account("33016355"), moved.id)).await.expect("gone");
    store.delete(&accounts::credit(&account("33016355"), moved.id)).await.expect("gone");
    take(&world, 2, &[(refused.id, "500.00"), (moved.id, "500.00"), (id(3), "500.00")]).await;
    let mut kinds: Vec<_> =
        found(&world).await.into_iter().map(|(kind, subject, _)| (kind, subject)).collect();
    kinds.sort();
    assert_eq!(
        kinds,
        [
            (IncidentKind::CountedUnknown, id(3).to_string()),
            (IncidentKind::CountedElsewhere, moved.id.to_string()),
            (IncidentKind::CountedUnpaid, refused.id.to_string()),
        ]
    );
}

/// Payment and refund are counted each by its own number: whatever is not named yet stays beside the balance.
#[tokio::test]
async fn a_refund_is_counted_by_its_own_number() {
    let world = world().await;
    let payment = paid(&world, 1, PaymentState::Succeeded).await;
    let refund: PaymentId = refunded(&world, &payment, 9).await.into();
    take(&world, 2, &[(payment.id, "500.00")]).await;
    assert!(!credited(&world, payment.id).await);
    assert!(credited(&world, refund).await, "the company has the payment alone in its figure");
    take(&world, 3, &[(payment.id, "500.00"), (refund, "-100.00")]).await;
    assert!(!credited(&world, refund).await && counted(&world, refund).await);
    assert!(found(&world).await.is_empty());
}

/// The company may instead correct its own row: the payment less what was given back.
#[tokio::test]
async fn a_corrected_sum_counts_the_refund_with_the_payment() {
    let world = world().await;
    let payment = paid(&world, 1, PaymentState::Succeeded).await;
    take(&world, 2, &[(payment.id, "500.00")]).await;
    let refund: PaymentId = refunded(&world, &payment, 9).await.into();
    take(&world, 3, &[(payment.id, "400.00")]).await;
    assert!(!credited(&world, refund).await && counted(&world, refund).await);
    assert!(found(&world).await.is_empty());
}
