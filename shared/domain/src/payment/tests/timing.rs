use super::*;

#[test]
fn an_unanswered_sending_is_repeated_ever_more_slowly() {
    let mut payment = submitted();
    let mut now = at(1);
    let mut waits = Vec::new();
    for _ in 0..6 {
        payment = advance(&payment, &Observation::Unknown, now).payment;
        let due = payment.next_check_at.unwrap();
        waits.push((due - now).num_seconds());
        assert_eq!(tick(&payment, due - TimeDelta::milliseconds(1)), Tick::Wait);
        let Tick::Send(step) = tick(&payment, due) else { panic!("it is to be sent again") };
        assert_eq!(
            tick(&step.payment, due + TimeDelta::seconds(39)),
            Tick::Wait,
            "a sending may be under way"
        );
        assert_eq!(
            (&step.payment.request_body, &step.payment.idempotence_key),
            (&payment.request_body, &payment.idempotence_key)
        );
        (payment, now) = (step.payment, due);
    }
    assert_eq!(waits, [2, 5, 15, 60, 60, 60]);
}

#[test]
fn nothing_is_sent_after_the_gateway_may_have_forgotten_the_key() {
    let payment = submitted();
    assert!(matches!(tick(&payment, at(1) + TimeDelta::hours(23) - TimeDelta::seconds(1)), Tick::Send(_)));
    let Tick::Settle(step) = tick(&payment, at(1) + TimeDelta::hours(23)) else { panic!("it is overdue") };
    assert_eq!(
        (step.payment.state, step.payment.review),
        (PaymentState::Review, Some(ReviewReason::Overdue))
    );
}

#[test]
fn a_payment_never_sent_fails_in_a_quarter_of_an_hour() {
    let payment = created();
    assert_eq!(tick(&payment, at(899)), Tick::Wait);
    let Tick::Settle(step) = tick(&payment, at(900)) else { panic!("it is abandoned") };
    assert_eq!(step.payment.state, PaymentState::Failed);
    assert_eq!(step.payment.refusal.unwrap().text().message, "Платёж не был отправлен в банк");
    assert_eq!(submit(&payment, at(900)), None);
    assert!(submit(&payment, at(899)).is_some());
}

#[test]
fn the_gateway_is_asked_on_schedule_for_a_day() {
    let mut payment = awaiting();
    let accepted = payment.accepted_at.unwrap();
    let mut offsets = Vec::new();
    let mut now = accepted;
    while let Some(due) = payment.next_check_at {
        assert_eq!(tick(&payment, due), Tick::Ask);
        offsets.push((due - accepted).num_seconds());
        now = due;
        payment = advance(&payment, &pending(true), now).payment;
    }
    let minutes: Vec<i64> = offsets[1..].iter().map(|seconds| seconds / 60).collect();
    assert_eq!((offsets[0], &minutes[..9]), (20, [1, 2, 4, 8, 15, 30, 62, 122, 182].as_slice()));
    assert!(now - accepted >= TimeDelta::hours(26) && now - accepted < TimeDelta::hours(27));
    assert_eq!((payment.state, payment.review), (PaymentState::Review, Some(ReviewReason::Overdue)));
    assert_eq!(payment.checks as usize, offsets.len() - 1);
}

#[test]
fn asking_out_of_turn_moves_nothing() {
    let before = awaiting();
    let step = advance(&before, &pending(true), at(10));
    assert!(!step.is_change(&before), "one more look at the bank's page is no change");
    assert_eq!(step.payment, before);
    let late = advance(&before, &Observation::Unknown, at(50)).payment;
    assert_eq!(late.next_check_at, Some(at(62)), "the next moment of the schedule, not twenty seconds more");
}

#[test]
fn the_banks_page_is_offered_for_an_hour() {
    let payment = awaiting();
    assert_eq!(payment.expires_at(), Some(at(3602)));
    assert!(payment.continue_url(at(3601)).is_some());
    assert!(payment.continue_url(at(3602)).is_none());
    assert!(in_state(PaymentState::Processing).continue_url(at(3)).is_none());
}
