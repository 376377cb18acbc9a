//! Erasing profiles whose days of grace are over (security row 90), once an hour.
//!
//! Payments and readings stay, as the law asks; the user id in them leads to nobody any more. A run that is cut off
//! anywhere is taken up by the next one: what says that there is work to do goes last, and every step may be repeated.

mod erase;

use chrono::{SecondsFormat, TimeDelta};
use platform::{App, EventError, Query, Table, records::Erasure, store::keys::identity::ERASURES};
use serde::Serialize;

/// Profiles of one run; the rest is due an hour later still.
const MOST: usize = 100;

/// What a run has done.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Erased {
    /// Profiles whose turn it was.
    pub due: usize,
    pub erased: usize,
}

/// Erases whatever is due. A profile that fails does not keep the others.
pub async fn handle(app: &App, _tick: serde_json::Value) -> Result<Erased, EventError> {
    // The user follows the moment in the key: the next second holds all of this one.
    let now = app.clock.now();
    let to = (now + TimeDelta::seconds(1)).to_rfc3339_opts(SecondsFormat::Secs, true);
    let query = Query::partition(Table::Identity, ERASURES).up_to(to).most(MOST);
    let due: Vec<Erasure> = query.run(&app.store).await?.all()?;
    let due: Vec<Erasure> = due.into_iter().filter(|erasure| erasure.erases_at <= now).collect();
    let mut run = Erased { due: due.len(), erased: 0 };
    let mut failed = 0;
    for erasure in &due {
        match erase::profile(app, erasure).await {
            Ok(erased) => run.erased += usize::from(erased),
            Err(error) => {
                failed += 1;
                tracing::error!(user = %erasure.user, %error, "profile was not erased");
            }
        }
    }
    if failed > 0 {
        return Err(EventError::Other(format!("{failed} of {} profiles were not erased", run.due)));
    }
    tracing::info!(due = run.due, erased = run.erased, "profiles erased");
    Ok(run)
}
