//! Whatever breaks while money goes back, it goes back once (security row 68), and what the bank refuses stays paid.

use crate::{Desk, event, number, sweep};
use bank::{Fault, Faults, Switch};
use domain::{
    Kopecks,
    payment::{IncidentKind, RefundState},
};
use serde_json::json;

#[tokio::test]
async fn a_bank_that_fails_gives_back_once() {
    let desk = Desk::open().await;
    let faults = [Fault::CreatedThen500, Fault::NotCreated500, Fault::Processing202, Fault::TooMany429];
    for (n, fault) in (1..).zip(faults) {
        desk.till.bank.set_faults(Faults::default().with(fault, Switch::next(1)));
        desk.refund(number(n), 1_000).await;
        assert_eq!(desk.state(number(n)).await, RefundState::Submitting, "{fault:?}");
        assert_eq!(
            desk.till.aftermath(desk.payment).await.set_aside(),
            Kopecks(1_000 * n as i64),
            "set aside"
        );
        let before = desk.till.aftermath(desk.payment).await.refund(number(n)).cloned().expect("there");
        desk.till.pass(60);
        sweep(&desk.till).await;
        assert_eq!(desk.state(number(n)).await, RefundState::Succeeded, "{fault:?}");
        assert!(!before.request_body.is_empty() && before.idempotence_key == format!("ref-{}", number(n)));
        assert_eq!(
            desk.till.bank.refunds().len(),
            n as usize,
            "{fault:?}: the same bytes under the same key"
        );
    }
    assert_eq!(desk.till.bank.payments()[0].refunded, 4_000);
    assert_eq!(desk.credited().await, Kopecks(130_000 - 4_000));
}

#[tokio::test]
async fn a_sending_unanswered_for_five_minutes_is_found_in_the_banks_list() {
    let desk = Desk::open().await;
    desk.till.bank.set_faults(Faults::default().with(Fault::CreatedThen500, Switch::always()));
    desk.refund(number(1), 1_000).await;
    desk.till.pass(60);
    sweep(&desk.till).await;
    assert_eq!(desk.state(number(1)).await, RefundState::Submitting);
    desk.till.pass(300);
    sweep(&desk.till).await;
    desk.assert_given_back_once(number(1), 1_000).await;
}

/// No notice tells of a refund that was cancelled (payments §3.7): it is asked for.
#[tokio::test]
async fn a_refund_that_the_bank_cancels_stays_paid_and_somebody_hears_of_it() {
    let mut desk = Desk::open().await;
    desk.till.bank.set_faults(Faults::default().with(Fault::RefundCanceled, Switch::next(1).millis(50)));
    desk.refund(number(1), 40_000).await;
    assert_eq!(desk.state(number(1)).await, RefundState::Pending);
    assert_eq!(desk.view().await["refunds"][0]["state"], "pending");
    assert_eq!(desk.credited().await, Kopecks(130_000), "not off the balance before it is certain");
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    desk.till.pass(60);
    sweep(&desk.till).await;
    assert_eq!(desk.state(number(1)).await, RefundState::Canceled);
    let view = desk.view().await;
    assert_eq!((&view["refunded"], &view["refunds"][0]["state"]), (&json!(0), &json!("canceled")));
    assert_eq!(desk.till.listed().await.len(), 1, "no row");
    let incidents = desk.till.incidents().await;
    assert_eq!(incidents, [(IncidentKind::RefundRefused, number(1).to_string())]);
    // What was set aside is there again.
    desk.refund(number(2), 100_000).await;
    assert_eq!(desk.state(number(2)).await, RefundState::Succeeded);
}

#[tokio::test]
async fn a_refund_that_the_bank_does_late_is_taken_off_when_it_is_done() {
    let desk = Desk::open().await;
    desk.till.bank.set_faults(Faults::default().with(Fault::RefundLate, Switch::next(1).millis(50)));
    desk.refund(number(1), 40_000).await;
    assert_eq!(desk.state(number(1)).await, RefundState::Pending);
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    desk.till.pass(60);
    // Every notice is lost: this shop posts none (row 67).
    tokio::join!(sweep(&desk.till), sweep(&desk.till));
    desk.assert_given_back_once(number(1), 40_000).await;
}

#[tokio::test]
async fn many_clicks_at_once_are_one_refund() {
    let desk = Desk::open().await;
    let clicks = (0..8).map(|_| desk.refund(number(1), 40_000));
    let answers = futures::future::join_all(clicks).await;
    assert!(answers.iter().all(|answer| crate::code(answer) == "begun"), "{answers:?}");
    desk.till.pass(60);
    sweep(&desk.till).await;
    desk.assert_given_back_once(number(1), 40_000).await;
}

/// Two operators, two forms: together they cannot give back more than was paid.
#[tokio::test]
async fn two_forms_cannot_give_back_more_than_was_paid() {
    let desk = Desk::open().await;
    let line = json!([{ "service": "gas", "amount": 60_000 }]);
    let forms = (1..=4).map(|n| desk.ask(event(desk.payment, number(n), line.clone())));
    let answers = futures::future::join_all(forms).await;
    let begun = answers.iter().filter(|answer| crate::code(answer) == "begun").count();
    let too_much = answers.iter().filter(|answer| crate::code(answer) == "too_much").count();
    assert_eq!((begun, too_much), (1, 3), "{answers:?}");
    assert_eq!(desk.till.bank.payments()[0].refunded, 60_000);
}
