//! How a payment ended, for its payer (R-080, R-081, R-086; security rows 58, 66, 69, 73).

use crate::{another, follow, gas, id, opened, start};
use bank::{Fault, Faults, SUCCESSFUL_CARD, Switch};
use domain::{Kopecks, Level, PaymentState};
use http::StatusCode;
use platform::outbox::Event;
use serde_json::json;

/// Refused by the bank: not enough money.
const EMPTY_CARD: &str = "2200000000000053";

#[tokio::test]
async fn a_paid_payment_is_credited_at_once_with_journal_and_event() {
    let (till, user, mut browser) = opened().await;
    let begun = start(&mut browser, "form-1", gas(258_043)).await;
    till.bank.pay(&till.at_bank(), SUCCESSFUL_CARD).expect("pays");
    let paid = follow(&mut browser, &begun.json).await;
    assert_eq!((paid.status, &paid.json["state"]), (StatusCode::OK, &json!("succeeded")));
    assert_eq!((&paid.json["card_mask"], &paid.json["receipt"]), (&json!("•••• 0004"), &json!(true)));
    assert!(paid.json["paid_at"].is_string() && paid.json.get("confirmation_url").is_none());

    let payment = id(&begun.json);
    let credits = till.credits().await;
    assert_eq!(credits.len(), 1);
    assert_eq!((credits[0].payment, credits[0].lines[0].amount), (payment, Kopecks(258_043)));
    let journal = till.journal(payment).await;
    let moves: Vec<_> = journal.iter().map(|entry| (entry.from, entry.to)).collect();
    assert_eq!(
        moves,
        [
            (PaymentState::Created, PaymentState::Submitting),
            (PaymentState::Submitting, PaymentState::AwaitingUser),
            (PaymentState::AwaitingUser, PaymentState::Succeeded),
        ]
    );
    assert!(journal.iter().all(domain::payment::JournalEntry::is_balanced));
    let told: Vec<Event> = till.world.outbox().await.into_iter().map(|row| row.event).collect();
    assert_eq!(told, [Event::PaymentSucceeded { payment, user, account: till.account.clone() }]);
    let listed = till.listed().await;
    assert_eq!((listed.len(), listed[0].state), (1, PaymentState::Succeeded));
    let stored = till.payment(payment).await;
    assert!(stored.due.is_none() && stored.payment.rrn.is_some());
    // The account has no open payment any more: another sum begins without a question.
    assert_eq!(start(&mut browser, "form-2", gas(20_000)).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_refused_payment_says_why_and_leaves_no_line() {
    let (till, _, mut browser) = opened().await;
    let begun = start(&mut browser, "form-1", gas(10_000)).await;
    till.bank.pay(&till.at_bank(), EMPTY_CARD).expect("tries");
    let refused = follow(&mut browser, &begun.json).await;
    assert_eq!(refused.json["state"], "canceled");
    assert_eq!(refused.json["refusal"]["code"], "insufficient_funds");
    assert!(refused.json["refusal"]["advice"].as_str().is_some_and(|advice| !advice.is_empty()));
    assert!(till.listed().await.is_empty() && till.credits().await.is_empty());
    let told: Vec<Event> = till.world.outbox().await.into_iter().map(|row| row.event).collect();
    assert!(matches!(told.as_slice(), [Event::PaymentFailed { .. }]), "{told:?}");
}

#[tokio::test]
async fn three_declined_cards_in_an_hour_are_enough_as_row_73_asks() {
    let (till, _, mut browser) = opened().await;
    for n in 0..3 {
        let begun = start(&mut browser, &format!("form-{n}"), gas(10_000 + n)).await;
        assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.json);
        let number = till.payment(id(&begun.json)).await.payment.gateway_id.expect("a number");
        till.bank.pay(&number, EMPTY_CARD).expect("tries");
        assert_eq!(follow(&mut browser, &begun.json).await.json["state"], "canceled");
    }
    let reply = start(&mut browser, "form-4", gas(50_000)).await;
    assert_eq!(reply.status, StatusCode::TOO_MANY_REQUESTS, "{}", reply.json);
    let wait = crate::retry_after(&reply);
    assert!((1..=3_600).contains(&wait), "{wait}");
    for _ in 0..4 {
        // Looks keep the session alive meanwhile.
        till.pass(wait / 4 + 1);
        browser.get("/api/payments/01JD3V6Z8Q7M2R4TA0B1C2D3E4").await;
    }
    assert_eq!(start(&mut browser, "form-4", gas(50_000)).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn time_that_ran_out_is_no_decline() {
    let (till, _, mut browser) = opened().await;
    for n in 0..4 {
        let begun = start(&mut browser, &format!("form-{n}"), gas(10_000 + n)).await;
        assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.json);
        let number = till.payment(id(&begun.json)).await.payment.gateway_id.expect("a number");
        till.bank.expire(&number).expect("ends");
        let ended = follow(&mut browser, &begun.json).await;
        assert_eq!(ended.json["refusal"]["code"], "expired_on_confirmation");
    }
}

#[tokio::test]
async fn coming_back_without_paying_changes_nothing_as_row_66_asks() {
    let (till, _, mut browser) = opened().await;
    let begun = start(&mut browser, "form-1", gas(10_000)).await;
    for _ in 0..3 {
        till.pass(4);
        let back = follow(&mut browser, &begun.json).await;
        assert_eq!(back.json, begun.json);
    }
    assert!(till.credits().await.is_empty());
}

#[tokio::test]
async fn pages_make_the_bank_be_asked_once_in_three_seconds() {
    let (till, _, mut browser) = opened().await;
    let begun = start(&mut browser, "form-1", gas(10_000)).await;
    assert_eq!(follow(&mut browser, &begun.json).await.json["state"], "awaiting_user");
    till.bank.pay(&till.at_bank(), SUCCESSFUL_CARD).expect("pays");
    till.pass(2);
    assert_eq!(follow(&mut browser, &begun.json).await.json["state"], "awaiting_user", "not asked yet");
    till.pass(1);
    assert_eq!(follow(&mut browser, &begun.json).await.json["state"], "succeeded");
    let before = till.world.app.store.trips();
    follow(&mut browser, &begun.json).await;
    assert_eq!(till.world.app.store.trips() - before, 1, "what has ended is only read");
}

#[tokio::test]
async fn another_holder_of_the_account_does_not_see_the_payment() {
    let (till, _, mut browser) = opened().await;
    let begun = start(&mut browser, "form-1", gas(10_000)).await;
    let (other, mut second) = till.world.signed_in(pay::api()).await;
    till.world.link(other, &till.account, Level::Extended).await;
    assert_eq!(follow(&mut second, &begun.json).await.status, StatusCode::NOT_FOUND);
    let mut stranger = till.world.serve(pay::api());
    assert_eq!(follow(&mut stranger, &begun.json).await.status, StatusCode::UNAUTHORIZED);
    for odd in ["01JD3V6Z8Q7M2R4T000000000A", "x", "..%2f"] {
        assert_eq!(browser.get(&format!("/api/payments/{odd}")).await.status, StatusCode::NOT_FOUND, "{odd}");
    }
}

#[tokio::test]
async fn another_amount_at_the_bank_is_looked_at_by_a_person() {
    let (till, _, mut browser) = opened().await;
    till.bank.set_faults(Faults::default().with(Fault::WrongAmount, Switch::next(1)));
    let begun = start(&mut browser, "form-1", gas(10_000)).await;
    assert_eq!((begun.status, &begun.json["state"]), (StatusCode::CREATED, &json!("review")));
    till.bank.pay(&till.at_bank(), SUCCESSFUL_CARD).expect("pays");
    till.pass(60);
    assert_eq!(follow(&mut browser, &begun.json).await.json["state"], "review", "row 69");
    assert!(till.credits().await.is_empty());
    let listed = till.listed().await;
    assert_eq!((listed.len(), listed[0].state), (1, PaymentState::Review));
    // It stands in nobody's way.
    assert_eq!(start(&mut browser, "form-2", another(20_000)).await.status, StatusCode::CREATED);
}
