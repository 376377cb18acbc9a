//! The clock alone is enough (payments §7 R1; security row 67).

use crate::{Payer, sweep};
use domain::PaymentState;
use payments::testing::Till;
use settle_payments::{SettleEvent, Sweep};

#[tokio::test]
async fn the_schedules_event_is_a_tick() {
    let event =
        r#"{"version":"0","id":"1","detail-type":"Scheduled Event","source":"aws.events","detail":{}}"#;
    assert!(matches!(serde_json::from_str(event), Ok(SettleEvent::Tick)));
    let broken = r#"{"Records":[{"eventName":"INSERT"}]}"#;
    assert!(serde_json::from_str::<SettleEvent>(broken).is_err(), "a batch that cannot be read is no tick");
}

#[tokio::test]
async fn with_all_webhooks_lost_a_payment_is_right_within_two_minutes() {
    let mut payer = Payer::at(Till::open().await).await;
    let id = payer.start().await;
    payer.pays().await;
    for _ in 0..2 {
        payer.till.pass(60);
        sweep(&payer.till).await;
    }
    payer.assert_paid_once(id).await;
    assert_eq!(sweep(&payer.till).await, Sweep::default(), "what has ended is not looked at");
}

#[tokio::test]
async fn what_is_not_due_is_left_alone() {
    let mut payer = Payer::at(Till::open().await).await;
    payer.start().await;
    payer.pays().await;
    payer.till.pass(10);
    assert_eq!(sweep(&payer.till).await.looked, 0);
}

#[tokio::test]
async fn two_sweeps_at_once_do_everything_once() {
    let mut payer = Payer::at(Till::open().await).await;
    let id = payer.start().await;
    payer.pays().await;
    payer.till.pass(60);
    tokio::join!(sweep(&payer.till), sweep(&payer.till), sweep(&payer.till));
    payer.assert_paid_once(id).await;
}

#[tokio::test]
async fn a_page_that_closed_ends_the_payment_by_the_banks_word() {
    let mut payer = Payer::at(Till::open().await).await;
    let id = payer.start().await;
    payer.till.pass(62 * 60);
    sweep(&payer.till).await;
    assert_eq!(payer.state(id).await, PaymentState::AwaitingUser, "our clock ends nothing");
    payer.till.bank.expire(&payer.till.at_bank()).expect("ends");
    payer.till.pass(60 * 60);
    assert_eq!(sweep(&payer.till).await, Sweep { looked: 1, ended: 1, ..Sweep::default() });
    assert_eq!(payer.state(id).await, PaymentState::Canceled);
    assert!(payer.till.listed().await.is_empty() && payer.till.credits().await.is_empty());
}

#[tokio::test]
async fn a_payment_nobody_decides_about_goes_to_a_person() {
    let mut payer = Payer::at(Till::open().await).await;
    let id = payer.start().await;
    payer.till.pass(27 * 3600);
    sweep(&payer.till).await;
    assert_eq!(payer.state(id).await, PaymentState::Review);
    assert_eq!(sweep(&payer.till).await.looked, 0);
}
