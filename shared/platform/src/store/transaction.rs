//! All or nothing, with a reason: each condition of a transaction names the refusal it stands for,
//! in order of precedence.

use super::{Condition, Item, Key, Store, StoreError, condition::Expression, item_of, keys};
use crate::{
    incidents::Incident,
    outbox::{Event, OutboxRow},
};
use aws_sdk_dynamodb::{
    operation::transact_write_items::TransactWriteItemsError,
    types::{AttributeValue, CancellationReason, ConditionCheck, Delete, Put, TransactWriteItem, Update},
};
use chrono::{DateTime, Utc};
use serde::Serialize;
use std::time::Duration;

/// A write of several rows that happens whole or not at all. `R` is the use case's own refusal.
#[derive(Debug)]
pub struct Transaction<R> {
    steps: Vec<Step<R>>,
    broken: Option<StoreError>,
    /// Told once it has happened.
    incidents: Vec<Incident>,
}

#[derive(Debug)]
struct Step<R> {
    key: Key,
    action: Action,
    condition: Condition,
    refusal: Option<R>,
}

#[derive(Debug)]
enum Action {
    Check,
    Put(Item),
    Change {
        add: Vec<(&'static str, i64)>,
        set: Vec<(&'static str, AttributeValue)>,
        /// Set only where the attribute is not there yet.
        once: Vec<(&'static str, AttributeValue)>,
        remove: Vec<&'static str>,
    },
    Delete,
}

/// Why a transaction did not happen.
#[derive(Debug, thiserror::Error)]
pub enum CommitError<R> {
    /// A condition did not hold; the first in the order they were written.
    #[error("refused")]
    Refused(R),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How often a transaction that collided with another is tried before giving up.
const COLLISION_TRIES: u32 = 6;

impl<R: Clone> Default for Transaction<R> {
    fn default() -> Self {
        Self::new()
    }
}

impl<R: Clone> Transaction<R> {
    pub fn new() -> Self {
        Self { steps: Vec::new(), broken: None, incidents: Vec::new() }
    }

    fn step(mut self, key: Key, action: Action, condition: Condition, refusal: Option<R>) -> Self {
        self.steps.push(Step { key, action, condition, refusal });
        self
    }

    /// The row must be so, and stays as it is.
    pub fn check(self, key: Key, condition: Condition, refusal: R) -> Self {
        self.step(key, Action::Check, condition, Some(refusal))
    }

    /// Writes the row if the condition holds of what is there now.
    pub fn put<T: Serialize>(mut self, key: Key, record: &T, condition: Condition, refusal: R) -> Self {
        match item_of(&key, record) {
            Ok(item) => self.step(key, Action::Put(item), condition, Some(refusal)),
            Err(error) => {
                self.broken = Some(error);
                self
            }
        }
    }

    /// Writes the row whatever is there now.
    pub fn write<T: Serialize>(mut self, key: Key, record: &T) -> Self {
        match item_of(&key, record) {
            Ok(item) => self.step(key, Action::Put(item), Condition::Always, None),
            Err(error) => {
                self.broken = Some(error);
                self
            }
        }
    }

    /// Adds to a counter, which begins at zero.
    pub fn add(self, key: Key, field: &'static str, n: i64, condition: Condition, refusal: R) -> Self {
        let action =
            Action::Change { add: vec![(field, n)], set: Vec::new(), once: Vec::new(), remove: Vec::new() };
        self.step(key, action, condition, Some(refusal))
    }

    /// Adds to a counter and sets attributes of the same row.
    pub fn bump(
        self,
        key: Key,
        field: &'static str,
        n: i64,
        set: Vec<(&'static str, AttributeValue)>,
    ) -> Self {
        self.bump_first(key, field, n, set, Vec::new())
    }

    /// The same, with attributes that only the first of all writes sets.
    pub fn bump_first(
        self,
        key: Key,
        field: &'static str,
        n: i64,
        set: Vec<(&'static str, AttributeValue)>,
        once: Vec<(&'static str, AttributeValue)>,
    ) -> Self {
        let action = Action::Change { add: vec![(field, n)], set, once, remove: Vec::new() };
        self.step(key, action, Condition::Always, None)
    }

    /// Sets attributes of a row; `None` removes one.
    pub fn set(
        self,
        key: Key,
        fields: Vec<(&'static str, Option<AttributeValue>)>,
        condition: Condition,
        refusal: R,
    ) -> Self {
        let remove = fields.iter().filter(|(_, v)| v.is_none()).map(|(name, _)| *name).collect();
        let set = fields.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        self.step(
            key,
            Action::Change { add: Vec::new(), set, once: Vec::new(), remove },
            condition,
            Some(refusal),
        )
    }

    /// Counts one towards a limit within its window (see `limits`); over the limit it refuses.
    pub fn count(self, counter: crate::limits::Counter, refusal: R) -> Self {
        let action = Action::Change {
            add: vec![("count", 1)],
            set: vec![("ttl", AttributeValue::N(counter.expires_at.to_string()))],
            once: Vec::new(),
            remove: Vec::new(),
        };
        self.step(counter.key, action, Condition::Below("count", counter.max), Some(refusal))
    }

    /// Deletes a row if the condition holds.
    pub fn delete(self, key: Key, condition: Condition, refusal: R) -> Self {
        self.step(key, Action::Delete, condition, Some(refusal))
    }

    /// Deletes a row, there or not.
    pub fn remove(self, key: Key) -> Self {
        self.step(key, Action::Delete, Condition::Always, None)
    }

    /// Tells an event in the same breath: it is in the outbox exactly when the transaction happened.
    pub fn event(self, event: &Event, at: DateTime<Utc>) -> Self {
        let row = OutboxRow::new(event.clone(), at);
        self.write(keys::outbox::event(row.id), &row)
    }

    /// The alarm that a finding rings, if the transaction happens.
    pub(crate) fn rings(mut self, incident: Incident) -> Self {
        self.incidents.push(incident);
        self
    }

    /// Number of rows touched (DynamoDB takes a hundred).
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// One round trip. Collisions with other transactions are tried again with a growing pause.
    pub async fn commit(self, store: &Store) -> Result<(), CommitError<R>> {
        if let Some(error) = self.broken {
            return Err(error.into());
        }
        let items: Vec<TransactWriteItem> =
            self.steps.iter().map(|step| step.write(store)).collect::<Result<_, _>>()?;
        for attempt in 1.. {
            let sent =
                store.client().transact_write_items().set_transact_items(Some(items.clone())).send().await;
            let Err(error) = sent else {
                self.incidents.iter().for_each(Incident::ring);
                return Ok(());
            };
            let reasons = match error.as_service_error() {
                Some(TransactWriteItemsError::TransactionCanceledException(canceled)) => {
                    canceled.cancellation_reasons.clone().unwrap_or_default()
                }
                _ => return Err(StoreError::of("TransactWriteItems", &error).into()),
            };
            if let Some(refusal) = self.refusal(&reasons) {
                return Err(CommitError::Refused(refusal));
            }
            let collided = reasons.iter().any(|r| {
                matches!(
                    r.code(),
                    Some("TransactionConflict" | "ThrottlingError" | "ProvisionedThroughputExceeded")
                )
            });
            if !collided || attempt >= COLLISION_TRIES {
                return Err(StoreError::of("TransactWriteItems", &error).into());
            }
            let pause = 10 * 2u64.pow(attempt) + rand::random_range(0..20);
            tokio::time::sleep(Duration::from_millis(pause)).await;
        }
        unreachable!("the loop above returns")
    }

    fn refusal(&self, reasons: &[CancellationReason]) -> Option<R> {
        self.steps
            .iter()
            .zip(reasons)
            .find(|(_, reason)| reason.code() == Some("ConditionalCheckFailed"))
            .and_then(|(step, _)| step.refusal.clone())
    }
}

impl<R> Step<R> {
    fn write(&self, store: &Store) -> Result<TransactWriteItem, StoreError> {
        let table = store.name(self.key.table);
        let mut expression = Expression::default();
        let condition = expression.condition(&self.condition);
        let broken = |_| StoreError::Refused { operation: "TransactWriteItems", code: "incomplete".into() };
        let item = TransactWriteItem::builder();
        Ok(match &self.action {
            Action::Check => item.condition_check(
                ConditionCheck::builder()
                    .table_name(table)
                    .set_key(Some(self.key.attributes()))
                    .set_condition_expression(condition)
                    .set_expression_attribute_names(expression.names())
                    .set_expression_attribute_values(expression.values())
                    .build()
                    .map_err(broken)?,
            ),
            Action::Put(row) => item.put(
                Put::builder()
                    .table_name(table)
                    .set_item(Some(row.clone()))
                    .set_condition_expression(condition)
                    .set_expression_attribute_names(expression.names())
                    .set_expression_attribute_values(expression.values())
                    .build()
                    .map_err(broken)?,
            ),
            Action::Change { add, set, once, remove } => {
                let update = update_expression(&mut expression, add, set, once, remove);
                item.update(
                    Update::builder()
                        .table_name(table)
                        .set_key(Some(self.key.attributes()))
                        .update_expression(update)
                        .set_condition_expression(condition)
                        .set_expression_attribute_names(expression.names())
                        .set_expression_attribute_values(expression.values())
                        .build()
                        .map_err(broken)?,
                )
            }
            Action::Delete => item.delete(
                Delete::builder()
                    .table_name(table)
                    .set_key(Some(self.key.attributes()))
                    .set_condition_expression(condition)
                    .set_expression_attribute_names(expression.names())
                    .set_expression_attribute_values(expression.values())
                    .build()
                    .map_err(broken)?,
            ),
        }
        .build())
    }
}

fn update_expression(
    expression: &mut Expression,
    add: &[(&'static str, i64)],
    set: &[(&'static str, AttributeValue)],
    once: &[(&'static str, AttributeValue)],
    remove: &[&'static str],
) -> String {
    let mut clauses = Vec::new();
    if !set.is_empty() || !once.is_empty() {
        let mut parts: Vec<String> = set
            .iter()
            .map(|(field, value)| format!("{} = {}", expression.name(field), expression.value(value.clone())))
            .collect();
        parts.extend(once.iter().map(|(field, value)| {
            let name = expression.name(field);
            format!("{name} = if_not_exists({name}, {})", expression.value(value.clone()))
        }));
        clauses.push(format!("SET {}", parts.join(", ")));
    }
    if !add.is_empty() {
        let parts: Vec<String> = add
            .iter()
            .map(|(field, n)| {
                format!("{} {}", expression.name(field), expression.value(AttributeValue::N(n.to_string())))
            })
            .collect();
        clauses.push(format!("ADD {}", parts.join(", ")));
    }
    if !remove.is_empty() {
        let parts: Vec<String> = remove.iter().map(|field| expression.name(field)).collect();
        clauses.push(format!("REMOVE {}", parts.join(", ")));
    }
    clauses.join(" ")
}
