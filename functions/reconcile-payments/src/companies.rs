//! One company after another.

use crate::Reconciled;
use domain::Company;
use payments::Failure;
use platform::{App, EventError, Query, Table, store::keys};

/// What was found in one shop.
#[derive(Debug, Default)]
pub struct Found {
    pub looked: usize,
    pub incidents: usize,
}

pub async fn all(app: &App) -> Result<Vec<Company>, EventError> {
    let query = Query::partition(Table::Accounts, keys::accounts::COMPANIES);
    Ok(query.run(&app.store).await?.all()?)
}

/// Adds up what was found; whatever failed is told once everything has been tried.
#[derive(Debug, Default)]
pub struct Tally {
    done: Reconciled,
    failed: usize,
}

impl Tally {
    pub fn add(&mut self, company: &Company, found: Result<Found, Failure>) {
        match found {
            Ok(found) => {
                self.done.companies += 1;
                self.done.looked += found.looked;
                self.done.incidents += found.incidents;
            }
            // A company that takes no payments may have no shop at all.
            Err(Failure::Secrets(_)) if !company.payments.enabled => {}
            Err(error) => {
                self.failed += 1;
                tracing::error!(company = company.id.as_str(), %error, "shop was not reconciled");
            }
        }
    }

    pub fn told(self) -> Result<Reconciled, EventError> {
        if self.failed > 0 {
            return Err(EventError::Other(format!("{} shops were not reconciled", self.failed)));
        }
        tracing::info!(
            companies = self.done.companies,
            looked = self.done.looked,
            incidents = self.done.incidents,
            "reconciled"
        );
        Ok(self.done)
    }
}
