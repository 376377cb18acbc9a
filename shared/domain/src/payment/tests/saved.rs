//! Payments and linked cards (R-077, R-078, R-189; security rows 71, 72).

use super::*;
use crate::card::{BankCard, Expiry, OfferAcceptance, Token};

fn saved() -> SavedMethod {
    let expiry = Expiry { year: 2030, month: 11 };
    let card = BankCard { last4: "0004".into(), card_type: "Mir".into(), expiry, issuer: None };
    SavedMethod { token: Token("token".into()), card }
}

fn paid_and_saved() -> Observation {
    match paid() {
        Observation::Succeeded(paid) => Observation::Succeeded(Paid { saved: Some(saved()), ..paid }),
        other => other,
    }
}

fn offer() -> OfferAcceptance {
    OfferAcceptance { version: "1".into(), sha256: "ab".into(), at: at(0), ip: "203.0.113.7".into() }
}

fn charging() -> Payment {
    let charge = SavedCharge {
        card: "sever-mir-0004-203011".parse().unwrap(),
        title: "Мир •••• 0004".into(),
        token: "k1.sealed".into(),
    };
    created().charging(charge)
}

#[test]
fn a_card_is_linked_only_by_whoever_accepted_the_offer_as_row_72_asks() {
    let step = advance(&awaiting(), &paid_and_saved(), at(60));
    assert_eq!((step.payment.state, &step.payment.linked_card), (PaymentState::Succeeded, &None));
    assert!(!step.effects.iter().any(|effect| matches!(effect, Effect::LinkCard(_))));

    let step = advance(&awaiting().linking(offer()), &paid_and_saved(), at(60));
    assert_eq!(step.payment.linked_card, Some("sever-mir-0004-203011".parse().unwrap()));
    assert!(step.effects.contains(&Effect::LinkCard(saved())));
    let again = advance(&step.payment, &paid_and_saved(), at(61));
    assert_eq!(again.effects, [], "linked once");
}

#[test]
fn a_card_that_the_bank_did_not_keep_is_not_linked() {
    let step = advance(&awaiting().linking(offer()), &paid(), at(60));
    assert_eq!((step.payment.state, step.payment.linked_card), (PaymentState::Succeeded, None));
}

#[test]
fn a_revoked_card_goes_and_any_other_refusal_leaves_it() {
    let sent = submit(&charging(), at(1)).unwrap().payment;
    let revoked = advance(&sent, &canceled("permission_revoked"), at(2));
    assert!(revoked.effects.contains(&Effect::UnlinkCard));
    assert!(!advance(&sent, &canceled("insufficient_funds"), at(2)).effects.contains(&Effect::UnlinkCard));
    let new_card = advance(&submitted(), &canceled("permission_revoked"), at(2));
    assert!(!new_card.effects.contains(&Effect::UnlinkCard), "no card of ours paid");
}

#[test]
fn a_card_that_the_bank_does_not_know_ends_the_payment_and_goes() {
    let sent = submit(&charging(), at(1)).unwrap().payment;
    let unknown = Observation::Refused { http: 400, parameter: Some("payment_method_id".into()) };
    let step = advance(&sent, &unknown, at(2));
    assert_eq!(step.payment.state, PaymentState::Failed);
    assert!(step.payment.refusal.as_ref().is_some_and(Refusal::is_card_gone));
    assert_eq!(step.effects, [Effect::ReleaseOpen, Effect::UnlinkCard]);
}

#[test]
fn a_payment_that_waits_for_its_code_is_over_in_a_quarter_of_an_hour() {
    let waiting = charging();
    assert!(waiting.waits_for_code() && !created().waits_for_code());
    assert_eq!(waiting.continues_until(at(10)), Some(at(0) + ABANDONED_AFTER));
    assert_eq!(tick(&waiting, at(14 * 60)), Tick::Wait);
    assert_eq!(submit(&waiting, at(15 * 60)), None);
    let Tick::Settle(step) = tick(&waiting, at(15 * 60)) else { panic!("it is over") };
    assert_eq!(step.payment.state, PaymentState::Failed);
    assert_eq!(step.payment.refusal.map(|refusal| refusal.reason), Some("abandoned".into()));
}

#[test]
fn what_only_a_sending_needs_is_forgotten() {
    let mut payment = charging().linking(offer());
    payment.forget_order();
    assert_eq!((payment.request_body.as_str(), &payment.offer), ("", &None));
    assert_eq!(payment.charge.map(|charge| charge.token), Some(String::new()));
}

#[test]
fn a_second_tab_with_another_card_is_another_payment() {
    let open = Payment { method: PaymentMethod::SavedCard, ..charging() };
    let other = "sever-mir-0005-203011".parse().unwrap();
    let compare =
        |method, card: Option<&crate::CardId>| compare_with_open(&open, &open.lines, method, card, at(10));
    assert_eq!(compare(PaymentMethod::SavedCard, open.charged_card()), OpenPayment::Same);
    assert_eq!(compare(PaymentMethod::SavedCard, Some(&other)), OpenPayment::Different);
    assert_eq!(compare(PaymentMethod::NewCard, None), OpenPayment::Different);
}
