//! A browser in which its user has signed in before. It counts its own wrong passwords, so that strangers
//! who guess cannot keep the owner out (security row 19).

use chrono::{DateTime, Duration, Utc};
use domain::UserId;
use http::{HeaderMap, HeaderValue};
use platform::{Key, Problem, Refusal, Transaction, sessions, store::keys};
use serde::{Deserialize, Serialize};

const COOKIE: &str = "__Host-device";
const LIFE: Duration = Duration::days(365);

/// What is kept of a known browser; the key holds the digest of its secret.
#[derive(Debug, Serialize, Deserialize)]
pub struct DeviceRow {
    pub user: UserId,
    pub ttl: i64,
}

/// The claim of a cookie: whether it is true is known when its row has been read.
#[derive(Debug, Clone)]
pub struct Device {
    pub user: UserId,
    pub digest: String,
}

impl Device {
    pub fn claimed(headers: &HeaderMap) -> Option<Self> {
        let value = sessions::cookie(headers, COOKIE)?;
        let (user, _) = value.split_once('.')?;
        Some(Self { user: user.parse().ok()?, digest: sessions::digest(value) })
    }

    pub fn key(&self) -> Key {
        keys::identity::device(self.user, &self.digest)
    }
}

/// A browser that has just proved to be its user's: the row goes with the transaction, the cookie to the browser.
pub fn remember(
    transaction: Transaction<Refusal>,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<(Transaction<Refusal>, HeaderValue), Problem> {
    let value = format!("{user}.{}", hex::encode(rand::random::<[u8; 16]>()));
    let cookie =
        format!("{COOKIE}={value}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={}", LIFE.num_seconds());
    let cookie = HeaderValue::from_str(&cookie).map_err(Problem::internal)?;
    let row = DeviceRow { user, ttl: (now + LIFE).timestamp() };
    Ok((transaction.write(keys::identity::device(user, &sessions::digest(&value)), &row), cookie))
}
