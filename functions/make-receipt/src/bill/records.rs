//! What a bill is made of: the account's whole partition in one round trip.

use domain::{
    Account, AccountId, SubscriberCard,
    packet::{CompanyPayments, MeterHistory, ServiceSettlements},
};
use platform::{
    App, Problem, Query, Refusal, Table, records::payments::Credit, store::keys::accounts as keys,
};

#[derive(Debug)]
pub struct Records {
    /// Read together with the credits: a payment that the company counts meanwhile is neither lost nor counted twice.
    pub account: Account,
    pub card: Option<SubscriberCard>,
    pub settlements: Vec<ServiceSettlements<'static>>,
    pub history: Vec<MeterHistory<'static>>,
    pub payments: Option<CompanyPayments<'static>>,
    /// Paid through the portal, not yet counted by the company.
    pub credits: Vec<Credit>,
}

impl Records {
    pub async fn read(app: &App, account: &AccountId) -> Result<Self, Problem> {
        let rows = Query::partition(Table::Accounts, keys::partition(account)).run(&app.store).await?;
        let payments: Option<CompanyPayments<'static>> = rows.one(&keys::payments(account).sk)?;
        let mut credits: Vec<Credit> = rows.prefixed(keys::CREDITS)?;
        credits.retain(|credit| credit.is_uncounted(payments.as_ref()));
        Ok(Self {
            account: rows.one(&keys::account(account).sk)?.ok_or(Refusal::NotFound)?,
            card: rows.one(&keys::card(account).sk)?,
            settlements: rows.prefixed(keys::SETTLEMENTS)?,
            history: rows.prefixed(keys::HISTORY)?,
            payments,
            credits,
        })
    }
}
