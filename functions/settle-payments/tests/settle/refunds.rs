//! News of refunds: a notice only makes us ask, and nothing of it is believed (security row 63).

use crate::{Payer, deliver, sweep};
use bank::{Fault, Faults, Switch};
use domain::{
    RefundId,
    payment::{IncidentKind, RefundState},
};
use payments::{
    refunds::{RefundOrder, start},
    testing::Till,
};
use platform::outbox::{Event, OutboxRow};
use std::time::Duration;

async fn paid() -> (Payer, domain::PaymentId) {
    let mut payer = Payer::at(Till::open().await).await;
    let id = payer.start().await;
    payer.pays().await;
    payer.till.pass(60);
    sweep(&payer.till).await;
    (payer, id)
}

async fn refund(payer: &Payer, payment: domain::PaymentId) -> RefundId {
    let refund = RefundId(ulid::Ulid::new());
    let order = RefundOrder { payment, refund, lines: None, reason: "проба".into() };
    start(&payer.till.world.app, order, Duration::from_secs(5)).await.expect("begun");
    refund
}

async fn news(payer: &Payer, payment: domain::PaymentId, refund: RefundId, gateway_id: &str) -> Vec<String> {
    let event = Event::RefundCheck { payment, refund, gateway_id: gateway_id.to_owned() };
    let row = OutboxRow::new(event, payer.till.world.clock.now());
    deliver(&payer.till, &[row]).await
}

#[tokio::test]
async fn news_of_a_refund_settle_it_at_once() {
    let (payer, payment) = paid().await;
    payer.till.bank.set_faults(Faults::default().with(Fault::CreatedThen500, Switch::next(1)));
    let number = refund(&payer, payment).await;
    let at_bank = payer.till.bank.refunds().remove(0).id;
    for _ in 0..3 {
        assert!(news(&payer, payment, number, &at_bank).await.is_empty());
    }
    let after = payer.till.aftermath(payment).await;
    assert_eq!((after.refunds[0].state, after.refunded()), (RefundState::Succeeded, after.amount));
    assert_eq!(payer.till.listed().await.len(), 2, "payment and refund, each once");
}

/// A notice says that it succeeded; the bank, asked, says that it did not (row 63).
#[tokio::test]
async fn a_forged_notice_moves_nothing() {
    let (payer, payment) = paid().await;
    payer.till.bank.set_faults(Faults::default().with(Fault::RefundCanceled, Switch::next(1).millis(200)));
    let number = refund(&payer, payment).await;
    let at_bank = payer.till.bank.refunds().remove(0).id;
    news(&payer, payment, number, &at_bank).await;
    let after = payer.till.aftermath(payment).await;
    assert_eq!(after.refunds[0].state, RefundState::Pending, "as the bank says");
    tokio::time::sleep(Duration::from_millis(300)).await;
    news(&payer, payment, number, &at_bank).await;
    assert_eq!(payer.till.aftermath(payment).await.refunds[0].state, RefundState::Canceled);
    assert_eq!(payer.till.incidents().await, [(IncidentKind::RefundRefused, number.to_string())]);
}

/// A number that only a notice claims may name anything, another refund of ours as well.
#[tokio::test]
async fn a_notice_with_anothers_number_says_nothing_of_ours() {
    let (payer, payment) = paid().await;
    payer.till.bank.set_faults(Faults::default().with(Fault::NotCreated500, Switch::next(1)));
    let number = refund(&payer, payment).await;
    assert!(news(&payer, payment, number, "2e8f2b11-0015-5000-8000-ffffffffffff").await.is_empty());
    let after = payer.till.aftermath(payment).await;
    assert_eq!((after.refunds[0].state, after.refunds[0].trouble), (RefundState::Submitting, None));
    assert!(payer.till.incidents().await.is_empty());
}
