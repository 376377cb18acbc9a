//! The account has another owner: whoever was linked sees it no more (C-26).

use domain::{AccountId, UserId};
use platform::{
    App, CommitError, Condition, EventError, Query, Table, Transaction, outbox::Event, store::keys::accounts,
};

/// The user has unlinked the account meanwhile.
#[derive(Debug, Clone, Copy)]
struct Gone;

/// Ends all links of the account and tells their holders.
pub async fn detach_all(app: &App, account: &AccountId) -> Result<(), EventError> {
    let query = Query::partition(Table::Accounts, accounts::partition(account)).prefix(accounts::HOLDERS);
    let holders = query.run(&app.store).await?;
    for key in holders.sort_keys() {
        let Some(user) = key.strip_prefix(accounts::HOLDERS).and_then(|id| id.parse().ok()) else {
            tracing::error!("a holder that is no user");
            continue;
        };
        detach(app, account, user).await?;
    }
    void_pins(app, account).await
}

/// PINs given out to those who held it: not one of them opens the account of another.
async fn void_pins(app: &App, account: &AccountId) -> Result<(), EventError> {
    let query = Query::partition(Table::Accounts, accounts::partition(account)).prefix(accounts::PINS);
    let pins = query.run(&app.store).await?;
    for user in pins.sort_keys().filter_map(|key| key.strip_prefix(accounts::PINS)?.parse().ok()) {
        app.store.delete(&accounts::issued_pin(account, user)).await?;
    }
    Ok(())
}

async fn detach(app: &App, account: &AccountId, user: UserId) -> Result<(), EventError> {
    let now = app.clock.now();
    let event = Event::AccountUnlinked { user, account: account.clone() };
    let done = Transaction::new()
        .delete(accounts::holder(account, user), Condition::Exists, Gone)
        .delete(accounts::link(user, account), Condition::Exists, Gone)
        .add(accounts::link_count(user), "links", -1, Condition::Above("links", 0), Gone)
        .event(&event, now)
        .commit(&app.store)
        .await;
    match done {
        Ok(()) | Err(CommitError::Refused(Gone)) => Ok(()),
        Err(CommitError::Store(error)) => Err(error.into()),
    }
}
