//! Who hears of an event, and what.

use crate::{
    guarding,
    texts::{self, AccountWords},
};
use chrono::{DateTime, Utc};
use domain::{AccountId, Company, CompanyId, PaymentId, RefundId, UserId, login::Login};
use platform::{
    App, EventError, Query, Table,
    messages::Message,
    outbox::{Event, OutboxRow},
    records::{
        Profile,
        payments::{StoredAftermath, StoredPayment},
    },
    sessions::Holder,
    store::keys,
};

/// Letters and SMS with their addressees.
type Post = Vec<(Login, Message)>;

/// Whether the event is to be told to people at all.
pub fn is_ours(event: &Event) -> bool {
    !matches!(event, Event::PaymentCheck { .. } | Event::RefundCheck { .. } | Event::BindingCheck { .. })
}

pub async fn messages(app: &App, row: &OutboxRow) -> Result<Post, EventError> {
    match &row.event {
        Event::PaymentSucceeded { payment, user, account } => paid(app, *payment, *user, account, true).await,
        Event::PaymentFailed { payment, user, account } => paid(app, *payment, *user, account, false).await,
        Event::PaymentRefunded { payment, refund, user, .. } => refunded(app, *payment, *refund, *user).await,
        Event::AccountLinked { user, account } => holders(app, *user, account, row.at, &texts::LINKED).await,
        Event::AccountExtended { user, account } => {
            holders(app, *user, account, row.at, &texts::EXTENDED).await
        }
        Event::AccountUnlinked { user, account } => {
            holders(app, *user, account, row.at, &texts::UNLINKED).await
        }
        Event::PinRequested { user, account } => {
            holders(app, *user, account, row.at, &texts::PIN_REQUESTED).await
        }
        Event::PinDeclined { user, account } => {
            let text =
                texts::about_account(&app.config.site_url, account.number(), row.at, &texts::PIN_DECLINED);
            Ok(address_of(app, *user).await?.map(|to| (to, text)).into_iter().collect())
        }
        Event::ProfileErased { to } => Ok(addressed(to.clone(), &guarding::profile_erased(row.at))),
        Event::PaymentCheck { .. } | Event::RefundCheck { .. } | Event::BindingCheck { .. } => Ok(Vec::new()),
        guard => guarded(app, guard, row.at).await,
    }
}

/// What guards the account goes everywhere: to each verified address, to the login, and to the address or login that
/// was just replaced.
async fn guarded(app: &App, event: &Event, at: DateTime<Utc>) -> Result<Post, EventError> {
    let (user, old) = match event {
        Event::LoginChanged { user, old } => (*user, Some(old)),
        Event::ContactChanged { user, old, .. } => (*user, old.as_ref()),
        Event::NewDevice { user, .. }
        | Event::PasswordChanged { user }
        | Event::PasswordRecovered { user }
        | Event::DeletionRequested { user, .. }
        | Event::DeletionCancelled { user }
        | Event::CardLinked { user, .. }
        | Event::CardRevoked { user, .. } => (*user, None),
        _ => return Ok(Vec::new()),
    };
    let Some(profile) = profile_of(app, user).await? else { return Ok(Vec::new()) };
    let mut to = profile.every_address();
    to.extend(old.filter(|old| !to.contains(old)).cloned());
    let site = &app.config.site_url;
    let message = match event {
        Event::NewDevice { browser, system, .. } => guarding::new_device(site, at, browser, system),
        Event::PasswordChanged { .. } => guarding::password_changed(site, at),
        Event::PasswordRecovered { .. } => guarding::password_recovered(site, at),
        Event::LoginChanged { .. } => guarding::login_changed(site, at, &profile.login),
        Event::ContactChanged { channel, .. } => guarding::contact_changed(site, at, *channel),
        Event::CardLinked { company, card, .. } => {
            guarding::card_linked(site, at, card, &company_name(app, company).await?)
        }
        Event::CardRevoked { company, card, .. } => {
            guarding::card_revoked(site, at, card, &company_name(app, company).await?)
        }
        Event::DeletionRequested { erases_at, .. } => guarding::deletion_requested(site, at, *erases_at),
        _ => guarding::deletion_cancelled(site, at),
    };
    Ok(addressed(to, &message))
}

async fn company_name(app: &App, company: &CompanyId) -> Result<String, EventError> {
    let company: Option<Company> = app.store.get(&keys::accounts::company(company)).await?;
    Ok(company.map(|company| company.name).unwrap_or_default())
}

fn addressed(to: Vec<Login>, message: &Message) -> Post {
    to.into_iter().map(|to| (to, message.clone())).collect()
}

async fn paid(
    app: &App,
    payment: PaymentId,
    user: UserId,
    account: &AccountId,
    succeeded: bool,
) -> Result<Post, EventError> {
    let Some(to) = address_of(app, user).await? else { return Ok(Vec::new()) };
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

async fn refunded(app: &App, payment: PaymentId, refund: RefundId, user: UserId) -> Result<Post, EventError> {
    let Some(to) = address_of(app, user).await? else { return Ok(Vec::new()) };
    let stored: Option<StoredAftermath> = app.store.get(&keys::payments::aftermath(payment)).await?;
    let aftermath = stored.map(|row| row.aftermath);
    let refund = aftermath.as_ref().and_then(|aftermath| Some((aftermath, aftermath.refund(refund)?)));
    let Some((aftermath, refund)) = refund else {
        return Err(EventError::Other("refund of an event is not there".into()));
    };
    let key = keys::accounts::company(&aftermath.account.company);
    let company: Company = app
        .store
        .get(&key)
        .await?
        .ok_or_else(|| EventError::Other("company of a refund is not there".into()))?;
    Ok(vec![(to, texts::payment_refunded(&app.config.site_url, &company, aftermath, refund))])
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
        if let Some(login) = address_of(app, holder.user).await? {
            post.push((login, texts::about_account(&app.config.site_url, account.number(), at, &text)));
        }
    }
    Ok(post)
}

/// Where an ordinary notice goes: a verified address, e-mail first.
async fn address_of(app: &App, user: UserId) -> Result<Option<Login>, EventError> {
    Ok(profile_of(app, user).await?.and_then(|profile| profile.address()))
}

async fn profile_of(app: &App, user: UserId) -> Result<Option<Profile>, EventError> {
    Ok(app.store.get(&keys::identity::profile(user)).await?)
}
