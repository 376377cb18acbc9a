//! One profile, step by step: first access, then what it reached, last the profile itself and the word that it is gone.

use chrono::{DateTime, Utc};
use domain::UserId;
use platform::{
    App, BatchWrite, CommitError, Condition, EventError, Key, Query, StoreError, Table, Transaction,
    accounts::links_of,
    files::archive_key,
    outbox::Event,
    records::{Credentials, Erasure, Profile},
    store::{attribute, keys},
};

/// What the store may find changed meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Obstacle {
    /// The deletion was taken back, or put off.
    Kept,
    /// Another run has done this step.
    Done,
}

/// Whether the profile is gone now. A request that was taken back leaves nothing but its place in the order.
pub async fn profile(app: &App, erasure: &Erasure) -> Result<bool, EventError> {
    let turn = keys::identity::erasure(erasure.erases_at, erasure.user);
    let key = keys::identity::profile(erasure.user);
    let profile: Option<Profile> = app.store.get(&key).await?;
    let Some(profile) = profile.filter(|profile| is_due(profile, erasure)) else {
        app.store.delete(&turn).await?;
        return Ok(false);
    };
    if !closed(app, &profile, erasure).await? {
        app.store.delete(&turn).await?;
        return Ok(false);
    }
    forget_throttles(app, &profile.login).await?;
    forget_accounts(app, profile.user).await?;
    forget_cards(app, profile.user).await?;
    app.files.delete(&app.config.documents_bucket, &archive_key(profile.user)).await?;
    forget_rows(app, profile.user, &key).await?;
    end(app, &profile, &key, &turn).await
}

fn is_due(profile: &Profile, erasure: &Erasure) -> bool {
    profile.deletion.as_ref().is_some_and(|deletion| deletion.erases_at == erasure.erases_at)
}

/// How often it gives way to sign-ins of the same moment.
const TURNS: u32 = 8;

/// From here on nobody signs in and nothing can be taken back. `false`: it was taken back just before.
async fn closed(app: &App, profile: &Profile, erasure: &Erasure) -> Result<bool, EventError> {
    for _ in 0..TURNS {
        match close(app, profile, erasure).await {
            Ok(()) => return Ok(true),
            Err(CommitError::Refused(Obstacle::Kept)) => return Ok(false),
            Err(CommitError::Refused(Obstacle::Done)) => {}
            Err(CommitError::Store(error)) => return Err(error.into()),
        }
    }
    Err(EventError::Other("the login is signed in with again and again".into()))
}

async fn close(app: &App, profile: &Profile, erasure: &Erasure) -> Result<(), CommitError<Obstacle>> {
    let since: DateTime<Utc> = profile.erasing_since.unwrap_or_else(|| app.clock.now());
    let login = keys::identity::login(&profile.login);
    let known: Option<Credentials> = app.store.get(&login).await?;
    let mut closed = Transaction::new().set(
        keys::identity::profile(erasure.user),
        vec![("erasing_since", Some(attribute(&since)?))],
        Condition::equals("deletion", &profile.deletion),
        Obstacle::Kept,
    );
    // After a crash the login may be free again, and somebody else's by now.
    if let Some(known) = known.filter(|known| known.user == profile.user) {
        for session in known.sessions_except(None) {
            closed = closed.remove(session);
        }
        closed = closed.delete(login, known.unchanged(), Obstacle::Done);
    }
    closed.commit(&app.store).await
}

async fn forget_throttles(app: &App, login: &str) -> Result<(), StoreError> {
    let partition = keys::identity::throttles_partition(login);
    let page = Query::partition(Table::Identity, partition).run(&app.store).await?;
    delete(app, page.keys(Table::Identity)).await
}

/// Links with what other holders know of them; they are told as of any unlinking (security row 55).
async fn forget_accounts(app: &App, user: UserId) -> Result<(), EventError> {
    let now = app.clock.now();
    for link in links_of(app, user).await? {
        let account = link.account;
        let unlinked = Transaction::new()
            .delete(keys::accounts::link(user, &account), Condition::Exists, Obstacle::Done)
            .remove(keys::accounts::holder(&account, user))
            .remove(keys::accounts::issued_pin(&account, user))
            .event(&Event::AccountUnlinked { user, account }, now)
            .commit(&app.store)
            .await;
        match unlinked {
            Ok(()) | Err(CommitError::Refused(_)) => {}
            Err(CommitError::Store(error)) => return Err(error.into()),
        }
    }
    let partition = keys::accounts::links_partition(user);
    let page = Query::partition(Table::Accounts, partition).run(&app.store).await?;
    Ok(delete(app, page.keys(Table::Accounts)).await?)
}

/// Linked cards with the bank's tokens, and bindings with what proves that the offer was accepted (security row 71).
async fn forget_cards(app: &App, user: UserId) -> Result<(), StoreError> {
    let page = Query::partition(Table::Payments, keys::cards::partition(user)).run(&app.store).await?;
    delete(app, page.keys(Table::Payments)).await
}

/// Sessions, browsers and whatever else is kept of a user; the profile itself goes last.
async fn forget_rows(app: &App, user: UserId, profile: &Key) -> Result<(), StoreError> {
    let partition = keys::identity::user_partition(user);
    let page = Query::partition(Table::Identity, partition).run(&app.store).await?;
    delete(app, page.keys(Table::Identity).filter(|key| key != profile)).await
}

async fn delete(app: &App, keys: impl Iterator<Item = Key>) -> Result<(), StoreError> {
    let mut gone = BatchWrite::new();
    keys.for_each(|key| gone.delete(key));
    gone.run(&app.store).await
}

/// The profile and its turn go together with the last letter, which takes the addresses along.
async fn end(app: &App, profile: &Profile, key: &Key, turn: &Key) -> Result<bool, EventError> {
    let ended = Transaction::new()
        .delete(key.clone(), Condition::Exists, Obstacle::Done)
        .remove(turn.clone())
        .event(&Event::ProfileErased { to: profile.every_address() }, app.clock.now())
        .commit(&app.store)
        .await;
    match ended {
        Ok(()) => Ok(true),
        Err(CommitError::Refused(_)) => Ok(false),
        Err(CommitError::Store(error)) => Err(error.into()),
    }
}
