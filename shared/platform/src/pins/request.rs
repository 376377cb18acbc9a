//! A request for a PIN: to the contact on file, or to the operator (R-181, C-25, row 54).

use super::{Fresh, on_file};
use crate::{
    App, CommitError, Condition, Problem, Refusal, Transaction, limits, outbox::Event,
    sessions::LinkedAccount, store::keys,
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Account, AccountId, Channel, UserId,
    limits::{PIN_REQUESTS, PIN_REQUESTS_PER_ACCOUNT, SMS_BUDGET, SMS_PER_NUMBER, SMS_PER_PREFIX},
    login::Login,
    pin::KeptPin,
};
use serde::{Deserialize, Serialize};
use ulid::Ulid;

/// How long a request waits for an operator; then it is swept with what was typed.
const WAITS: TimeDelta = TimeDelta::days(30);

/// What a person has typed, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requested {
    pub name: String,
    pub email: Option<Login>,
    pub phone: Option<Login>,
}

/// A request that waits for an operator, under `keys::identity::pin_request`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinRequest {
    pub id: Ulid,
    pub user: UserId,
    pub account: AccountId,
    pub name: String,
    pub email: Option<Login>,
    pub phone: Option<Login>,
    pub at: DateTime<Utc>,
    /// Epoch seconds.
    pub ttl: i64,
}

/// Why a request was not written.
#[derive(Debug, Clone, Copy)]
enum Denied {
    /// The account has been unlinked meanwhile.
    Gone,
    TooMany,
    /// No more SMS go there today: an operator looks at the request.
    Sms,
}

impl Requested {
    /// The contact on file that the person knows; a PIN goes nowhere else without an operator.
    fn known(&self, account: &Account) -> Option<Login> {
        let typed = [&self.email, &self.phone];
        on_file(account).into_iter().find(|contact| typed.contains(&&Some(contact.clone())))
    }
}

/// Sends a PIN to the contact on file if that is what was typed, and puts the request before an operator if not. The
/// caller learns nothing of which it was.
pub async fn take(
    app: &App,
    linked: &LinkedAccount,
    user: UserId,
    requested: Requested,
) -> Result<(), Problem> {
    let account = &linked.account.id;
    let fresh = Fresh::make(app, account).await?;
    let row = waiting(user, account, &requested, app.clock.now());
    let Some(to) = requested.known(&linked.account) else {
        return commit(app, queued(user, account, &row)).await;
    };
    match send_limits(issued(user, account, &fresh, row.at), &to, row.at).commit(&app.store).await {
        Err(CommitError::Refused(Denied::Sms)) => return commit(app, queued(user, account, &row)).await,
        other => told(other)?,
    }
    if let Err(error) = fresh.send(app, &to, account, &linked.company).await {
        // The answer is the same for all, so the request must not be lost: an operator will send the PIN.
        tracing::error!(%error, "a PIN was not sent");
        app.store.put(&keys::identity::pin_request(&account.company, row.id), &row).await?;
    }
    Ok(())
}

fn waiting(user: UserId, account: &AccountId, requested: &Requested, at: DateTime<Utc>) -> PinRequest {
    let Requested { name, email, phone } = requested.clone();
    let id = Ulid::from_parts(u64::try_from(at.timestamp_millis()).unwrap_or_default(), rand::random());
    PinRequest { id, user, account: account.clone(), name, email, phone, at, ttl: (at + WAITS).timestamp() }
}

/// What both ways have in common: the limits, and the news for everybody who holds the account (row 55).
fn counted(user: UserId, account: &AccountId, at: DateTime<Utc>) -> Transaction<Denied> {
    let own = limits::counter(&PIN_REQUESTS, &format!("{user}#{account}"), at);
    let all = limits::counter(&PIN_REQUESTS_PER_ACCOUNT, &account.to_string(), at);
    Transaction::new()
        .check(keys::accounts::link(user, account), Condition::Exists, Denied::Gone)
        .count(own, Denied::TooMany)
        .count(all, Denied::TooMany)
        .event(&Event::PinRequested { user, account: account.clone() }, at)
}

fn queued(user: UserId, account: &AccountId, row: &PinRequest) -> Transaction<Denied> {
    counted(user, account, row.at).write(keys::identity::pin_request(&account.company, row.id), row)
}

fn issued(user: UserId, account: &AccountId, fresh: &Fresh, at: DateTime<Utc>) -> Transaction<Denied> {
    let kept = KeptPin::issued(fresh.mac.clone(), at);
    counted(user, account, at).write(keys::accounts::issued_pin(account, user), &kept)
}

/// Row 14: a PIN by SMS counts as any other SMS.
fn send_limits(writes: Transaction<Denied>, to: &Login, at: DateTime<Utc>) -> Transaction<Denied> {
    let Login::Phone(phone) = to else { return writes };
    debug_assert_eq!(to.channel(), Channel::Sms);
    writes
        .count(limits::counter(&SMS_PER_NUMBER, to.as_str(), at), Denied::Sms)
        .count(limits::counter(&SMS_PER_PREFIX, phone.prefix(), at), Denied::Sms)
        .count(limits::counter(&SMS_BUDGET, "all", at), Denied::Sms)
}

async fn commit(app: &App, writes: Transaction<Denied>) -> Result<(), Problem> {
    told(writes.commit(&app.store).await)
}

fn told(done: Result<(), CommitError<Denied>>) -> Result<(), Problem> {
    done.map_err(|error| match error {
        CommitError::Refused(Denied::Gone) => Refusal::NotFound.into(),
        CommitError::Refused(Denied::TooMany | Denied::Sms) => Refusal::TooManyRequests.into(),
        CommitError::Store(error) => error.into(),
    })
}
