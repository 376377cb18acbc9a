//! What wakes the function, and what it answers.

use platform::{EventError, outbox::OutboxRow};
use serde::{Deserialize, Serialize};

/// Rows of the outbox's stream, or a tick of the schedule: told apart by `Records`.
#[derive(Debug, Deserialize)]
#[serde(from = "Envelope")]
pub enum SettleEvent {
    /// New rows of the outbox in the order they were written.
    News(Vec<Record>),
    Tick,
}

#[derive(Debug, Deserialize)]
struct Envelope {
    #[serde(default, rename = "Records")]
    records: Option<Vec<Record>>,
}

impl From<Envelope> for SettleEvent {
    fn from(envelope: Envelope) -> Self {
        envelope.records.map_or(Self::Tick, Self::News)
    }
}

#[derive(Debug, Deserialize)]
pub struct Record {
    #[serde(default, rename = "eventName")]
    pub name: String,
    pub dynamodb: Change,
}

#[derive(Debug, Deserialize)]
pub struct Change {
    #[serde(rename = "SequenceNumber")]
    pub sequence: String,
    #[serde(default, rename = "NewImage")]
    pub row: Option<serde_dynamo::Item>,
}

impl Record {
    /// The row that was written; `None` for a row that went.
    pub fn written(&self) -> Result<Option<OutboxRow>, EventError> {
        let Some(row) = self.dynamodb.row.as_ref().filter(|_| self.name == "INSERT") else { return Ok(None) };
        serde_dynamo::from_item(row.clone()).map(Some).map_err(|error| EventError::Other(error.to_string()))
    }
}

/// What was done.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Settled {
    News(BatchAnswer),
    Swept(Sweep),
}

/// Records that are to be delivered again (`ReportBatchItemFailures`).
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BatchAnswer {
    pub batch_item_failures: Vec<FailedRecord>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FailedRecord {
    pub item_identifier: String,
}

/// One run through what is due.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sweep {
    /// Payments looked at.
    pub looked: usize,
    /// Of them brought to their end.
    pub ended: usize,
    /// Paid payments whose refunds and receipts were looked at.
    pub followed: usize,
}
