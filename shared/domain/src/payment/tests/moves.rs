use super::*;
use PaymentState::*;

#[test]
fn a_payment_goes_from_a_click_to_money() {
    let payment = awaiting();
    assert_eq!((payment.state, payment.version), (AwaitingUser, 3));
    assert_eq!(payment.continue_url(at(60)), Some("https://bank.example/pay"));
    let step = advance(&payment, &paid(), at(70));
    assert_eq!(step.effects, [Effect::Credit, Effect::AnnounceSuccess, Effect::ReleaseOpen]);
    let payment = step.payment;
    assert_eq!((payment.state, payment.paid_at, payment.next_check_at), (Succeeded, Some(at(60)), None));
    assert_eq!(payment.card.unwrap().mask(), "•••• 0004");
    let journal = step.journal.unwrap();
    assert!(journal.is_balanced());
    let amounts: Vec<i64> = journal.entries.iter().map(|posting| posting.amount.0).collect();
    assert_eq!(
        (journal.from, journal.to, amounts),
        (AwaitingUser, Succeeded, vec![288_043, -258_043, -30_000])
    );
}

#[test]
fn no_observation_moves_a_payment_off_the_graph() {
    for state in PaymentState::ALL {
        let before = in_state(state);
        for seen in every_observation() {
            let step = advance(&before, &seen, at(100));
            let after = step.payment.state;
            assert!(after == state || state.may_become(after), "{state:?} to {after:?} by {seen:?}");
            assert_eq!(step.journal.is_some(), after != state);
            assert_eq!(step.payment.version > before.version, step.payment != before);
            assert_eq!(step.effects.contains(&Effect::Credit), state != Succeeded && after == Succeeded);
        }
    }
}

#[test]
fn every_pair_of_the_graph_is_decided() {
    assert_eq!(GRAPH.len(), PaymentState::ALL.len());
    for state in PaymentState::ALL {
        assert!(!state.may_become(state));
        let ends = !PaymentState::ALL.into_iter().any(|next| state.may_become(next));
        assert_eq!(ends, state.is_terminal());
        assert!(!state.may_become(Created), "nothing is created twice");
    }
}

#[test]
fn an_ended_payment_never_changes_again() {
    for state in [Succeeded, Canceled, Failed] {
        let before = in_state(state);
        for seen in every_observation() {
            assert_eq!(advance(&before, &seen, at(100)).payment, before);
        }
        assert_eq!(tick(&before, at(10_000_000)), Tick::Wait);
        assert_eq!(submit(&before, at(2)), None);
    }
}

#[test]
fn a_contradiction_after_the_end_wakes_somebody() {
    for (state, seen, wakes) in [
        (Succeeded, paid(), false),
        (Succeeded, canceled("general_decline"), true),
        (Canceled, paid(), true),
        (Canceled, canceled("general_decline"), false),
        (Failed, paid(), true),
        (Failed, pending(true), false),
        (Succeeded, Observation::Mismatch(Mismatch::Amount), true),
    ] {
        let effects = advance(&in_state(state), &seen, at(100)).effects;
        let incident = Effect::Incident(Incident::Contradiction { ended: state });
        assert_eq!(effects, if wakes { vec![incident] } else { vec![] }, "{state:?} {seen:?}");
    }
}

#[test]
fn a_refused_first_sending_fails_and_takes_nothing() {
    for http in [400, 401, 403] {
        let step = advance(&submitted(), &refused(http), at(2));
        assert_eq!(step.payment.state, Failed);
        assert_eq!(step.payment.refusal.unwrap().text().code, "gateway_refused");
        assert_eq!(step.effects, [Effect::ReleaseOpen]);
    }
}

#[test]
fn a_refused_repetition_says_nothing_of_the_first_sending() {
    let unsure = advance(&submitted(), &Observation::Unknown, at(2)).payment;
    let Tick::Send(again) = tick(&unsure, at(10)) else { panic!("it is to be sent again") };
    assert_eq!(again.payment.sends, 2);
    for (http, state) in [(401, Submitting), (403, Submitting), (400, Failed)] {
        assert_eq!(advance(&again.payment, &refused(http), at(11)).payment.state, state);
    }
}

#[test]
fn a_key_seen_with_another_body_is_looked_at() {
    let seen = Observation::Refused { http: 400, parameter: Some("Idempotence-Key".into()) };
    let payment = advance(&submitted(), &seen, at(2)).payment;
    assert_eq!(
        (payment.state, payment.review),
        (Review, Some(ReviewReason::Mismatch(Mismatch::IdempotenceKey)))
    );
}

#[test]
fn asking_that_is_refused_or_lost_decides_nothing() {
    for seen in [refused(401), refused(400), Observation::Unknown, Observation::NotFound] {
        for state in [AwaitingUser, Processing, Authorized] {
            assert_eq!(advance(&in_state(state), &seen, at(100)).payment.state, state);
        }
    }
}

#[test]
fn an_answer_about_another_payment_is_looked_at() {
    let other = Observation::Pending { gateway_id: "other".into(), confirmation_url: None };
    assert_eq!(
        advance(&awaiting(), &other, at(3)).payment.review,
        Some(ReviewReason::Mismatch(Mismatch::GatewayId))
    );
    let step = advance(&created(), &paid(), at(3));
    assert_eq!(step.payment.review, Some(ReviewReason::Mismatch(Mismatch::NeverSent)));
    assert!(!step.effects.contains(&Effect::Credit));
}

#[test]
fn a_mismatch_waits_for_a_person_whatever_comes_after() {
    let step = advance(&awaiting(), &Observation::Mismatch(Mismatch::Amount), at(3));
    let reason = ReviewReason::Mismatch(Mismatch::Amount);
    assert_eq!(step.effects, [Effect::Incident(Incident::Review(reason))]);
    for seen in every_observation() {
        assert_eq!(advance(&step.payment, &seen, at(4)).payment, step.payment);
    }
}

#[test]
fn a_late_answer_still_decides_an_overdue_payment() {
    let overdue = Payment { state: Review, review: Some(ReviewReason::Overdue), ..awaiting() };
    let step = advance(&overdue, &paid(), at(200_000));
    assert_eq!((step.payment.state, step.payment.review), (Succeeded, None));
    assert!(step.effects.contains(&Effect::Credit));
    assert_eq!(advance(&overdue, &pending(true), at(200_000)).payment, overdue);
}
