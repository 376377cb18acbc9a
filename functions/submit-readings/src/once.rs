//! A request repeated under its `Idempotency-Key` is answered with the results it had (security row 61). The row is in
//! the identity table: it expires, and nothing of the accounts table does.

use crate::request::{ReadingResult, ReadingResults, ReadingsToSend};
use chrono::{DateTime, Duration, Utc};
use domain::AccountId;
use platform::{
    Condition, Found, Key, Problem, Refusal, Transaction, http::IdempotencyKey, sessions::digest, store::keys,
};
use serde::Deserialize;

/// How long a key is remembered.
const LIFE: Duration = Duration::hours(24);

/// The key of one request, with what was asked under it.
#[derive(Debug)]
pub struct Once {
    pub key: Key,
    request_hash: String,
}

#[derive(Debug, Deserialize)]
struct Row {
    request_hash: String,
    results: Vec<ReadingResult>,
    ttl: i64,
}

impl Once {
    pub fn new(
        user: domain::UserId,
        key: &IdempotencyKey,
        account: &AccountId,
        asked: &ReadingsToSend,
    ) -> Result<Self, Problem> {
        let request = serde_json::to_string(&(account, asked)).map_err(Problem::internal)?;
        Ok(Self { key: keys::identity::sent_readings(user, &key.0), request_hash: digest(&request) })
    }

    /// The results that the request already has; another request under the same key is refused.
    pub fn replay(&self, found: &mut Found, now: DateTime<Utc>) -> Result<Option<ReadingResults>, Problem> {
        let row: Option<Row> = found.take(&self.key)?;
        match row.filter(|row| row.ttl > now.timestamp()) {
            None => Ok(None),
            Some(row) if row.request_hash == self.request_hash => {
                Ok(Some(ReadingResults { results: row.results }))
            }
            Some(_) => Err(Refusal::IdempotencyMismatch.into()),
        }
    }

    /// Claims the key together with the effect; `taken` if it has been claimed meanwhile.
    pub fn claim(
        self,
        transaction: Transaction<Refusal>,
        results: &[ReadingResult],
        now: DateTime<Utc>,
        taken: Refusal,
    ) -> Result<Transaction<Refusal>, Problem> {
        let fields = vec![
            (
                "request_hash",
                Some(serde_dynamo::to_attribute_value(&self.request_hash).map_err(Problem::internal)?),
            ),
            ("results", Some(serde_dynamo::to_attribute_value(results).map_err(Problem::internal)?)),
            (
                "ttl",
                Some(serde_dynamo::to_attribute_value((now + LIFE).timestamp()).map_err(Problem::internal)?),
            ),
        ];
        // Not there, or there but over: the sweep of expired rows comes late.
        let free = Condition::Below("ttl", now.timestamp() + 1);
        Ok(transaction.set(self.key, fields, free, taken))
    }
}
