//! Bringing payments and bindings of cards to their end (payments §7 R1, R2). Two things wake it: the clock, every minute, for whatever is
//! due; and the outbox, when the bank says that it has news. Both only lead to a question to the bank.

mod bindings;
mod check;
mod event;
mod sweep;

pub use event::{BatchAnswer, FailedRecord, Record, SettleEvent, Settled, Sweep};

use platform::{App, EventError};

/// Does what the event asks. A failure of one payment does not stop the others.
pub async fn handle(app: &App, event: SettleEvent) -> Result<Settled, EventError> {
    // Boxed: the futures of the SDK nest deeper than the compiler follows.
    match event {
        SettleEvent::News(records) => Ok(Settled::News(Box::pin(check::all(app, records)).await)),
        SettleEvent::Tick => {
            // Cards that fail do not keep the money waiting, nor the other way round.
            let (payments, bindings) = tokio::join!(Box::pin(sweep::due(app)), Box::pin(bindings::due(app)));
            bindings?;
            payments.map(Settled::Swept)
        }
    }
}
