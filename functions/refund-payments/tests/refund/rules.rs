//! Who may have what back, and what the bank is sent.

use crate::{Desk, code, event, number};
use domain::{PaymentId, UserId};
use payments::testing::Till;
use platform::testing::fixtures;
use refund_payments::RefundEvent;
use serde_json::json;

#[tokio::test]
async fn what_cannot_be_given_back_is_refused_and_never_reaches_the_bank() {
    let desk = Desk::open().await;
    let stranger = PaymentId(ulid::Ulid::new());
    let line = json!([{ "service": "gas", "amount": 100 }]);
    assert_eq!(code(&desk.ask(event(stranger, number(1), line)).await), "not_found");
    for (lines, expected) in [
        (json!([{ "service": "gas", "amount": 100_001 }]), "too_much"),
        (json!([{ "service": "gas", "amount": 0 }]), "not_positive"),
        (json!([{ "service": "water", "amount": 1 }]), "unknown_service"),
        (json!([]), "no_lines"),
    ] {
        let answer = desk.ask(event(desk.payment, number(2), lines)).await;
        assert_eq!(code(&answer), expected);
    }
    assert!(desk.till.bank.refunds().is_empty());
}

#[tokio::test]
async fn a_payment_that_has_not_succeeded_has_nothing_to_give_back() {
    let till = Till::open().await;
    let waiting = till.awaiting(UserId(ulid::Ulid::new()), "2e8f1a3c-000f-5000-8000-18db351245c7").await;
    let asked = event(waiting, number(1), json!([{ "service": "gas", "amount": 100 }]));
    let asked: RefundEvent = serde_json::from_value(asked).expect("an event");
    let answer = refund_payments::handle(&till.world.app, asked).await.expect("an answer");
    assert_eq!(code(&answer), "not_paid");
}

/// Security row 59: server fields are never bound.
#[test]
fn unknown_fields_are_refused() {
    for field in ["state", "amount", "gateway_id"] {
        let mut asked = event(PaymentId(ulid::Ulid::new()), number(1), json!([]));
        asked["refund"][field] = json!("succeeded");
        assert!(serde_json::from_value::<RefundEvent>(asked).is_err(), "{field}");
    }
}

/// 54-ФЗ (payments §3.8): the return has its own receipt, and the payer's profile may be gone by then.
#[tokio::test]
async fn a_refund_carries_a_receipt_whose_items_are_its_lines() {
    let desk = Desk::open().await;
    desk.refund(number(1), 40_000).await;
    let refund = desk.till.bank.refunds().remove(0);
    let receipt = refund.receipt.expect("a receipt");
    let items = receipt.items.as_array().expect("items");
    assert_eq!((items.len(), &items[0]["amount"]["value"]), (1, &json!("400.00")));
    assert_eq!((&items[0]["vat_code"], &items[0]["payment_mode"]), (&json!(11), &json!("full_payment")));
    assert_eq!(refund.payment_id, desk.till.at_bank());
    assert_eq!(refund.metadata["refund_id"], number(1).to_string());
    let described = refund.description.expect("described");
    assert!(described.contains("ошибка в сумме") && described.contains(fixtures::account().id.number()));
}
