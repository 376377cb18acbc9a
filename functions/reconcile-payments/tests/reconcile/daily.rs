//! R3 and R4.

use crate::Desk;
use domain::payment::IncidentKind;
use payments::moscow_day;
use platform::{
    incidents,
    store::keys::{self, accounts},
};
use reconcile_payments::ReconcileEvent;

impl Desk {
    /// The day of the bank's clock, on which everything in a test happens.
    async fn today(&self) -> reconcile_payments::Reconciled {
        self.run(ReconcileEvent::Daily { day: Some(moscow_day(chrono::Utc::now())) }).await
    }
}

#[tokio::test]
async fn a_day_whose_books_agree_is_no_incident() {
    let mut desk = Desk::open().await;
    let payment = desk.paid("1").await;
    desk.paid("2").await;
    desk.refund(payment, 1_000).await;
    let done = desk.today().await;
    assert_eq!((done.looked, done.incidents), (3, 0));
    assert!(desk.till.incidents().await.is_empty());
}

#[tokio::test]
async fn a_payment_that_only_the_bank_has_or_only_we_have_is_named() {
    let mut desk = Desk::open().await;
    let ours = desk.paid("1").await;
    let unheard = desk.start("2").await;
    desk.pays();
    let day = moscow_day(chrono::Utc::now());
    let company = &desk.till.account.company;
    let invented = domain::PaymentId(ulid::Ulid::new());
    let entry = platform::records::payments::DayEntry {
        number: invented,
        of: None,
        account: desk.till.account.clone(),
        amount: domain::Kopecks(7),
        gateway_id: String::new(),
    };
    desk.till
        .world
        .app
        .store
        .put(&keys::payments::of_day(company, day, invented), &entry)
        .await
        .expect("put");
    assert_eq!(desk.today().await.incidents, 1);
    let row = incidents::all(&desk.till.world.app).await.expect("read").remove(0);
    assert_eq!((row.kind, row.subject), (IncidentKind::LedgerDiffers, format!("{company}#{day}")));
    assert_eq!(row.facts["only_at_bank"], unheard.to_string());
    assert_eq!(row.facts["only_here"], invented.to_string());
    assert!(!row.facts["different"].contains(&ours.to_string()));
    // Nothing is corrected from here.
    assert_eq!(desk.till.credits().await.len(), 1);
}

/// R-084: five working days and a weekend.
#[tokio::test]
async fn a_payment_that_the_company_does_not_count_for_a_week_is_an_incident() {
    let mut desk = Desk::open().await;
    let waiting = desk.paid("1").await;
    let counted = desk.paid("2").await;
    let given_back = desk.paid("3").await;
    desk.refund(given_back, 100_000).await;
    let credit = accounts::credit(&desk.till.account, counted);
    desk.till.world.app.store.delete(&credit).await.expect("as the import does");
    desk.till.pass(6 * 86_400);
    assert_eq!(desk.run(ReconcileEvent::Daily { day: None }).await.incidents, 0, "not yet");
    desk.till.pass(2 * 86_400);
    for _ in 0..2 {
        assert_eq!(desk.run(ReconcileEvent::Daily { day: None }).await.incidents, 1);
    }
    assert_eq!(desk.till.incidents().await, [(IncidentKind::NotCounted, waiting.to_string())]);
}

#[test]
fn the_schedules_inputs_are_understood() {
    for input in [
        r#"{"reconcile":"hourly"}"#,
        r#"{"reconcile":"daily"}"#,
        r#"{"reconcile":"daily","day":"2026-11-24"}"#,
    ] {
        assert!(serde_json::from_str::<ReconcileEvent>(input).is_ok(), "{input}");
    }
}
