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

#[derive(Debug, Deserialize)]
struct Due {
    id: PaymentId,
}

/// Looks at all payments that are due. Everything that can be done is done before a failure is told.
pub async fn due(app: &App) -> Result<Sweep, EventError> {
    // Moments are compared as text, whose fractions sort before the whole second: the next second holds them all.
    // Whether a payment is really due is then decided by its own row.
    let to = (app.clock.now() + TimeDelta::seconds(1)).to_rfc3339_opts(SecondsFormat::Secs, true);
    let due = ("due", DUE);
    let rows = Query::index_up_to(Table::Payments, DUE_INDEX, due, ("next_check_at", &to)).most(MOST);
    let rows: Vec<Due> = rows.run(&app.store).await?.all()?;
    let end = tokio::time::Instant::now() + RUN;
    let looks: Vec<_> = stream::iter(rows)
        .take_while(|_| std::future::ready(tokio::time::Instant::now() < end))
        .map(|row| async move { (row.id, look(app, row.id).await) })
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    let mut sweep = Sweep { looked: looks.len(), ..Sweep::default() };
    let mut failed = 0;
    for (payment, look) in looks {
        match look {
            Ok(ended) => sweep.ended += usize::from(ended),
            Err(error) => {
                failed += 1;
                tracing::error!(%payment, %error, "payment was not settled");
            }
        }
    }
    if failed > 0 {
        return Err(EventError::Other(format!("{failed} of {} payments were not settled", sweep.looked)));
    }
    tracing::info!(looked = sweep.looked, ended = sweep.ended, "payments swept");
    Ok(sweep)
}

/// Whether the payment has ended with this look.
async fn look(app: &App, id: PaymentId) -> Result<bool, Failure> {
    let payment = payments::load(&app.store, id).await?.ok_or(Failure::Gone)?;
    if payment.payment.state.is_terminal() {
        return Ok(false);
    }
    Ok(payments::pursue(app, payment, PATIENCE).await?.payment.state.is_terminal())
}
