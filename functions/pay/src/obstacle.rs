//! What can stand in the way of a new payment: the same key, another open payment (payments §5.1, §5.2).

use crate::{request::StartPayment, view::PaymentView};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Payment, PaymentId, PaymentLine, PaymentState, UserId,
    payment::{OpenPayment, SEND_LEASE, compare_with_open},
};
use platform::{
    App, CommitError, Condition, Key, Problem, Refusal, Transaction, records::payments::IdempotencyRow,
};

/// How long a key is remembered.
const KEY_LIVES: TimeDelta = TimeDelta::hours(48);

/// The key of one request and the digest of what it asks.
#[derive(Debug, Clone)]
pub struct Claim {
    pub key: Key,
    pub user: UserId,
    pub request_hash: String,
}

impl Claim {
    /// The row that says which payment this key has begun.
    pub fn row(&self, payment: PaymentId, now: DateTime<Utc>) -> IdempotencyRow {
        IdempotencyRow {
            payment,
            request_hash: self.request_hash.clone(),
            ttl: (now + KEY_LIVES).timestamp(),
        }
    }

    /// The key was never used, or so long ago that it is new again.
    pub fn unused(now: DateTime<Utc>) -> Condition {
        Condition::Below("ttl", now.timestamp())
    }

    /// The answer to a key that is used: the payment as it is now; another body is refused (security row 61).
    pub async fn replay(&self, app: &App, used: &IdempotencyRow) -> Result<PaymentView, Problem> {
        if used.request_hash != self.request_hash {
            return Err(Refusal::IdempotencyMismatch.into());
        }
        let stored = payments::load(&app.store, used.payment).await?;
        let payment = stored.filter(|row| row.payment.user == self.user).ok_or(Refusal::NotFound)?.payment;
        let now = app.clock.now();
        if being_sent(&payment, now) {
            return Err(Problem::new(Refusal::RequestInProgress).retry_after(2));
        }
        PaymentView::shown(app, &payment).await
    }

    /// As [`Claim::replay`] when the row has yet to be read.
    pub async fn replay_stored(&self, app: &App) -> Result<PaymentView, Problem> {
        match app.store.get::<IdempotencyRow>(&self.key).await? {
            Some(used) => self.replay(app, &used).await,
            None => Err(Problem::new(Refusal::RequestInProgress).retry_after(2)),
        }
    }
}

/// Whether the request that began it may still be waiting for the bank: the lease of the first sending runs.
fn being_sent(payment: &Payment, now: DateTime<Utc>) -> bool {
    let lease = payment.submitted_at.map(|at| at + SEND_LEASE);
    payment.state == PaymentState::Submitting
        && payment.sends <= 1
        && payment.next_check_at == lease
        && lease.is_some_and(|end| now < end)
}

/// Looks at the open payment of the account. `Some`: the answer is that payment; `None`: a new one may begin;
/// a payment of another sum is refused with both ways out, «Продолжить» and «Начать новый».
pub async fn meet_open(
    app: &App,
    claim: &Claim,
    open: PaymentId,
    input: &StartPayment,
    lines: &[PaymentLine],
) -> Result<Option<PaymentView>, Problem> {
    let Some(stored) = payments::load(&app.store, open).await? else { return Ok(None) };
    let now = app.clock.now();
    let view = PaymentView::shown(app, &stored.payment).await?;
    match compare_with_open(&stored.payment, lines, input.method, input.card.as_ref(), now) {
        OpenPayment::None => Ok(None),
        OpenPayment::Different => Err(Problem::new(Refusal::OpenPaymentExists).with("payment", view)),
        OpenPayment::Same => {
            // The key of this tab begins nothing later either.
            let used = Transaction::new()
                .put(claim.key.clone(), &claim.row(open, now), Claim::unused(now), ())
                .commit(&app.store)
                .await;
            match used {
                Ok(()) => Ok(Some(view)),
                Err(CommitError::Refused(())) => claim.replay_stored(app).await.map(Some),
                Err(CommitError::Store(error)) => Err(error.into()),
            }
        }
    }
}
