//! Bindings of cards whose next look is due. A card that turns out inactive is told by no webhook, and whoever has
//! closed the browser looks no more: this alone brings every binding to its end.

use chrono::{SecondsFormat, TimeDelta};
use domain::{BindingId, UserId};
use futures::{StreamExt, stream};
use payments::{Failure, cards};
use platform::{
    App, EventError, Query, Table,
    store::keys::{cards::DUE, payments::DUE_INDEX},
};
use serde::Deserialize;
use std::time::Duration;

/// Bindings of one run; the rest is due a minute later still.
const MOST: usize = 100;
/// Questions to the bank at once.
const AT_ONCE: usize = 8;
/// The bank promises an answer within 30 s.
const PATIENCE: Duration = Duration::from_secs(35);
/// No binding is begun with after that, so that the run ends before the function's own time does.
const RUN: Duration = Duration::from_secs(60);

#[derive(Debug, Deserialize)]
struct Due {
    id: BindingId,
    user: UserId,
}

/// Looks at all bindings that are due. Everything that can be done is done before a failure is told.
pub async fn due(app: &App) -> Result<(), EventError> {
    // Moments are compared as text: the next second holds all of this one.
    let to = (app.clock.now() + TimeDelta::seconds(1)).to_rfc3339_opts(SecondsFormat::Secs, true);
    let query = Query::index_up_to(Table::Payments, DUE_INDEX, ("due", DUE), ("next_check_at", &to));
    let rows: Vec<Due> = query.most(MOST).run(&app.store).await?.all()?;
    let end = tokio::time::Instant::now() + RUN;
    let looks: Vec<_> = stream::iter(rows)
        .take_while(|_| std::future::ready(tokio::time::Instant::now() < end))
        .map(|row| async move { (row.id, look(app, &row).await) })
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    let all = looks.len();
    let mut failed = 0;
    for (binding, look) in looks {
        if let Err(error) = look {
            failed += 1;
            tracing::error!(%binding, %error, "binding was not settled");
        }
    }
    if failed > 0 {
        return Err(EventError::Other(format!("{failed} of {all} bindings were not settled")));
    }
    Ok(())
}

async fn look(app: &App, due: &Due) -> Result<(), Failure> {
    // A profile that was erased meanwhile takes its bindings along.
    let Some(stored) = cards::load_binding(&app.store, due.user, due.id).await? else { return Ok(()) };
    cards::pursue_binding(app, stored, PATIENCE).await?;
    Ok(())
}
