//! The auditor is audited: each kind of trouble, put into the tables or the books by hand, is found.

use super::*;
use chrono::{DateTime, Utc};
use domain::{
    BindingId, BindingState, Kopecks, PaymentId, PaymentLine, PaymentMethod, PaymentState, RefundId, UserId,
    card::{Binding, OfferAcceptance},
    payment::{
        Aftermath, FiscalReceipt, Mismatch, NewPayment, NewRefund, Observation, Paid, Payment, RefundSeen,
        RefundState, RefundStatus, ReviewReason, SeenRefund, advance, submit,
    },
};
use platform::records::payments::{Credit, IdempotencyRow, ListedPayment};
use serde_json::json;

const ID: &str = "01JD3V6Z8Q7M2R4TA0B1C2D3E4";
const AT_BANK: &str = "2e8f1a3c-000f-5000-8000-18db351245c7";

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_457_564, 0).expect("a time")
}

/// A payment that was taken and credited, as it is kept, and the bank's side of it.
fn right() -> (Tables, Books) {
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
    (tables, Books { payments: vec![theirs()], ..Books::default() })
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
fn after(spoil: impl FnOnce(&mut Tables, &mut Books)) -> Vec<Trouble> {
    spoiled(right(), spoil)
}

fn spoiled(
    (mut tables, mut books): (Tables, Books),
    spoil: impl FnOnce(&mut Tables, &mut Books),
) -> Vec<Trouble> {
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
    assert_eq!(after(|_, books| books.payments[0].charges = 2), [Trouble::Doubled]);
    let second = |_: &mut Tables, books: &mut Books| {
        books.payments.push(bank::Payment { id: "another".into(), ..theirs() });
    };
    assert_eq!(after(second), [Trouble::Doubled]);
    assert_eq!(after(|tables, _| tables.credits.extend(tables.credits.clone())), [Trouble::Doubled]);
    assert_eq!(after(|tables, _| tables.keys.clear()), [Trouble::Doubled], "nobody asked for it");
}

#[test]
fn money_that_did_not_arrive_is_lost() {
    assert_eq!(after(|tables, _| tables.credits.clear()), [Trouble::Lost]);
    let canceled = |tables: &mut Tables, _: &mut Books| {
        tables.payments[0].state = PaymentState::Canceled;
    };
    assert!(after(canceled).contains(&Trouble::Lost));
    let forgotten = |tables: &mut Tables, _: &mut Books| *tables = Tables::default();
    assert_eq!(after(forgotten), [Trouble::Lost], "the bank knows what we do not");
}

#[test]
fn what_has_not_ended_is_stuck_and_a_review_needs_its_reason() {
    let waiting = |tables: &mut Tables, _: &mut Books| {
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
        books.payments[0].amount += 100;
    });
    assert!(
        !with_reason.contains(&Trouble::Stuck) && !with_reason.contains(&Trouble::Lost),
        "{with_reason:?}"
    );
}

#[test]
fn a_credit_without_a_charge_and_a_crooked_journal_are_found() {
    assert_eq!(after(|_, books| books.payments[0].charges = 0), [Trouble::Phantom]);
    assert_eq!(after(|tables, _| tables.listed.clear()), [Trouble::Crooked]);
    let torn = |tables: &mut Tables, _: &mut Books| {
        tables.journals.values_mut().for_each(|journal| drop(journal.pop()));
    };
    assert_eq!(after(torn), [Trouble::Crooked]);
}

const REFUND: &str = "01JD3V6Z8Q7M2R4TA0B1C2D3E6";

/// The payment given back in part.
fn given_back() -> (Tables, Books) {
    let (mut tables, mut books) = right();
    let paid = Aftermath::of(&tables.payments[0], now()).expect("paid");
    let id: RefundId = REFUND.parse().expect("a ULID");
    let new = NewRefund { id, lines: vec![("gas".into(), Kopecks(2_300))], reason: "Ошибка".into() };
    let begun = paid.begin(&new, "{}".into(), now()).expect("begun");
    let shown = SeenRefund {
        gateway_id: "refund".into(),
        payment: AT_BANK.into(),
        amount: Kopecks(2_300),
        currency: "RUB".into(),
        refund: Some(id),
        of: Some(paid.payment),
        status: RefundStatus::Succeeded,
        created_at: Some(now()),
        receipt: FiscalReceipt::None,
    };
    let done = begun.after.hear(id, &RefundSeen::Shown(Box::new(shown)), now());
    let refund = done.after.refund(id).expect("there").clone();
    tables.refund_journals =
        [(ID.to_owned(), [begun.journal, done.journal].into_iter().flatten().collect())].into();
    tables.listed[0].refunded = done.after.refunded();
    tables.listed.push(ListedPayment::of_refund(&done.after, &refund));
    tables.credits.push(Credit::of_refund(&refund, now()));
    tables.aftermaths = [(ID.to_owned(), done.after)].into();
    books.refunds.push(refund_at_bank());
    (tables, books)
}

fn refund_at_bank() -> bank::Refund {
    let books = json!({
        "id": "refund", "shop_id": "1", "payment_id": AT_BANK, "status": "succeeded", "amount": 2_300,
        "description": null, "metadata": {"refund_id": REFUND}, "created_at": now(),
    });
    serde_json::from_value(books).expect("a refund of the bank's")
}

fn after_giving_back(spoil: impl FnOnce(&mut Tables, &mut Books)) -> Vec<Trouble> {
    spoiled(given_back(), spoil)
}

#[test]
fn a_refund_that_is_right_is_found_right() {
    let (tables, books) = given_back();
    let audit = judge(&tables, &books);
    assert!(audit.findings.is_empty(), "{:?}", audit.findings);
    let sums = (audit.refunds.given, audit.refunds.ledger_sum, audit.refunds.credit_sum);
    assert_eq!(sums, (2_300, -2_300, -2_300));
    assert_eq!((audit.ledger_sum, audit.credit_sum), (12_300, 12_300), "payments are summed apart");
}

#[test]
fn money_that_went_back_twice_or_stays_on_the_account_is_found() {
    let again = |_: &mut Tables, books: &mut Books| {
        books.refunds.push(bank::Refund { id: "another".into(), ..refund_at_bank() });
    };
    assert!(after_giving_back(again).contains(&Trouble::Doubled));
    let too_much = |_: &mut Tables, books: &mut Books| books.refunds[0].amount = 99_999;
    assert!(after_giving_back(too_much).contains(&Trouble::Doubled));
    let kept = |tables: &mut Tables, _: &mut Books| drop(tables.credits.pop());
    assert_eq!(after_giving_back(kept), [Trouble::Lost]);
    let unknown = |tables: &mut Tables, _: &mut Books| tables.aftermaths.clear();
    assert!(after_giving_back(unknown).contains(&Trouble::Lost));
    let never = |_: &mut Tables, books: &mut Books| books.refunds.clear();
    assert_eq!(after_giving_back(never), [Trouble::Phantom]);
}

#[test]
fn a_refund_that_has_not_ended_is_stuck_and_one_told_wrongly_is_crooked() {
    let waiting = |tables: &mut Tables, _: &mut Books| {
        for after in tables.aftermaths.values_mut() {
            after.refunds[0].state = RefundState::Pending;
        }
    };
    assert!(after_giving_back(waiting).contains(&Trouble::Stuck));
    let untold = |tables: &mut Tables, _: &mut Books| tables.listed[0].refunded = Kopecks::ZERO;
    assert_eq!(after_giving_back(untold), [Trouble::Crooked]);
    let torn = |tables: &mut Tables, _: &mut Books| {
        tables.refund_journals.values_mut().for_each(|journal| drop(journal.pop()));
    };
    assert_eq!(after_giving_back(torn), [Trouble::Crooked]);
}

#[test]
fn a_linking_that_hangs_or_is_known_to_the_bank_alone_is_found() {
    const LINKING: &str = "01JD3V6Z8Q7M2R4TA0B1C2D3E7";
    let binding = |state| Binding {
        state,
        ..Binding::create(
            LINKING.parse::<BindingId>().expect("a ULID"),
            "01JD3V6Z8Q7M2R4TA0B1C2D3E5".parse::<UserId>().expect("a ULID"),
            "oblast".parse().expect("a company"),
            OfferAcceptance { version: "1".into(), sha256: String::new(), at: now(), ip: String::new() },
            "{}".into(),
            now(),
        )
    };
    let at_bank = |status: &str| -> bank::Method {
        let method = json!({
            "id": "card", "shop_id": "1", "status": status, "step": "done", "return_url": null, "card": null,
            "confirmed": true, "expires_at": now(), "metadata": {"bind_id": LINKING}, "created_at": now(),
            "refusal": null,
        });
        serde_json::from_value(method).expect("a card of the bank's")
    };
    let found = |state, status: &str| -> Vec<Trouble> {
        let (mut tables, mut books) = right();
        tables.bindings.push(binding(state));
        books.methods.push(at_bank(status));
        judge(&tables, &books).findings.iter().map(|finding| finding.trouble).collect()
    };
    assert_eq!(found(BindingState::Active, "active"), []);
    assert_eq!(found(BindingState::Inactive, "inactive"), []);
    assert_eq!(found(BindingState::Pending, "pending"), [Trouble::Stuck]);
    assert_eq!(found(BindingState::Failed, "active"), [Trouble::Lost]);
}
