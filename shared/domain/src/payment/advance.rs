//! How a payment moves (payments §4). Pure: the caller writes [`Step::payment`] under the condition that the stored
//! version is still the old one, with the journal entry and the effects in the same transaction.

use super::{
    ABANDONED_AFTER, Effect, GIVE_UP_ASKING, GIVE_UP_SENDING, Incident, Mismatch, Observation, Paid, Payment,
    PaymentState, Refusal, ReviewReason, SEND_LEASE, Step, Tick, schedule,
};
use crate::CardId;
use chrono::{DateTime, Utc};

/// The dispatch stamp: written before the first byte leaves. `None` when it was sent before or is too old.
pub fn submit(payment: &Payment, now: DateTime<Utc>) -> Option<Step> {
    let fresh = payment.state == PaymentState::Created && now - payment.created_at < ABANDONED_AFTER;
    fresh.then(|| {
        let after = Payment {
            state: PaymentState::Submitting,
            submitted_at: Some(now),
            sends: 1,
            next_check_at: Some(now + SEND_LEASE),
            ..payment.clone()
        };
        Step::new(payment, after, Vec::new(), now)
    })
}

/// What time alone asks for.
pub fn tick(payment: &Payment, now: DateTime<Utc>) -> Tick {
    if payment.next_check_at.is_none_or(|due| now < due) {
        return Tick::Wait;
    }
    match payment.state {
        // Nothing was sent: the one end that no gateway has to confirm.
        PaymentState::Created => Tick::Settle(fail(payment, Refusal::abandoned(), now)),
        PaymentState::Submitting => {
            let since = payment.submitted_at.unwrap_or(payment.created_at);
            if now - since >= GIVE_UP_SENDING {
                return Tick::Settle(review(payment, ReviewReason::Overdue, now));
            }
            let after = Payment {
                sends: payment.sends.saturating_add(1),
                next_check_at: Some(now + SEND_LEASE),
                ..payment.clone()
            };
            Tick::Send(Step::new(payment, after, Vec::new(), now))
        }
        PaymentState::AwaitingUser | PaymentState::Processing | PaymentState::Authorized => Tick::Ask,
        PaymentState::Succeeded | PaymentState::Canceled | PaymentState::Failed | PaymentState::Review => {
            Tick::Wait
        }
    }
}

/// Moves a payment by what the gateway said. Repetition, loss and any order of answers lead to the same end.
pub fn advance(payment: &Payment, seen: &Observation, now: DateTime<Utc>) -> Step {
    if payment.state.is_terminal() {
        return after_the_end(payment, seen, now);
    }
    if payment.state == PaymentState::Review {
        let decided = matches!(seen, Observation::Succeeded(_) | Observation::Canceled { .. });
        if payment.review != Some(ReviewReason::Overdue) || !decided {
            return unchanged(payment, Vec::new(), now);
        }
    }
    if let Some(mismatch) = identity_mismatch(payment, seen) {
        return review(payment, ReviewReason::Mismatch(mismatch), now);
    }
    match seen {
        Observation::Succeeded(paid) => succeed(payment, paid, now),
        Observation::Canceled { gateway_id, refusal } => cancel(payment, gateway_id, refusal, now),
        Observation::Mismatch(mismatch) => review(payment, ReviewReason::Mismatch(*mismatch), now),
        Observation::WaitingForCapture { gateway_id } => {
            proceed(payment, PaymentState::Authorized, gateway_id, None, now)
        }
        // An answer that was overtaken on its way.
        Observation::Pending { .. } if payment.state == PaymentState::Authorized => ask_later(payment, now),
        Observation::Pending { gateway_id, confirmation_url } => {
            let state = match confirmation_url {
                Some(_) => PaymentState::AwaitingUser,
                None => PaymentState::Processing,
            };
            proceed(payment, state, gateway_id, confirmation_url.clone(), now)
        }
        Observation::Refused { http, parameter } if payment.state == PaymentState::Submitting => {
            refuse(payment, *http, parameter.as_deref(), now)
        }
        Observation::Refused { .. } | Observation::Unknown | Observation::NotFound => ask_later(payment, now),
    }
}

fn after_the_end(payment: &Payment, seen: &Observation, now: DateTime<Utc>) -> Step {
    let contradicts = match seen {
        Observation::Succeeded(_) => payment.state != PaymentState::Succeeded,
        Observation::Canceled { .. } => payment.state == PaymentState::Succeeded,
        Observation::Mismatch(_) => true,
        _ => false,
    };
    let incident = Effect::Incident(Incident::Contradiction { ended: payment.state });
    unchanged(payment, if contradicts { vec![incident] } else { Vec::new() }, now)
}

fn identity_mismatch(payment: &Payment, seen: &Observation) -> Option<Mismatch> {
    let seen_id = seen.gateway_id()?;
    match &payment.gateway_id {
        Some(ours) if ours != seen_id => Some(Mismatch::GatewayId),
        _ if payment.state == PaymentState::Created => Some(Mismatch::NeverSent),
        _ => None,
    }
}

fn unchanged(payment: &Payment, effects: Vec<Effect>, now: DateTime<Utc>) -> Step {
    Step::new(payment, payment.clone(), effects, now)
}

fn proceed(
    payment: &Payment,
    state: PaymentState,
    gateway_id: &str,
    confirmation_url: Option<String>,
    now: DateTime<Utc>,
) -> Step {
    let accepted = Payment {
        state,
        gateway_id: Some(gateway_id.to_owned()),
        accepted_at: payment.accepted_at.or(Some(now)),
        confirmation_url: confirmation_url.or_else(|| payment.confirmation_url.clone()),
        ..payment.clone()
    };
    reschedule(payment, accepted, now)
}

fn ask_later(payment: &Payment, now: DateTime<Utc>) -> Step {
    reschedule(payment, payment.clone(), now)
}

fn reschedule(before: &Payment, mut after: Payment, now: DateTime<Utc>) -> Step {
    let due = before.next_check_at.is_none_or(|due| now >= due);
    match (after.state, after.accepted_at) {
        (PaymentState::Created, _) => {}
        (PaymentState::Submitting, _) => {
            after.next_check_at = Some(schedule::send_again_at(after.sends, now));
        }
        (_, Some(accepted_at)) if now - accepted_at >= GIVE_UP_ASKING => {
            return review(before, ReviewReason::Overdue, now);
        }
        (_, accepted_at) => {
            let asked_on_schedule = due && before.accepted_at.is_some();
            after.checks = after.checks.saturating_add(u32::from(asked_on_schedule));
            let since = accepted_at.unwrap_or(after.created_at);
            after.next_check_at = Some(schedule::ask_again_at(since, now));
        }
    }
    Step::new(before, after, Vec::new(), now)
}

fn succeed(payment: &Payment, paid: &Paid, now: DateTime<Utc>) -> Step {
    // A card is linked by whoever accepted the offer, and by nobody else (security row 72).
    let linked = paid.saved.as_ref().filter(|_| payment.offer.is_some());
    let after = Payment {
        linked_card: linked.map(|saved| CardId::of(&payment.account.company, &saved.card)),
        state: PaymentState::Succeeded,
        gateway_id: Some(paid.gateway_id.clone()),
        accepted_at: payment.accepted_at.or(Some(now)),
        paid_at: Some(paid.captured_at.unwrap_or(now)),
        next_check_at: None,
        review: None,
        card: paid.card.clone(),
        rrn: paid.rrn.clone(),
        auth_code: paid.auth_code.clone(),
        ..payment.clone()
    };
    let mut effects = vec![Effect::Credit, Effect::AnnounceSuccess, Effect::ReleaseOpen];
    effects.extend(linked.cloned().map(Effect::LinkCard));
    Step::new(payment, after, effects, now)
}

fn cancel(payment: &Payment, gateway_id: &str, refusal: &Refusal, now: DateTime<Utc>) -> Step {
    let after = Payment {
        state: PaymentState::Canceled,
        gateway_id: Some(gateway_id.to_owned()),
        refusal: Some(refusal.clone()),
        next_check_at: None,
        review: None,
        ..payment.clone()
    };
    let mut effects = vec![Effect::AnnounceRefusal, Effect::ReleaseOpen];
    if payment.charge.is_some() && refusal.is_card_gone() {
        effects.push(Effect::UnlinkCard);
    }
    Step::new(payment, after, effects, now)
}

/// A refused first sending is an end. A refused repetition is one only when the request itself is bad: a shop
/// whose key was changed meanwhile says nothing of what the first sending did.
fn refuse(payment: &Payment, http: u16, parameter: Option<&str>, now: DateTime<Utc>) -> Step {
    if parameter.is_some_and(|name| name.eq_ignore_ascii_case("Idempotence-Key")) {
        return review(payment, ReviewReason::Mismatch(Mismatch::IdempotenceKey), now);
    }
    if payment.charge.is_some() && parameter == Some("payment_method_id") {
        // The bank knows no such card, or none that may be charged.
        let mut step = fail(payment, Refusal::card_gone(), now);
        step.effects.push(Effect::UnlinkCard);
        return step;
    }
    if payment.sends <= 1 || http == 400 {
        fail(payment, Refusal::by_gateway(), now)
    } else {
        ask_later(payment, now)
    }
}

fn fail(payment: &Payment, refusal: Refusal, now: DateTime<Utc>) -> Step {
    let after = Payment {
        state: PaymentState::Failed,
        refusal: Some(refusal),
        next_check_at: None,
        ..payment.clone()
    };
    Step::new(payment, after, vec![Effect::ReleaseOpen], now)
}

fn review(payment: &Payment, reason: ReviewReason, now: DateTime<Utc>) -> Step {
    let after =
        Payment { state: PaymentState::Review, review: Some(reason), next_check_at: None, ..payment.clone() };
    Step::new(payment, after, vec![Effect::Incident(Incident::Review(reason))], now)
}
