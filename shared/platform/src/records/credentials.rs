//! What a login and a password are checked against, and the sessions that they have opened.

use crate::{Condition, Key, store::keys};
use chrono::{DateTime, Utc};
use domain::{UserId, session};
use serde::{Deserialize, Serialize};

/// The row of a login.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Credentials {
    pub user: UserId,
    /// Argon2id, PHC string.
    pub hash: String,
    pub created_at: DateTime<Utc>,
    /// Sessions opened and not yet too old, oldest first: every live one is here (ended ones may be, too), so that
    /// whoever changes the password ends them all without searching (security rows 11, 33).
    #[serde(default)]
    pub sessions: Vec<OpenSession>,
    /// Grows with every change of password or login: what was begun before is void after (rows 9, 11).
    #[serde(default)]
    pub epoch: i64,
    /// Grows with every write of the row.
    #[serde(default)]
    pub version: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenSession {
    /// SHA-256 of the session id, hex.
    pub digest: String,
    pub at: DateTime<Utc>,
}

impl Credentials {
    /// Of a login that has just come to be.
    pub fn new(user: UserId, hash: String, now: DateTime<Utc>) -> Self {
        Self { user, hash, created_at: now, sessions: Vec::new(), epoch: 0, version: 0 }
    }

    /// The row is as it was read. (Counters only grow, so «below the next» is «the same».)
    pub fn unchanged(&self) -> Condition {
        Condition::All(vec![
            Condition::equals("user", &self.user),
            Condition::Below("version", self.version + 1),
        ])
    }

    /// Sessions may have come and gone, but login and password are the same.
    pub fn same_epoch(user: UserId, epoch: i64) -> Condition {
        Condition::All(vec![Condition::equals("user", &user), Condition::Below("epoch", epoch + 1)])
    }

    /// The row to write instead, other sessions as they are.
    pub fn next(&self) -> Self {
        Self { version: self.version + 1, ..self.clone() }
    }

    /// The same with one session more; those too old to be live are forgotten.
    pub fn with_session(mut self, digest: &str, now: DateTime<Utc>) -> Self {
        self.sessions.retain(|open| open.at + session::ABSOLUTE > now);
        self.sessions.push(OpenSession { digest: digest.to_owned(), at: now });
        self
    }

    /// A new password: every session but `kept` is over, and so is whatever waits for a code.
    pub fn with_password(&self, hash: String, kept: Option<OpenSession>) -> Self {
        Self { hash, epoch: self.epoch + 1, sessions: kept.into_iter().collect(), ..self.next() }
    }

    /// Rows of the sessions that are listed, but for one.
    pub fn sessions_except(&self, kept: Option<&str>) -> Vec<Key> {
        let others = self.sessions.iter().filter(|open| Some(open.digest.as_str()) != kept);
        others.map(|open| keys::identity::session(self.user, &open.digest)).collect()
    }
}
