//! Reading a partition in order.

use super::{Item, Key, Store, StoreError, Table, condition::Expression};
use aws_sdk_dynamodb::types::AttributeValue;
use serde::de::DeserializeOwned;

/// Rows of one partition whose sort key begins with a prefix.
#[derive(Debug, Clone)]
pub struct Query {
    table: Table,
    index: Option<&'static str>,
    partition: (&'static str, String),
    sort: Sort,
    newest_first: bool,
    most: Option<usize>,
}

#[derive(Debug, Clone)]
enum Sort {
    All,
    Prefix(String),
    UpTo(&'static str, String),
}

/// Rows as they came, with their sort keys.
#[derive(Debug, Default)]
pub struct Page(Vec<Item>);

impl Query {
    pub fn partition(table: Table, pk: impl Into<String>) -> Self {
        Self {
            table,
            index: None,
            partition: ("pk", pk.into()),
            sort: Sort::All,
            newest_first: false,
            most: None,
        }
    }

    /// Rows of an index partition whose sort attribute is at most `to`, smallest first.
    pub fn index_up_to(
        table: Table,
        index: &'static str,
        partition: (&'static str, &str),
        sort: (&'static str, &str),
    ) -> Self {
        Self {
            table,
            index: Some(index),
            partition: (partition.0, partition.1.to_owned()),
            sort: Sort::UpTo(sort.0, sort.1.to_owned()),
            newest_first: false,
            most: None,
        }
    }

    /// Rows whose sort key is at most `to`.
    pub fn up_to(mut self, to: impl Into<String>) -> Self {
        self.sort = Sort::UpTo("sk", to.into());
        self
    }

    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.sort = Sort::Prefix(prefix.into());
        self
    }

    /// Greatest sort key first.
    pub fn newest_first(mut self) -> Self {
        self.newest_first = true;
        self
    }

    pub fn most(mut self, rows: usize) -> Self {
        self.most = Some(rows);
        self
    }

    /// All pages (a partition over a megabyte takes several round trips). Tables are read consistently.
    pub async fn run(&self, store: &Store) -> Result<Page, StoreError> {
        let mut expression = Expression::default();
        let mut condition =
            format!("{} = {}", expression.name(self.partition.0), expression.value(text(&self.partition.1)));
        match &self.sort {
            Sort::All => {}
            Sort::Prefix(prefix) => condition.push_str(&format!(
                " AND begins_with({}, {})",
                expression.name("sk"),
                expression.value(text(prefix))
            )),
            Sort::UpTo(field, to) => condition.push_str(&format!(
                " AND {} <= {}",
                expression.name(field),
                expression.value(text(to))
            )),
        }
        let mut rows = Vec::new();
        let mut from = None;
        loop {
            let left = self.most.map(|most| (most - rows.len()).min(1000) as i32);
            let output = store
                .client()
                .query()
                .table_name(store.name(self.table))
                .set_index_name(self.index.map(str::to_owned))
                .consistent_read(self.index.is_none())
                .key_condition_expression(&condition)
                .set_expression_attribute_names(expression.names())
                .set_expression_attribute_values(expression.values())
                .scan_index_forward(!self.newest_first)
                .set_limit(left)
                .set_exclusive_start_key(from)
                .send()
                .await
                .map_err(|e| StoreError::of("Query", &e))?;
            rows.extend(output.items.unwrap_or_default());
            from = output.last_evaluated_key.filter(|key| !key.is_empty());
            if from.is_none() || self.most.is_some_and(|most| rows.len() >= most) {
                return Ok(Page(rows));
            }
        }
    }
}

fn text(value: &str) -> AttributeValue {
    AttributeValue::S(value.to_owned())
}

impl Page {
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All rows as one type.
    pub fn all<T: DeserializeOwned>(self) -> Result<Vec<T>, StoreError> {
        serde_dynamo::from_items(self.0).map_err(StoreError::Shape)
    }

    /// The row with exactly this sort key.
    pub fn one<T: DeserializeOwned>(&self, sk: &str) -> Result<Option<T>, StoreError> {
        self.with(|key| key == sk).next().transpose()
    }

    /// Rows whose sort key begins so, in order.
    pub fn prefixed<T: DeserializeOwned>(&self, prefix: &str) -> Result<Vec<T>, StoreError> {
        self.with(|key| key.starts_with(prefix)).collect()
    }

    /// Where the rows are, to delete them; `table` is the one that was asked.
    pub fn keys(&self, table: Table) -> impl Iterator<Item = Key> {
        self.0.iter().filter_map(move |item| Key::of_item(table, item))
    }

    /// Sort keys, in order.
    pub fn sort_keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(sort_key)
    }

    fn with<T: DeserializeOwned>(
        &self,
        wanted: impl Fn(&str) -> bool,
    ) -> impl Iterator<Item = Result<T, StoreError>> {
        self.0
            .iter()
            .filter(move |item| sort_key(item).is_some_and(&wanted))
            .map(|item| serde_dynamo::from_item(item.clone()).map_err(StoreError::Shape))
    }
}

fn sort_key(item: &Item) -> Option<&str> {
    item.get("sk").and_then(|v| v.as_s().ok()).map(String::as_str)
}
