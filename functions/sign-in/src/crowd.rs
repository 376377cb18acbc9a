//! At most so many sessions at once: the oldest makes room for the newest (security row 33).

use chrono::{DateTime, Utc};
use domain::session;
use platform::{App, Key, StoreError, records::Credentials, sessions::SessionRow};

/// Parallel sessions of one user.
pub const MOST: usize = 10;

/// Sessions that a new one takes the place of. The list in the credentials may hold ended ones: only when it is full
/// is it worth a round trip to see which of them still live. Forgets all that are over.
pub async fn make_room(
    app: &App,
    credentials: &mut Credentials,
    now: DateTime<Utc>,
) -> Result<Vec<Key>, StoreError> {
    credentials.sessions.retain(|open| open.at + session::ABSOLUTE > now);
    if credentials.sessions.len() < MOST {
        return Ok(Vec::new());
    }
    let keys = credentials.sessions_except(None);
    let mut found = app.store.get_many(&keys).await?;
    let mut live = Vec::new();
    for (open, key) in credentials.sessions.drain(..).zip(keys) {
        let row: Option<SessionRow> = found.take(&key)?;
        if row.is_some_and(|row| session::decide(row.created_at, row.seen_at, now).is_live()) {
            live.push((open, key));
        }
    }
    let over = (live.len() + 1).saturating_sub(MOST);
    let kept = live.split_off(over);
    credentials.sessions = kept.into_iter().map(|(open, _)| open).collect();
    Ok(live.into_iter().map(|(_, key)| key).collect())
}
