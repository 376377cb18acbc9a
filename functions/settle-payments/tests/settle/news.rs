//! The bank's notices, from its courier over the webhook and the outbox to the credit (payments §6).

use crate::{Payer, deliver};
use bank::{Calls, Fault, Faults, Switch};
use domain::PaymentState;
use payments::testing::Till;
use platform::{
    http::router,
    outbox::{Event, OutboxRow},
};
use std::time::Duration;
use tokio::net::TcpListener;

/// A payer whose bank posts webhooks to a server of ours.
async fn with_hooks() -> Payer {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
    let origin = format!("http://{}", listener.local_addr().expect("an address"));
    let payer = Payer::at(Till::posting_to(Some(&origin)).await).await;
    let hooks = router(receive_payment_event::api(), payer.till.world.app.clone());
    tokio::spawn(async move { axum::serve(listener, hooks).await });
    payer
}

/// Checks in the outbox, once there are so many.
async fn checks(till: &Till, wanted: usize) -> Vec<OutboxRow> {
    for _ in 0..200 {
        let rows = till.world.outbox().await;
        let rows: Vec<_> =
            rows.into_iter().filter(|row| matches!(row.event, Event::PaymentCheck { .. })).collect();
        if rows.len() >= wanted {
            return rows;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("no webhook came");
}

#[tokio::test]
async fn a_notice_makes_the_payment_right_at_once() {
    let mut payer = with_hooks().await;
    let id = payer.start().await;
    payer.pays().await;
    let rows = checks(&payer.till, 1).await;
    assert!(deliver(&payer.till, &rows).await.is_empty());
    payer.assert_paid_once(id).await;
    assert!(deliver(&payer.till, &rows).await.is_empty(), "delivered twice is done once");
    payer.assert_paid_once(id).await;
    let left = payer.till.world.outbox().await;
    assert!(left.iter().all(|row| !matches!(row.event, Event::PaymentCheck { .. })), "done with");
}

#[tokio::test]
async fn a_forged_notice_changes_nothing_as_row_63_asks() {
    let mut payer = with_hooks().await;
    let id = payer.start().await;
    payer.till.bank.forge(&payer.till.at_bank()).expect("posts");
    let rows = checks(&payer.till, 1).await;
    assert!(deliver(&payer.till, &rows).await.is_empty());
    assert_eq!(payer.state(id).await, PaymentState::AwaitingUser);
    assert!(payer.till.credits().await.is_empty());
}

#[tokio::test]
async fn notices_doubled_and_parallel_are_one_credit() {
    let mut payer = with_hooks().await;
    payer.till.bank.set_faults(Faults::default().with(Fault::HookDuplicate, Switch::always()));
    let id = payer.start().await;
    payer.pays().await;
    let number = payer.till.at_bank();
    for _ in 0..4 {
        payer.till.bank.announce(&number).expect("posts");
    }
    let rows = checks(&payer.till, 6).await;
    let (one, other) = rows.split_at(rows.len() / 2);
    tokio::join!(deliver(&payer.till, one), deliver(&payer.till, other));
    payer.assert_paid_once(id).await;
}

#[tokio::test]
async fn a_notice_that_overtakes_the_banks_own_answer_is_followed() {
    let mut payer = with_hooks().await;
    payer.till.bank.set_faults(Faults::default().with(Fault::CreatedThen500, Switch::next(1)));
    let id = payer.start().await;
    assert_eq!(payer.state(id).await, PaymentState::Submitting);
    payer.pays().await;
    let rows = checks(&payer.till, 1).await;
    assert!(deliver(&payer.till, &rows).await.is_empty());
    payer.assert_paid_once(id).await;
}

#[tokio::test]
async fn a_notice_may_not_pass_another_payment_off_as_this_one() {
    let mut payer = with_hooks().await;
    payer.till.bank.set_faults(Faults::default().with(Fault::NotCreated500, Switch::next(1)));
    let id = payer.start().await;
    let odd = payer.till.world.clock.now();
    for gateway_id in ["2e8f1a3c-000f-5000-8000-18db351245c7", "../payments", ""] {
        let event = Event::PaymentCheck { payment: id, gateway_id: gateway_id.into() };
        assert!(deliver(&payer.till, &[OutboxRow::new(event, odd)]).await.is_empty());
    }
    assert_eq!(payer.state(id).await, PaymentState::Submitting);
}

#[tokio::test]
async fn while_the_bank_is_silent_the_news_wait() {
    let mut payer = with_hooks().await;
    let id = payer.start().await;
    payer.pays().await;
    let rows = checks(&payer.till, 1).await;
    let silent = Switch::next(1).on(Calls::Read);
    payer.till.bank.set_faults(Faults::default().with(Fault::TooMany429, silent));
    assert_eq!(deliver(&payer.till, &rows).await, ["0"]);
    assert_eq!(payer.state(id).await, PaymentState::AwaitingUser);
    assert!(deliver(&payer.till, &rows).await.is_empty());
    payer.assert_paid_once(id).await;
}

/// Nothing that the bank says moves it: a person looks. Asking would only be tried again while the bank fails.
#[tokio::test]
async fn a_notice_of_a_payment_in_review_asks_nobody() {
    let mut payer = with_hooks().await;
    payer.till.bank.set_faults(Faults::default().with(Fault::WrongAmount, Switch::next(1)));
    let id = payer.start().await;
    assert_eq!(payer.state(id).await, PaymentState::Review);
    payer.pays().await;
    let rows = checks(&payer.till, 1).await;
    payer.till.bank.set_faults(Faults::default().with(Fault::NotCreated500, Switch::always().on(Calls::Any)));
    assert!(deliver(&payer.till, &rows).await.is_empty(), "done with, though the bank does not answer");
    assert_eq!(payer.state(id).await, PaymentState::Review);
}
