use super::*;

fn seen() -> Seen {
    Seen {
        gateway_id: GATEWAY.into(),
        amount: Kopecks(288_043),
        currency: "RUB".into(),
        shop_id: "100500".into(),
        test: true,
        payment: Some(created().id),
        status: GatewayStatus::Pending { confirmation_url: Some("https://bank.example/pay".into()) },
    }
}

fn shop() -> Shop {
    Shop { id: "100500".into(), test: true }
}

#[test]
fn what_the_gateway_shows_is_compared_with_what_was_asked() {
    assert_eq!(Observation::of(&created(), seen(), &shop()), pending(true));
    let other_id = "01JD3V6Z8Q7M2R4T000000000C".parse().ok();
    for (shown, mismatch) in [
        (Seen { amount: Kopecks(288_042), ..seen() }, Mismatch::Amount),
        (Seen { currency: "USD".into(), ..seen() }, Mismatch::Currency),
        (Seen { shop_id: "100501".into(), ..seen() }, Mismatch::Shop),
        (Seen { test: false, ..seen() }, Mismatch::Environment),
        (Seen { payment: other_id, ..seen() }, Mismatch::Metadata),
        (Seen { payment: None, ..seen() }, Mismatch::Metadata),
    ] {
        assert_eq!(Observation::of(&created(), shown, &shop()), Observation::Mismatch(mismatch));
    }
}

#[test]
fn each_status_of_the_gateway_is_understood() {
    let of = |status| Observation::of(&created(), Seen { status, ..seen() }, &shop());
    assert_eq!(of(GatewayStatus::WaitingForCapture), held());
    let reason = || "card_expired".to_owned();
    assert_eq!(
        of(GatewayStatus::Canceled { party: "payment_network".into(), reason: reason() }),
        canceled("card_expired")
    );
    let taken = of(GatewayStatus::Succeeded {
        captured_at: None,
        card: None,
        rrn: None,
        auth_code: None,
        saved: None,
    });
    assert_eq!(taken.gateway_id(), Some(GATEWAY));
    assert_eq!(advance(&submitted(), &taken, at(9)).payment.paid_at, Some(at(9)));
}

#[test]
fn every_reason_of_the_gateway_has_words_and_advice() {
    let reasons = [
        "3d_secure_failed",
        "call_issuer",
        "card_expired",
        "payment_method_limit_exceeded",
        "payment_method_restricted",
        "country_forbidden",
        "general_decline",
        "fraud_suspected",
        "identification_required",
        "insufficient_funds",
        "invalid_card_number",
        "invalid_csc",
        "issuer_unavailable",
        "canceled_by_merchant",
        "permission_revoked",
        "internal_timeout",
        "expired_on_confirmation",
        "expired_on_capture",
        "unsupported_mobile_operator",
        "deal_expired",
        "loan_declined",
        "amount_below_minimum",
        "amount_above_maximum",
        "unsupported_card_system",
    ];
    for reason in reasons {
        let text = RefusalText::of(reason);
        assert_eq!(text.code, reason);
        assert!(!text.message.is_empty() && !text.advice.is_empty());
    }
    assert_eq!(RefusalText::of("invented_tomorrow"), RefusalText::of("general_decline"));
    let known: Vec<_> = RefusalText::known().collect();
    let unique: std::collections::BTreeSet<_> = known.iter().collect();
    assert_eq!(known.len(), unique.len());
}

#[test]
fn a_second_tab_finds_the_open_payment() {
    let open = awaiting();
    let lines = open.lines.clone();
    let reversed: Vec<_> = lines.iter().rev().cloned().collect();
    let compare = |payment: &Payment, lines: &[PaymentLine], now| {
        compare_with_open(payment, lines, PaymentMethod::NewCard, None, now)
    };
    assert_eq!(compare(&open, &lines, at(10)), OpenPayment::Same);
    assert_eq!(compare(&open, &reversed, at(10)), OpenPayment::Same);
    assert_eq!(compare(&open, &lines[..1], at(10)), OpenPayment::Different);
    assert_eq!(compare(&open, &lines, at(55 * 60)), OpenPayment::None);
    for state in [PaymentState::Succeeded, PaymentState::Canceled, PaymentState::Failed, PaymentState::Review]
    {
        assert_eq!(compare(&in_state(state), &lines, at(10)), OpenPayment::None);
    }
}

#[test]
fn a_payment_reads_back_from_json_as_it_was() {
    let payment = advance(&awaiting(), &paid(), at(70)).payment;
    let json = serde_json::to_string(&payment).unwrap();
    assert_eq!(serde_json::from_str::<Payment>(&json).unwrap(), payment);
    let review = Payment { review: Some(ReviewReason::Mismatch(Mismatch::Amount)), ..payment };
    assert_eq!(serde_json::from_str::<Payment>(&serde_json::to_string(&review).unwrap()).unwrap(), review);
}

#[test]
fn journal_entries_read_back_from_json() {
    let journal = advance(&awaiting(), &paid(), at(70)).journal.unwrap();
    let json = serde_json::to_string(&journal).unwrap();
    assert_eq!(serde_json::from_str::<JournalEntry>(&json).unwrap(), journal);
}

#[test]
fn the_list_of_payments_names_states_as_the_manual_would() {
    assert_eq!(PaymentState::Succeeded.label(), Some("Проведён"));
    assert_eq!(PaymentState::AwaitingUser.label(), Some("В обработке"));
    assert_eq!(PaymentState::Canceled.label(), None);
    assert_eq!(PaymentState::Authorized.shown(), PaymentState::Processing);
}
