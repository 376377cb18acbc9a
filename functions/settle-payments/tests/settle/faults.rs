//! Whatever breaks while a payment begins, it is charged once and credited once (security row 68).

use crate::{Payer, sweep};
use bank::{Fault, Faults, Switch};
use chrono::Utc;
use domain::PaymentState;
use payments::testing::Till;
use platform::testing::noon;
use std::time::Duration;

#[tokio::test]
async fn a_bank_that_fails_at_the_start_takes_the_money_once() {
    for fault in [Fault::CreatedThen500, Fault::NotCreated500, Fault::Processing202, Fault::TooMany429] {
        let mut payer = Payer::at(Till::open().await).await;
        payer.till.bank.set_faults(Faults::default().with(fault, Switch::next(1)));
        let id = payer.start().await;
        assert_eq!(payer.state(id).await, PaymentState::Submitting, "{fault:?}");
        payer.till.pass(60);
        sweep(&payer.till).await;
        assert_eq!(payer.state(id).await, PaymentState::AwaitingUser, "{fault:?}");
        payer.pays().await;
        payer.till.pass(60);
        sweep(&payer.till).await;
        payer.assert_paid_once(id).await;
    }
}

#[tokio::test]
async fn a_process_killed_between_the_bank_and_the_store_loses_nothing() {
    let mut payer = Payer::at(Till::open().await).await;
    payer.till.bank.set_faults(Faults::default().with(Fault::Hang, Switch::next(1).millis(2_000)));
    {
        let bank = payer.till.bank.clone();
        let created = async {
            while bank.payments().is_empty() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        // The future is dropped where it stands: the bank has the payment, the answer is never written down.
        tokio::select! {
            _ = payer.start() => panic!("must not end first"),
            () = created => {}
        }
    }
    payer.till.pass(30);
    assert_eq!(sweep(&payer.till).await.looked, 0, "the first sending may still be on its way");
    payer.till.pass(30);
    assert_eq!(sweep(&payer.till).await.looked, 1);
    let listed = payer.till.listed().await;
    assert_eq!((listed.len(), listed[0].state), (1, PaymentState::AwaitingUser));
    payer.pays().await;
    payer.till.pass(60);
    sweep(&payer.till).await;
    payer.assert_paid_once(listed[0].id).await;
}

#[tokio::test]
async fn a_payment_is_sent_again_with_the_same_bytes_and_the_same_key() {
    let mut payer = Payer::at(Till::open().await).await;
    payer.till.bank.set_faults(Faults::default().with(Fault::NotCreated500, Switch::next(1)));
    let id = payer.start().await;
    let before = payer.till.payment(id).await.payment;
    payer.till.pass(60);
    sweep(&payer.till).await;
    let after = payer.till.payment(id).await.payment;
    assert_eq!((before.request_body, before.idempotence_key), (after.request_body, after.idempotence_key));
    payer.till.at_bank();
}

#[tokio::test]
async fn two_sweepers_send_a_payment_again_once() {
    let mut payer = Payer::at(Till::open().await).await;
    // What is left of the fault counts the requests that reached the bank.
    payer.till.bank.set_faults(Faults::default().with(Fault::NotCreated500, Switch::next(10)));
    let id = payer.start().await;
    payer.till.pass(60);
    tokio::join!(sweep(&payer.till), sweep(&payer.till), sweep(&payer.till));
    let left = payer.till.bank.faults().switches[&Fault::NotCreated500];
    assert_eq!(left, Switch::next(8), "one request of the start, one of the sweeps");
    assert_eq!(payer.till.payment(id).await.payment.sends, 2);
}

#[tokio::test]
async fn a_sending_unanswered_for_five_minutes_is_found_in_the_banks_list() {
    let till = Till::open().await;
    // The list is by the bank's clock, which is the machine's.
    till.world.clock.advance(Utc::now() - noon());
    let mut payer = Payer::at(till).await;
    payer.till.bank.set_faults(Faults::default().with(Fault::CreatedThen500, Switch::always()));
    let id = payer.start().await;
    payer.till.pass(60);
    sweep(&payer.till).await;
    assert_eq!(payer.state(id).await, PaymentState::Submitting);
    payer.till.pass(300);
    sweep(&payer.till).await;
    assert_eq!(payer.state(id).await, PaymentState::AwaitingUser);
    payer.till.at_bank();
}

#[tokio::test]
async fn another_amount_at_the_bank_is_never_credited() {
    let mut payer = Payer::at(Till::open().await).await;
    let faults = Faults::default()
        .with(Fault::WrongAmount, Switch::next(1))
        .with(Fault::CreatedThen500, Switch::next(1));
    payer.till.bank.set_faults(faults);
    let id = payer.start().await;
    payer.pays().await;
    payer.till.pass(60);
    sweep(&payer.till).await;
    assert_eq!(payer.state(id).await, PaymentState::Review, "row 69");
    payer.till.pass(3600);
    sweep(&payer.till).await;
    assert!(payer.till.credits().await.is_empty());
}
