//! DynamoDB as the functions see it: typed keys, records, and transactions whose every condition
//! names the refusal it stands for. Handlers never write an expression or a key by hand.

mod batch;
mod condition;
pub mod keys;
mod query;
mod transaction;

pub use batch::BatchWrite;
pub use condition::Condition;
pub use keys::{Key, Table};
pub use query::{Page, Query};
pub use transaction::{CommitError, Transaction};

use aws_sdk_dynamodb::{
    Client,
    error::{ProvideErrorMetadata, SdkError},
    types::{AttributeValue, KeysAndAttributes},
};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

/// One row as DynamoDB keeps it.
pub type Item = HashMap<String, AttributeValue>;

/// One value of a row.
pub type Attribute = AttributeValue;

/// A value as a row keeps it, for [`Transaction::set`].
pub fn attribute<T: Serialize>(value: &T) -> Result<Attribute, StoreError> {
    Ok(serde_dynamo::to_attribute_value(value)?)
}

/// The store did not do what was asked. Logged once at the edge, never shown to a person.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Throttled, unreachable or failing: the same call may succeed later.
    #[error("store unavailable: {operation}: {code}")]
    Unavailable { operation: &'static str, code: String },
    /// Refused for what was asked: repeating will not help.
    #[error("store refused: {operation}: {code}")]
    Refused { operation: &'static str, code: String },
    /// A row is not what its key promises.
    #[error("row does not fit its type: {0}")]
    Shape(#[from] serde_dynamo::Error),
}

impl StoreError {
    fn of<E: ProvideErrorMetadata, R>(operation: &'static str, error: &SdkError<E, R>) -> Self {
        let code = error.as_service_error().and_then(|e| e.code()).unwrap_or("no_answer").to_owned();
        let final_answer = matches!(
            code.as_str(),
            "ValidationException" | "AccessDeniedException" | "ResourceNotFoundException"
        );
        if final_answer { Self::Refused { operation, code } } else { Self::Unavailable { operation, code } }
    }
}

/// Names of the tables in this installation.
#[derive(Debug, Clone)]
pub struct TableNames {
    pub identity: String,
    pub accounts: String,
    pub payments: String,
    pub outbox: String,
}

impl TableNames {
    fn of(&self, table: Table) -> &str {
        match table {
            Table::Identity => &self.identity,
            Table::Accounts => &self.accounts,
            Table::Payments => &self.payments,
            Table::Outbox => &self.outbox,
        }
    }
}

/// A handle on the tables; cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    client: Client,
    names: Arc<TableNames>,
    trips: Arc<AtomicUsize>,
}

impl Store {
    pub fn new(client: Client, names: TableNames) -> Self {
        Self { client, names: Arc::new(names), trips: Arc::default() }
    }

    /// Calls made to DynamoDB so far by this handle and its clones: the budgets of use cases count them.
    pub fn trips(&self) -> usize {
        self.trips.load(Ordering::Relaxed)
    }

    fn client(&self) -> &Client {
        self.trips.fetch_add(1, Ordering::Relaxed);
        &self.client
    }

    fn name(&self, table: Table) -> &str {
        self.names.of(table)
    }

    /// One record by its key, strongly consistent.
    pub async fn get<T: DeserializeOwned>(&self, key: &Key) -> Result<Option<T>, StoreError> {
        let output = self
            .client()
            .get_item()
            .table_name(self.name(key.table))
            .set_key(Some(key.attributes()))
            .consistent_read(true)
            .send()
            .await
            .map_err(|e| StoreError::of("GetItem", &e))?;
        output.item.map(|item| serde_dynamo::from_item(item).map_err(StoreError::Shape)).transpose()
    }

    /// Up to a hundred records of any tables in one round trip, strongly consistent.
    pub async fn get_many(&self, keys: &[Key]) -> Result<Found, StoreError> {
        let mut wanted: HashMap<String, KeysAndAttributes> = HashMap::new();
        for key in keys {
            let name = self.name(key.table).to_owned();
            let entry = wanted.remove(&name);
            let mut list = entry.map(|e| e.keys).unwrap_or_default();
            list.push(key.attributes());
            let entry = KeysAndAttributes::builder().consistent_read(true).set_keys(Some(list)).build();
            wanted.insert(
                name,
                entry.map_err(|_| StoreError::Refused { operation: "BatchGetItem", code: "empty".into() })?,
            );
        }
        let mut found = Found::default();
        // DynamoDB may answer a part and hand the rest back; a bounded number of turns keeps a broken store from holding us.
        for _ in 0..8 {
            if wanted.is_empty() {
                return Ok(found);
            }
            let output = self
                .client()
                .batch_get_item()
                .set_request_items(Some(wanted))
                .send()
                .await
                .map_err(|e| StoreError::of("BatchGetItem", &e))?;
            for (name, items) in output.responses.unwrap_or_default() {
                let Some(table) = self.table_called(&name) else { continue };
                for item in items {
                    if let Some(key) = Key::of_item(table, &item) {
                        found.0.insert(key, item);
                    }
                }
            }
            wanted = output.unprocessed_keys.unwrap_or_default();
        }
        Err(StoreError::Unavailable { operation: "BatchGetItem", code: "unprocessed".into() })
    }

    fn table_called(&self, name: &str) -> Option<Table> {
        [Table::Identity, Table::Accounts, Table::Payments, Table::Outbox]
            .into_iter()
            .find(|table| self.names.of(*table) == name)
    }

    /// Writes one record unconditionally. What needs a condition is a [`Transaction`].
    pub async fn put<T: Serialize>(&self, key: &Key, record: &T) -> Result<(), StoreError> {
        let item = item_of(key, record)?;
        self.client()
            .put_item()
            .table_name(self.name(key.table))
            .set_item(Some(item))
            .send()
            .await
            .map(|_| ())
            .map_err(|e| StoreError::of("PutItem", &e))
    }

    /// Deletes one record; deleting what is not there is no error.
    pub async fn delete(&self, key: &Key) -> Result<(), StoreError> {
        self.client()
            .delete_item()
            .table_name(self.name(key.table))
            .set_key(Some(key.attributes()))
            .send()
            .await
            .map(|_| ())
            .map_err(|e| StoreError::of("DeleteItem", &e))
    }
}

/// What a [`Store::get_many`] brought.
#[derive(Debug, Default)]
pub struct Found(HashMap<Key, Item>);

impl Found {
    /// The record under this key; `None` when the store has none.
    pub fn take<T: DeserializeOwned>(&mut self, key: &Key) -> Result<Option<T>, StoreError> {
        self.0.remove(key).map(|item| serde_dynamo::from_item(item).map_err(StoreError::Shape)).transpose()
    }

    /// The record under this key, left in place: for a part of it that says how to read the rest.
    pub fn peek<T: DeserializeOwned>(&self, key: &Key) -> Result<Option<T>, StoreError> {
        let item = self.0.get(key).cloned();
        item.map(|item| serde_dynamo::from_item(item).map_err(StoreError::Shape)).transpose()
    }

    pub fn has(&self, key: &Key) -> bool {
        self.0.contains_key(key)
    }
}

fn item_of<T: Serialize>(key: &Key, record: &T) -> Result<Item, StoreError> {
    let mut item: Item = serde_dynamo::to_item(record)?;
    // An absent `Option` is an absent attribute: conditions and indexes rely on it.
    item.retain(|_, value| !matches!(value, AttributeValue::Null(_)));
    item.extend(key.attributes());
    Ok(item)
}
