//! A first code as part of a larger transaction: what is begun and the code that it waits for are stored together.

use super::{Flow, FlowView, Standing, Waits};
use crate::sending;
use chrono::{DateTime, Utc};
use platform::{App, Condition, Problem, Transaction, http::Viewer, messages::Message};

/// A flow with its first code, on its way to being stored and sent.
#[derive(Debug)]
pub struct Issued<W> {
    pub(super) flow: Flow<W>,
    pub(super) message: Message,
}

impl<W: Waits> Issued<W> {
    /// Stores the flow as part of a larger transaction, and counts the code. `taken`: the number is another flow's.
    pub fn write<R: Clone>(
        &self,
        transaction: Transaction<R>,
        viewer: &Viewer,
        (taken, too_many): (R, R),
        now: DateTime<Utc>,
    ) -> Transaction<R> {
        let stored = transaction.put(self.flow.key(), &self.flow, Condition::Absent, taken);
        sending::count(stored, &self.flow.to, viewer, too_many, now)
    }

    /// Sends the code, once its flow is stored.
    pub async fn deliver(self, app: &App, now: DateTime<Utc>) -> Result<FlowView, Problem> {
        app.messenger.send(&self.flow.to, &self.message).await?;
        Ok(self.flow.view(app, now))
    }

    /// The refusal when `too_many` came of it.
    pub fn too_many(&self, now: DateTime<Utc>) -> Problem {
        sending::too_many(&self.flow.to, now)
    }

    pub fn standing(&self) -> Standing {
        self.flow.standing()
    }
}
