//! Who hears of an event, and what.

use crate::texts::{self, AccountWords};
use chrono::{DateTime, Utc};
use domain::{AccountId, Company, PaymentId, UserId, login::Login};
use platform::{
    App, EventError, Query, Table,
    messages::Message,
    outbox::{Event, OutboxRow},
    records::{Profile, payments::StoredPayment},
    sessions::Holder,
    store::keys,
};

/// Letters and SMS with their addressees.
type Post = Vec<(Login, Message)>;

/// Whether the event is to be told to people at all.
pub fn is_ours(event: &Event) -> bool {
    !matches!(event, Event::PaymentCheck { .. })
}

pub async fn messages(app: &App, row: &OutboxRow) -> Result<Post, EventError> {
    match &row.event {
        Event::PaymentSucceeded { payment, user, account } => paid(app, *payment, *user, account, true).await,
        Event::PaymentFailed { payment, user, account } => paid(app, *payment, *user, account, false).await,
        Event::AccountLinked { user, account } => holders(app, *user, account, row.at, &texts::LINKED).await,
        Event::AccountExtended { user, account } => {
            holders(app, *user, account, row.at, &texts::EXTENDED).await
        }
        Event::AccountUnlinked { user, account } => {
            holders(app, *user, account, row.at, &texts::UNLINKED).await
        }
        Event::PaymentCheck { .. } => Ok(Vec::new()),
    }
}

async fn paid(
    app: &App,
    payment: PaymentId,
    user: UserId,
    account: &AccountId,
    succeeded: bool,
) -> Result<Post, EventError> {
    let Some(to) = login_of(app, user).await? else { return Ok(Vec::new()) };
    let company: Option<Company> = app.store.get(&keys::accounts::company(&account.company)).await?;
    let stored: Option<StoredPayment> = app.store.get(&keys::payments::payment(payment)).await?;
    let (Some(company), Some(stored)) = (company, stored) else {
        return Err(EventError::Other("payment of an event is not there".into()));
    };
    let site = &app.config.site_url;
    let message = if succeeded {
        texts::payment_succeeded(site, &company, &stored.payment)
    } else {
        texts::payment_failed(site, &company, &stored.payment)
    };
    Ok(vec![(to, message)])
}

/// Everybody who holds the account (security row 55); whoever did it is told in words of their own.
async fn holders(
    app: &App,
    actor: UserId,
    account: &AccountId,
    at: DateTime<Utc>,
    words: &AccountWords,
) -> Result<Post, EventError> {
    let query = Query::partition(Table::Accounts, keys::accounts::partition(account));
    let holders: Vec<Holder> = query.prefix(keys::accounts::HOLDERS).run(&app.store).await?.all()?;
    let mut post = Vec::new();
    for holder in holders {
        let text = if holder.user == actor { words.own } else { words.others };
        if let Some(login) = login_of(app, holder.user).await? {
            post.push((login, texts::about_account(&app.config.site_url, account.number(), at, &text)));
        }
    }
    Ok(post)
}

async fn login_of(app: &App, user: UserId) -> Result<Option<Login>, EventError> {
    let profile: Option<Profile> = app.store.get(&keys::identity::profile(user)).await?;
    Ok(profile.and_then(|profile| Login::parse(&profile.login).ok()))
}
