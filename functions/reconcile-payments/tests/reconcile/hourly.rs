//! R2.

use crate::Desk;
use bank::{Fault, Faults, Switch};
use domain::{
    PaymentState,
    payment::{IncidentKind, RefundState},
};
use platform::incidents;

#[tokio::test]
async fn a_shop_that_agrees_has_no_incidents() {
    let mut desk = Desk::open().await;
    let payment = desk.paid("1").await;
    desk.refund(payment, 1_000).await;
    let done = desk.hourly().await;
    assert_eq!((done.companies, done.looked, done.incidents), (1, 2, 0));
    assert!(desk.till.incidents().await.is_empty());
}

/// Row 67: nobody has told of it and the sweeper is not there; the list alone brings the payment to its end.
#[tokio::test]
async fn money_that_the_bank_took_unheard_is_credited_by_asking() {
    let mut desk = Desk::open().await;
    let id = desk.start("1").await;
    desk.pays();
    assert_eq!(desk.state(id).await, PaymentState::AwaitingUser);
    assert_eq!(desk.hourly().await.incidents, 0, "asking has settled it");
    assert_eq!(desk.state(id).await, PaymentState::Succeeded);
    assert_eq!(desk.till.credits().await.len(), 1);
}

#[tokio::test]
async fn a_sending_that_was_never_answered_is_found() {
    let mut desk = Desk::open().await;
    desk.till.bank.set_faults(Faults::default().with(Fault::CreatedThen500, Switch::next(1)));
    let id = desk.start("1").await;
    assert_eq!(desk.state(id).await, PaymentState::Submitting);
    desk.hourly().await;
    assert_eq!(desk.state(id).await, PaymentState::Submitting, "it may still be on its way");
    desk.till.pass(301);
    desk.hourly().await;
    assert_eq!(desk.state(id).await, PaymentState::AwaitingUser);
}

#[tokio::test]
async fn a_payment_of_nobody_is_one_incident_however_often_it_is_found() {
    let desk = Desk::open().await;
    let orphan = desk.orphan().await;
    for _ in 0..3 {
        assert_eq!(desk.hourly().await.incidents, 1);
        desk.till.pass(60);
    }
    assert_eq!(desk.till.incidents().await, [(IncidentKind::OrphanPayment, orphan)]);
    let row = incidents::all(&desk.till.world.app).await.expect("read").remove(0);
    assert_eq!((row.seen, row.last_seen > row.first_seen), (3, true));
}

/// Row 69: another sum at the bank is a review of its own, told once, and never credited.
#[tokio::test]
async fn another_sum_at_the_bank_is_reviewed_and_not_told_twice() {
    let mut desk = Desk::open().await;
    let wrong = Faults::default().with(Fault::WrongAmount, Switch::next(1));
    desk.till.bank.set_faults(wrong.with(Fault::CreatedThen500, Switch::next(1)));
    let id = desk.start("1").await;
    desk.pays();
    desk.hourly().await;
    desk.hourly().await;
    assert_eq!(desk.state(id).await, PaymentState::Review);
    assert_eq!(desk.till.incidents().await, [(IncidentKind::Review, id.to_string())]);
    assert!(desk.till.credits().await.is_empty());
}

/// The bank contradicts an end that stands: nothing is corrected.
#[tokio::test]
async fn money_taken_for_a_payment_that_has_ended_without_it_is_an_incident() {
    let mut desk = Desk::open().await;
    let id = desk.start("1").await;
    let mut row = desk.till.payment(id).await;
    row.payment.state = PaymentState::Canceled;
    let key = platform::store::keys::payments::payment(id);
    desk.till.world.app.store.put(&key, &row).await.expect("put");
    desk.pays();
    desk.hourly().await;
    assert_eq!(desk.state(id).await, PaymentState::Canceled);
    let kinds: Vec<_> = desk.till.incidents().await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, [IncidentKind::Contradiction, IncidentKind::NotSucceededHere]);
}

/// Money taken twice under one number of ours: the second is nobody's payment.
#[tokio::test]
async fn another_payment_of_the_bank_under_our_number_is_an_incident() {
    let mut desk = Desk::open().await;
    let id = desk.paid("1").await;
    let twin = desk.till.at_bank();
    let mut row = desk.till.payment(id).await;
    row.payment.gateway_id = Some("2e8f1a3c-000f-5000-8000-ffffffffffff".into());
    let key = platform::store::keys::payments::payment(id);
    desk.till.world.app.store.put(&key, &row).await.expect("put");
    desk.hourly().await;
    assert_eq!(desk.till.incidents().await, [(IncidentKind::OrphanPayment, twin)]);
    assert_eq!(desk.till.credits().await.len(), 1, "nothing is credited twice");
}

#[tokio::test]
async fn a_refund_that_was_done_unheard_is_settled_by_asking() {
    let mut desk = Desk::open().await;
    let payment = desk.paid("1").await;
    desk.till.bank.set_faults(Faults::default().with(Fault::CreatedThen500, Switch::next(1)));
    let refund = desk.refund(payment, 1_000).await;
    assert_eq!(desk.hourly().await.incidents, 0);
    let after = desk.till.aftermath(payment).await;
    assert_eq!(after.refund(refund).map(|refund| refund.state), Some(RefundState::Succeeded));
    assert_eq!(desk.till.bank.refunds().len(), 1);
}

/// A refund made in the bank's own cabinet is nobody's here.
#[tokio::test]
async fn a_refund_of_nobody_is_an_incident() {
    let mut desk = Desk::open().await;
    let payment = desk.paid("1").await;
    desk.refund(payment, 1_000).await;
    let key = platform::store::keys::payments::aftermath(payment);
    desk.till.world.app.store.delete(&key).await.expect("as if it had never been ours");
    desk.hourly().await;
    let kinds: Vec<_> = desk.till.incidents().await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, [IncidentKind::OrphanRefund]);
}

#[tokio::test]
async fn a_bank_that_does_not_list_is_a_failed_run_and_no_incident() {
    let mut desk = Desk::open().await;
    desk.paid("1").await;
    desk.till
        .bank
        .set_faults(Faults::default().with(Fault::NotCreated500, Switch::always().on(bank::Calls::Any)));
    let run =
        reconcile_payments::handle(&desk.till.world.app, reconcile_payments::ReconcileEvent::Hourly).await;
    assert!(run.is_err(), "the alarm of the function rings");
    assert!(desk.till.incidents().await.is_empty());
}

#[tokio::test]
async fn a_page_that_fails_twice_is_asked_for_again() {
    let mut desk = Desk::open().await;
    desk.paid("1").await;
    desk.till
        .bank
        .set_faults(Faults::default().with(Fault::NotCreated500, Switch::next(2).on(bank::Calls::Any)));
    let run =
        reconcile_payments::handle(&desk.till.world.app, reconcile_payments::ReconcileEvent::Hourly).await;
    assert_eq!(run.expect("done").looked, 1);
}
