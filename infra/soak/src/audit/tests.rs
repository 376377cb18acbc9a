//! The auditor is audited: each kind of trouble, put into the tables or the books by hand, is found.

use super::*;
use chrono::{DateTime, Utc};
use domain::{
    Kopecks, PaymentId, PaymentLine, PaymentMethod, PaymentState, UserId,
    payment::{Mismatch, NewPayment, Observation, Paid, Payment, ReviewReason, advance, submit},
};
use platform::records::payments::{Credit, IdempotencyRow, ListedPayment};
use serde_json::json;

const ID: &str = "01JD3V6Z8Q7M2R4TA0B1C2D3E4";
const AT_BANK: &str = "2e8f1a3c-000f-5000-8000-18db351245c7";

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_457_564, 0).expect("a time")
}

/// A payment that was taken and credited, as it is kept, and the bank's side of it.
fn right() -> (Tables, Vec<bank::Payment>) {
    let line = PaymentLine { service: "gas".into(), name: "Газ".into(), amount: Kopecks(12_300) };
    let new = NewPayment {
        id: ID.parse::<PaymentId>().expect("a ULID"),
        user: "01JD3V6Z8Q7M2R4TA0B1C2D3E5".parse::<UserId>().expect("a ULID"),
        account: "oblast-7000000000".parse().expect("an account"),
        lines: vec![line],
        amount: Kopecks(12_300),
        payee: None,
        method: PaymentMethod::NewCard,
        request_body: "{}".into(),
        request_hash: String::new(),
    };
    let sent = submit(&Payment::create(new, now()), now()).expect("sent");
    let paid = Paid {
        gateway_id: AT_BANK.into(),
        captured_at: Some(now()),
        card: None,
        rrn: None,
        auth_code: None,
        saved: None,
    };
    let done = advance(&sent.payment, &Observation::Succeeded(paid), now());
    let payment = done.payment;
    let tables = Tables {
        journals: [(ID.to_owned(), [sent.journal, done.journal].into_iter().flatten().collect())].into(),
        listed: ListedPayment::of(&payment).into_iter().collect(),
        keys: vec![IdempotencyRow { payment: payment.id, request_hash: String::new(), ttl: 0 }],
        credits: vec![Credit::of(&payment, now())],
        payments: vec![payment],
        ..Tables::default()
    };
    (tables, vec![theirs()])
}

fn theirs() -> bank::Payment {
    let books = json!({
        "id": AT_BANK, "shop_id": "1", "test": true, "status": "succeeded", "step": "done", "return_url": null,
        "card": null, "confirmed": true, "expires_at": now(), "amount": 12_300, "refunded": 0, "charges": 1,
        "capture": true, "description": null, "metadata": {"payment_id": ID}, "merchant_customer_id": null,
        "created_at": now(), "captured_at": now(), "cancellation": null, "rrn": null, "auth_code": null,
    });
    serde_json::from_value(books).expect("a payment of the bank's")
}

/// The troubles after something was put wrong.
fn after(spoil: impl FnOnce(&mut Tables, &mut Vec<bank::Payment>)) -> Vec<Trouble> {
    let (mut tables, mut books) = right();
    spoil(&mut tables, &mut books);
    let mut found: Vec<_> = judge(&tables, &books).findings.iter().map(|finding| finding.trouble).collect();
    found.sort();
    found.dedup();
    found
}

#[test]
fn what_is_right_is_found_right() {
    let (tables, books) = right();
    let audit = judge(&tables, &books);
    assert!(audit.findings.is_empty(), "{:?}", audit.findings);
    assert_eq!((audit.payments, audit.charged, audit.credited), (1, 1, 1));
    assert_eq!((audit.charged_sum, audit.ledger_sum, audit.credit_sum), (12_300, 12_300, 12_300));
}

#[test]
fn a_second_charge_or_credit_is_doubled() {
    assert_eq!(after(|_, books| books[0].charges = 2), [Trouble::Doubled]);
    let second = |_: &mut Tables, books: &mut Vec<bank::Payment>| {
        books.push(bank::Payment { id: "another".into(), ..theirs() });
    };
    assert_eq!(after(second), [Trouble::Doubled]);
    assert_eq!(after(|tables, _| tables.credits.extend(tables.credits.clone())), [Trouble::Doubled]);
    assert_eq!(after(|tables, _| tables.keys.clear()), [Trouble::Doubled], "nobody asked for it");
}

#[test]
fn money_that_did_not_arrive_is_lost() {
    assert_eq!(after(|tables, _| tables.credits.clear()), [Trouble::Lost]);
    let canceled = |tables: &mut Tables, _: &mut Vec<bank::Payment>| {
        tables.payments[0].state = PaymentState::Canceled;
    };
    assert!(after(canceled).contains(&Trouble::Lost));
    let forgotten = |tables: &mut Tables, _: &mut Vec<bank::Payment>| *tables = Tables::default();
    assert_eq!(after(forgotten), [Trouble::Lost], "the bank knows what we do not");
}

#[test]
fn what_has_not_ended_is_stuck_and_a_review_needs_its_reason() {
    let waiting = |tables: &mut Tables, _: &mut Vec<bank::Payment>| {
        tables.payments[0].state = PaymentState::Processing;
    };
    assert!(after(waiting).contains(&Trouble::Stuck));
    let review = |tables: &mut Tables| {
        tables.payments[0].state = PaymentState::Review;
        tables.payments[0].review = Some(ReviewReason::Mismatch(Mismatch::Amount));
    };
    assert!(after(|tables, _| review(tables)).contains(&Trouble::Stuck), "the sums are the same");
    let with_reason = after(|tables, books| {
        review(tables);
        books[0].amount += 100;
    });
    assert!(
        !with_reason.contains(&Trouble::Stuck) && !with_reason.contains(&Trouble::Lost),
        "{with_reason:?}"
    );
}

#[test]
fn a_credit_without_a_charge_and_a_crooked_journal_are_found() {
    assert_eq!(after(|_, books| books[0].charges = 0), [Trouble::Phantom]);
    assert_eq!(after(|tables, _| tables.listed.clear()), [Trouble::Crooked]);
    let torn = |tables: &mut Tables, _: &mut Vec<bank::Payment>| {
        tables.journals.values_mut().for_each(|journal| drop(journal.pop()));
    };
    assert_eq!(after(torn), [Trouble::Crooked]);
}
