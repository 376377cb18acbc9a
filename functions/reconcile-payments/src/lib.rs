//! The bank's lists against ours (payments §7 R2–R4): hourly what the last hours brought, daily a whole day of Moscow and
//! what the companies have not counted. A difference becomes an incident; nothing is ever corrected from here. The one
//! thing that moves a payment is the question that any other function asks about it, too.

mod companies;
mod daily;
mod hourly;
mod uncounted;

use chrono::NaiveDate;
use platform::{App, EventError};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The bank promises an answer within 30 s.
const PATIENCE: Duration = Duration::from_secs(35);

/// What is to be compared: the schedules say so, or an operator who repeats a day.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(tag = "reconcile", rename_all = "snake_case")]
pub enum ReconcileEvent {
    Hourly,
    Daily {
        /// A day of Moscow; yesterday when left out.
        #[serde(default)]
        day: Option<NaiveDate>,
    },
}

/// What was looked at.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reconciled {
    pub companies: usize,
    /// Payments and refunds of the bank.
    pub looked: usize,
    /// Differences found, old ones as well.
    pub incidents: usize,
}

/// Compares every company's shop; what fails for one does not stop the others.
pub async fn handle(app: &App, event: ReconcileEvent) -> Result<Reconciled, EventError> {
    // Boxed: the futures of the SDK nest deeper than the compiler follows.
    match event {
        ReconcileEvent::Hourly => Box::pin(hourly::run(app)).await,
        ReconcileEvent::Daily { day } => Box::pin(daily::run(app, day)).await,
    }
}
