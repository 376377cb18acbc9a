//! Tells people what happened: the outbox's stream becomes letters and SMS (security rows 11, 55, 84).
//!
//! A row is deleted once everybody it concerns has been told, and is skipped when it is gone: a batch that is
//! delivered again tells nobody twice. A row that fails does not hold back the others.

mod event;
mod guarding;
mod texts;

use aws_lambda_events::{
    event::dynamodb::{Event as Stream, EventRecord},
    streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse},
};
use platform::{App, EventError, outbox::OutboxRow, store::keys};

/// Tells of every new row of a batch; answers which must be delivered again.
pub async fn handle(app: &App, stream: Stream) -> Result<DynamoDbEventResponse, EventError> {
    let mut again = DynamoDbEventResponse::default();
    for record in stream.records {
        if let Err(error) = tell(app, &record).await {
            tracing::error!(%error, "event not told");
            let mut failed = DynamoDbBatchItemFailure::default();
            failed.item_identifier = record.change.sequence_number;
            again.batch_item_failures.push(failed);
        }
    }
    Ok(again)
}

async fn tell(app: &App, record: &EventRecord) -> Result<(), EventError> {
    if record.event_name != "INSERT" {
        return Ok(());
    }
    let row: OutboxRow = serde_dynamo::from_item(record.change.new_image.clone())
        .map_err(|error| EventError::Other(format!("outbox row: {error}")))?;
    if !event::is_ours(&row.event) {
        return Ok(());
    }
    let key = keys::outbox::event(row.id);
    let waiting: Option<OutboxRow> = app.store.get(&key).await?;
    let Some(row) = waiting else { return Ok(()) };
    for (to, message) in event::messages(app, &row).await? {
        app.messenger.send(&to, &message).await?;
    }
    Ok(app.store.delete(&key).await?)
}
