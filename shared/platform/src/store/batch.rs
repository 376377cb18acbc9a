//! Writing many rows for which no condition is needed: the import.

use super::{Item, Key, Store, StoreError, item_of};
use aws_sdk_dynamodb::types::{DeleteRequest, PutRequest, WriteRequest};
use futures::{TryStreamExt, stream};
use serde::Serialize;
use std::{collections::HashMap, time::Duration};

/// Rows to put and delete, in any order, each at most once.
#[derive(Debug, Default)]
pub struct BatchWrite(Vec<(Key, Option<Item>)>);

/// DynamoDB takes this many rows a call.
const ROWS_A_CALL: usize = 25;
const CALLS_AT_ONCE: usize = 8;
const TRIES: u32 = 8;

impl BatchWrite {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn put<T: Serialize>(&mut self, key: Key, record: &T) -> Result<(), StoreError> {
        let item = item_of(&key, record)?;
        self.0.push((key, Some(item)));
        Ok(())
    }

    pub fn delete(&mut self, key: Key) {
        self.0.push((key, None));
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Writes all rows; what the store hands back is sent again with a growing pause.
    pub async fn run(self, store: &Store) -> Result<(), StoreError> {
        let calls: Vec<Vec<(Key, Option<Item>)>> = {
            let mut rows = self.0.into_iter();
            std::iter::from_fn(|| {
                let call: Vec<_> = rows.by_ref().take(ROWS_A_CALL).collect();
                (!call.is_empty()).then_some(call)
            })
            .collect()
        };
        stream::iter(calls.into_iter().map(Ok))
            .try_for_each_concurrent(CALLS_AT_ONCE, |call| write(store, call))
            .await
    }
}

async fn write(store: &Store, rows: Vec<(Key, Option<Item>)>) -> Result<(), StoreError> {
    let broken = |_| StoreError::Refused { operation: "BatchWriteItem", code: "incomplete".into() };
    let mut requests: HashMap<String, Vec<WriteRequest>> = HashMap::new();
    for (key, item) in rows {
        let request = match item {
            Some(item) => WriteRequest::builder()
                .put_request(PutRequest::builder().set_item(Some(item)).build().map_err(broken)?),
            None => WriteRequest::builder().delete_request(
                DeleteRequest::builder().set_key(Some(key.attributes())).build().map_err(broken)?,
            ),
        };
        requests.entry(store.name(key.table).to_owned()).or_default().push(request.build());
    }
    for attempt in 1..=TRIES {
        let output = store
            .client()
            .batch_write_item()
            .set_request_items(Some(requests))
            .send()
            .await
            .map_err(|e| StoreError::of("BatchWriteItem", &e))?;
        requests = output.unprocessed_items.unwrap_or_default();
        if requests.is_empty() {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(20 * 2u64.pow(attempt))).await;
    }
    Err(StoreError::Unavailable { operation: "BatchWriteItem", code: "unprocessed".into() })
}
