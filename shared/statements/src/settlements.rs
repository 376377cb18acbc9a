//! Settlements of an account by service.

use domain::{Account, Settlement, packet::ServiceSettlements};
use platform::{App, Query, StoreError, Table, store::keys};

/// A service with its months.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceMonths {
    pub code: String,
    pub name: String,
    /// Newest first.
    pub months: Vec<Settlement>,
}

/// Services in the order of the account, those that have left it last. One round trip.
pub async fn of_account(app: &App, account: &Account) -> Result<Vec<ServiceMonths>, StoreError> {
    let query = Query::partition(Table::Accounts, keys::accounts::partition(&account.id));
    let rows: Vec<ServiceSettlements<'static>> =
        query.prefix(keys::accounts::SETTLEMENTS).run(&app.store).await?.all()?;
    let place = |code: &str| account.services.iter().position(|service| service.code == code);
    let mut services: Vec<ServiceMonths> = rows
        .into_iter()
        .map(|row| ServiceMonths {
            name: account.service_name(&row.service).to_owned(),
            code: row.service.into_owned(),
            months: row.months.into_owned(),
        })
        .collect();
    services.sort_by_key(|service| place(&service.code).unwrap_or(usize::MAX));
    Ok(services)
}
