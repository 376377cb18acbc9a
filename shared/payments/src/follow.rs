//! One turn of following: ask or send, decide, write. Two who do it at once end with what one would have done:
//! the loser of the write decides again from what the winner wrote.

use crate::{
    Bank, Failure,
    ledger::{load, take_turn, write},
};
use chrono::TimeDelta;
use domain::{
    PaymentState,
    payment::{Observation, Tick, advance, tick},
};
use platform::{App, records::payments::StoredPayment, store::keys};
use std::time::Duration;

/// Decisions about one observation before giving up on those who keep changing the payment.
const TRIES: usize = 5;
/// A sending without an answer for so long is also looked for in the bank's list (payments §7 R2).
const SEARCH_AFTER: TimeDelta = TimeDelta::minutes(5);

/// Pages make the bank be asked about one payment no more often than this.
const TURN: TimeDelta = TimeDelta::seconds(3);

/// Moves a payment by what the bank said.
pub async fn apply(app: &App, payment: StoredPayment, seen: &Observation) -> Result<StoredPayment, Failure> {
    let id = payment.payment.id;
    let mut payment = payment;
    for _ in 0..TRIES {
        let now = app.clock.now();
        let step = advance(&payment.payment, seen, now);
        if let Some(after) = write(app, payment, step, now).await? {
            return Ok(after);
        }
        payment = load(&app.store, id).await?.ok_or(Failure::Gone)?;
        if matches!(seen, Observation::Unknown | Observation::NotFound) {
            // We learned nothing, and somebody else did.
            return Ok(payment);
        }
    }
    Err(Failure::Contended)
}

/// Asks the bank about a payment that it has given a number, out of turn.
/// A payment without a number stays as it is.
pub async fn ask(app: &App, payment: StoredPayment, patience: Duration) -> Result<StoredPayment, Failure> {
    let Some(gateway_id) = payment.payment.gateway_id.clone() else { return Ok(payment) };
    let bank = Bank::of(app, &payment.payment.account.company).await?;
    let seen = bank.ask(&payment.payment, &gateway_id, patience).await;
    apply(app, payment, &seen).await
}

/// What a page that looks at its payment may cause: a payment under way is asked about at once, but once in
/// [`TURN`] whoever looks; one that the bank has not answered yet is sent again when it is due (payments §7).
pub async fn refresh(
    app: &App,
    mut payment: StoredPayment,
    patience: Duration,
) -> Result<StoredPayment, Failure> {
    match payment.payment.state {
        PaymentState::AwaitingUser | PaymentState::Processing | PaymentState::Authorized => {
            if !take_turn(app, keys::payments::payment(payment.payment.id), &mut payment.asked_at, TURN)
                .await?
            {
                return Ok(payment);
            }
            ask(app, payment, patience).await
        }
        PaymentState::Created | PaymentState::Submitting => pursue(app, payment, patience).await,
        PaymentState::Succeeded | PaymentState::Canceled | PaymentState::Failed | PaymentState::Review => {
            Ok(payment)
        }
    }
}

/// Does what time asks of a payment: sends it again, asks about it, ends it, or nothing.
pub async fn pursue(app: &App, payment: StoredPayment, patience: Duration) -> Result<StoredPayment, Failure> {
    let now = app.clock.now();
    match tick(&payment.payment, now) {
        Tick::Wait => Ok(payment),
        Tick::Ask => ask(app, payment, patience).await,
        Tick::Settle(step) => {
            let id = payment.payment.id;
            match write(app, payment, step, now).await? {
                Some(after) => Ok(after),
                None => load(&app.store, id).await?.ok_or(Failure::Gone),
            }
        }
        Tick::Send(step) => {
            let bank = Bank::of(app, &payment.payment.account.company).await?;
            let id = payment.payment.id;
            // The lease first: of two sweepers one sends.
            let leased = match write(app, payment, step, now).await? {
                Some(leased) => leased,
                None => return load(&app.store, id).await?.ok_or(Failure::Gone),
            };
            let since = leased.payment.submitted_at.unwrap_or(leased.payment.created_at);
            if now - since >= SEARCH_AFTER
                && let Some(found) = bank.search(&leased.payment).await
            {
                return apply(app, leased, &found).await;
            }
            let seen = bank.send(&leased.payment, patience).await;
            apply(app, leased, &seen).await
        }
    }
}
