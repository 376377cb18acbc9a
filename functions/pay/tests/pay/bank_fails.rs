//! A bank that does not answer as it should while a payment begins (security row 68).

use crate::{follow, gas, id, opened, start};
use bank::{Fault, Faults, Switch};
use http::StatusCode;
use serde_json::json;
use std::time::{Duration, Instant};

#[tokio::test]
async fn a_bank_that_fails_leaves_a_payment_that_goes_on_by_itself() {
    for fault in [Fault::CreatedThen500, Fault::NotCreated500, Fault::Processing202, Fault::TooMany429] {
        let (till, _, mut browser) = opened().await;
        till.bank.set_faults(Faults::default().with(fault, Switch::next(1)));
        let begun = start(&mut browser, "form-1", gas(10_000)).await;
        assert_eq!(
            (begun.status, &begun.json["state"]),
            (StatusCode::CREATED, &json!("submitting")),
            "{fault:?}"
        );
        assert!(till.listed().await.is_empty(), "{fault:?}");
        let again = start(&mut browser, "form-1", gas(10_000)).await;
        assert_eq!((again.status, &again.json["id"]), (StatusCode::CREATED, &begun.json["id"]), "{fault:?}");
        till.pass(2);
        let now = follow(&mut browser, &begun.json).await;
        assert_eq!(now.json["state"], "awaiting_user", "{fault:?}");
        till.at_bank();
        assert_eq!(till.payment(id(&begun.json)).await.payment.sends, 2, "{fault:?}");
    }
}

#[tokio::test]
async fn a_silent_bank_is_waited_for_ten_seconds() {
    let (till, _, mut browser) = opened().await;
    till.bank.set_faults(Faults::default().with(Fault::Hang, Switch::next(1).millis(15_000)));
    let started = Instant::now();
    let begun = start(&mut browser, "form-1", gas(10_000)).await;
    assert!(started.elapsed() < Duration::from_secs(13));
    assert_eq!((begun.status, &begun.json["state"]), (StatusCode::CREATED, &json!("submitting")));
    till.pass(2);
    assert_eq!(follow(&mut browser, &begun.json).await.json["state"], "awaiting_user");
    till.at_bank();
}

#[tokio::test]
async fn a_click_while_the_first_is_on_its_way_waits() {
    let (till, _, browser) = opened().await;
    till.bank.set_faults(Faults::default().with(Fault::Hang, Switch::next(1).millis(1_500)));
    let mut first = browser.clone();
    let first = tokio::spawn(async move { start(&mut first, "form-1", gas(10_000)).await });
    while till.bank.payments().is_empty() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let mut second = browser.clone();
    let reply = start(&mut second, "form-1", gas(10_000)).await;
    assert_eq!((reply.status, &reply.json["code"]), (StatusCode::CONFLICT, &json!("request_in_progress")));
    assert!(reply.headers.contains_key("retry-after"));
    assert_eq!(first.await.expect("ends").status, StatusCode::CREATED);
    assert_eq!(start(&mut second, "form-1", gas(10_000)).await.status, StatusCode::CREATED);
}
