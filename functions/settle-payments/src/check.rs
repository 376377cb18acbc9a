//! The bank says that it has news of a payment or of a card: it is asked, whatever the notice claimed (security row 63).

use crate::event::{BatchAnswer, FailedRecord, Record};
use domain::{BindingId, PaymentId, RefundId, UserId, payment::Observation};
use payments::{Bank, Failure, cards};
use platform::{
    App, EventError,
    outbox::{Event, OutboxRow},
    store::keys,
};
use std::{collections::HashSet, time::Duration};

/// The bank promises an answer within 30 s.
const PATIENCE: Duration = Duration::from_secs(35);

/// Why a notice is not done with.
#[derive(Debug, thiserror::Error)]
enum Delay {
    #[error(transparent)]
    Failure(#[from] Failure),
    #[error(transparent)]
    Event(#[from] EventError),
    #[error("the bank did not answer")]
    NoAnswer,
}

/// What has been asked about in this batch.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Asked {
    Payment(PaymentId),
    Binding(BindingId),
    Refund(RefundId),
}

/// Follows every notice of a batch; what could not be followed is delivered again.
pub async fn all(app: &App, records: Vec<Record>) -> BatchAnswer {
    let mut answer = BatchAnswer::default();
    let mut asked = HashSet::new();
    for record in records {
        let done = match record.written() {
            Ok(Some(row)) => one(app, row, &mut asked).await,
            Ok(None) => Ok(()),
            Err(error) => Err(error.into()),
        };
        if let Err(error) = done {
            tracing::warn!(%error, "news of a payment wait");
            answer.batch_item_failures.push(FailedRecord { item_identifier: record.dynamodb.sequence });
        }
    }
    answer
}

/// Asks once a batch, however many notices there are, and takes the row out of the outbox when that is done.
async fn one(app: &App, row: OutboxRow, asked: &mut HashSet<Asked>) -> Result<(), Delay> {
    match &row.event {
        Event::PaymentCheck { payment, gateway_id } => {
            if !asked.contains(&Asked::Payment(*payment)) {
                ask(app, *payment, gateway_id).await?;
                asked.insert(Asked::Payment(*payment));
            }
        }
        Event::RefundCheck { payment, refund, gateway_id } => {
            if !asked.contains(&Asked::Refund(*refund)) {
                ask_refund(app, *payment, *refund, gateway_id).await?;
                asked.insert(Asked::Refund(*refund));
            }
        }
        Event::BindingCheck { user, binding } => {
            if !asked.contains(&Asked::Binding(*binding)) {
                ask_binding(app, *user, *binding).await?;
                asked.insert(Asked::Binding(*binding));
            }
        }
        _ => return Ok(()),
    }
    let key = keys::outbox::event(row.id);
    app.store.delete(&key).await.map_err(Failure::from)?;
    Ok(())
}

/// A card that the bank says is saved. What it does not answer now the sweep asks again.
async fn ask_binding(app: &App, user: UserId, id: BindingId) -> Result<(), Delay> {
    let stored = cards::load_binding(&app.store, user, id).await.map_err(Failure::from)?;
    if let Some(stored) = stored.filter(|row| !row.binding.state.is_terminal()) {
        cards::ask_binding(app, stored, PATIENCE).await?;
    }
    Ok(())
}

async fn ask_refund(app: &App, payment: PaymentId, id: RefundId, claimed: &str) -> Result<(), Delay> {
    let aftermath = payments::load_aftermath(&app.store, payment).await.map_err(Failure::from)?;
    let Some(aftermath) = aftermath else { return Ok(()) };
    if aftermath.refund(id).is_none_or(|refund| refund.state.is_terminal()) {
        return Ok(());
    }
    match payments::ask_refund(app, aftermath, id, claimed, PATIENCE).await? {
        Some(_) => Ok(()),
        None => Err(Delay::NoAnswer),
    }
}

async fn ask(app: &App, id: PaymentId, claimed: &str) -> Result<(), Delay> {
    let Some(stored) = payments::load(&app.store, id).await.map_err(Failure::from)? else { return Ok(()) };
    let payment = &stored.payment;
    if !payment.may_move() {
        return Ok(());
    }
    let bank = Bank::of(app, &payment.account.company).await?;
    let own = payment.gateway_id.clone();
    let seen = bank.ask(payment, own.as_deref().unwrap_or(claimed), PATIENCE).await;
    match (&own, &seen) {
        (_, Observation::Unknown) => Err(Delay::NoAnswer),
        // A number that only the notice claims may name anything: what does not fit says nothing of our payment.
        (None, Observation::Mismatch(_) | Observation::NotFound | Observation::Refused { .. }) => {
            tracing::warn!(payment = %id, "notice names a payment that is not ours");
            Ok(())
        }
        _ => {
            payments::apply(app, stored, &seen).await?;
            Ok(())
        }
    }
}
