//! Counters of limits in fixed windows: one row a window, swept by TTL (security rows 4, 5, 14, 20, 46, 50, 73).

use crate::store::{Found, Key, StoreError, keys};
use chrono::{DateTime, Utc};
use domain::limits::Limit;
use serde::Deserialize;

/// A counter as a transaction's `count` takes it.
#[derive(Debug, Clone)]
pub struct Counter {
    pub key: Key,
    pub max: i64,
    /// Epoch seconds after which the row is of no use.
    pub expires_at: i64,
    /// Seconds until the window ends: what `Retry-After` says.
    pub retry_after: i64,
}

/// How much of a counter is used up, as it is stored.
#[derive(Debug, Default, Deserialize)]
struct Used {
    count: i64,
}

impl Counter {
    /// Whether the limit is used up, by the row that a read has brought.
    pub fn reached(&self, found: &mut Found) -> Result<bool, StoreError> {
        let used: Used = found.take(&self.key)?.unwrap_or_default();
        Ok(used.count >= self.max)
    }
}

/// The counter of `subject` in the window that `now` is in.
pub fn counter(limit: &Limit, subject: &str, now: DateTime<Utc>) -> Counter {
    let length = limit.window.num_seconds().max(1);
    let window = now.timestamp().div_euclid(length);
    let ends = (window + 1) * length;
    Counter {
        key: keys::identity::limit(limit.name, subject, window),
        max: i64::from(limit.max),
        expires_at: ends + length,
        retry_after: ends - now.timestamp(),
    }
}
