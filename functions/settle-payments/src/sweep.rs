//! R1: every minute, payments whose next look is due. Webhooks may all be lost: this alone is enough for every
//! payment to end right (security row 67).

use crate::event::Sweep;
use chrono::{SecondsFormat, TimeDelta};
use domain::PaymentId;
use futures::{StreamExt, stream};
use payments::Failure;
use platform::{
    App, EventError, Query, Table,
    store::keys::payments::{DUE, DUE_INDEX},
};
use serde::Deserialize;
use std::time::Duration;

/// Payments of one run; the rest is due a minute later still.
const MOST: usize = 200;
/// Questions to the bank at once.
const AT_ONCE: usize = 16;
/// The bank promises an answer within 30 s.
const PATIENCE: Duration = Duration::from_secs(35);
/// No payment is begun with after that, so that the run ends before the function's own time does.
const RUN: Duration = Duration::from_secs(60);

/// A payment, or what follows one that has succeeded.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Due {
    Payment { id: PaymentId },
    Aftermath { payment: PaymentId },
}

impl Due {
    fn number(&self) -> PaymentId {
        match self {
            Self::Payment { id } => *id,
            Self::Aftermath { payment } => *payment,
        }
    }
}

/// Looks at all payments that are due. Everything that can be done is done before a failure is told.
pub async fn due(app: &App) -> Result<Sweep, EventError> {
    // Moments are compared as text, whose fractions sort before the whole second: the next second holds them all.
    // Whether a payment is really due is then decided by its own row.
    let to = (app.clock.now() + TimeDelta::seconds(1)).to_rfc3339_opts(SecondsFormat::Secs, true);
    let due = ("due", DUE);
    let rows = Query::index_up_to(Table::Payments, DUE_INDEX, due, ("next_check_at", &to)).most(MOST);
    let rows: Vec<Due> = rows.run(&app.store).await?.all()?;
    let end = tokio::time::Instant::now() + app.clock.wall(RUN);
    let looks: Vec<_> = stream::iter(rows)
        .take_while(|_| std::future::ready(tokio::time::Instant::now() < end))
        .map(|row| async move { (row.clone(), look(app, row).await) })
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    let mut sweep = Sweep::default();
    let (all, mut failed) = (looks.len(), 0);
    for (row, look) in looks {
        let is_payment = matches!(row, Due::Payment { .. });
        sweep.looked += usize::from(is_payment);
        sweep.followed += usize::from(!is_payment);
        match look {
            Ok(ended) => sweep.ended += usize::from(ended && is_payment),
            Err(error) => {
                failed += 1;
                tracing::error!(payment = %row.number(), %error, "payment was not settled");
            }
        }
    }
    if failed > 0 {
        return Err(EventError::Other(format!("{failed} of {all} payments were not settled")));
    }
    tracing::info!(looked = sweep.looked, ended = sweep.ended, followed = sweep.followed, "payments swept");
    Ok(sweep)
}

/// Whether the payment has ended with this look.
async fn look(app: &App, row: Due) -> Result<bool, Failure> {
    let id = match row {
        Due::Payment { id } => id,
        Due::Aftermath { payment } => return payments::pursue_aftermath(app, payment, PATIENCE).await,
    };
    let payment = payments::load(&app.store, id).await?.ok_or(Failure::Gone)?;
    if payment.payment.state.is_terminal() {
        return Ok(false);
    }
    Ok(payments::pursue(app, payment, PATIENCE).await?.payment.state.is_terminal())
}
