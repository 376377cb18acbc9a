//! The claim of a sequence number: who applies a packet, and that nobody else does meanwhile.

use crate::{
    inbox::Inbox,
    read::{Checked, Packet, Standing},
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::packet::{Claim, Journal, JournalState, LEASE_SECONDS};
use platform::{App, CommitError, Condition, EventError, Key, Transaction, store::keys::accounts};

/// Somebody else holds the packet, or has been faster.
#[derive(Debug, Clone, Copy)]
struct Taken;

/// A packet that this worker is applying.
pub struct Lease<'a> {
    app: &'a App,
    key: Key,
    entry: Journal,
    last: (Key, Condition),
}

/// A lease is renewed long before it runs out.
const RENEW_AFTER: TimeDelta = TimeDelta::seconds(LEASE_SECONDS / 3);

impl<'a> Lease<'a> {
    /// Takes the packet up, for the first time or after a worker that fell silent.
    pub async fn take(
        app: &'a App,
        inbox: &Inbox,
        packet: &Packet,
        standing: &Standing,
        checked: &Checked,
    ) -> Result<Self, EventError> {
        let manifest = &packet.manifest;
        let key = accounts::packet(&manifest.company, manifest.sequence);
        let entry = Journal {
            sequence: manifest.sequence,
            sha256: packet.sha256.clone(),
            name: inbox.name.clone(),
            state: JournalState::Applying,
            worker: ulid::Ulid::new().to_string(),
            lease_until: until(app),
            as_of: manifest.as_of,
            accounts: checked.totals.accounts,
            rows: checked.totals.rows,
        };
        // Exactly the entry that the decision was made on.
        let unchanged = standing.entry.as_ref().map_or(Condition::Absent, |old| {
            Condition::All(vec![
                Condition::equals("worker", &old.worker),
                Condition::equals("lease_until", &old.lease_until),
                Condition::equals("state", &JournalState::Applying),
            ])
        });
        let last = (
            accounts::last_packet(&manifest.company),
            standing
                .last
                .as_ref()
                .map_or(Condition::Absent, |last| Condition::equals("sequence", &last.sequence)),
        );
        Transaction::new()
            .put(key.clone(), &entry, unchanged, Taken)
            .check(last.0.clone(), last.1.clone(), Taken)
            .commit(&app.store)
            .await
            .map_err(lost)?;
        Ok(Self { app, key, entry, last })
    }

    /// Still mine: to be called between writes.
    pub async fn keep(&mut self) -> Result<(), EventError> {
        if self.entry.lease_until - self.app.clock.now() > TimeDelta::seconds(LEASE_SECONDS) - RENEW_AFTER {
            return Ok(());
        }
        self.move_end(until(self.app)).await
    }

    /// The work failed where it could be noticed: whoever comes next need not wait.
    pub async fn give_up(mut self) {
        if self.move_end(self.app.clock.now()).await.is_err() {
            tracing::warn!("the claim of a packet runs out by itself");
        }
    }

    async fn move_end(&mut self, end: DateTime<Utc>) -> Result<(), EventError> {
        self.entry.lease_until = end;
        Transaction::new()
            .put(self.key.clone(), &self.entry, self.mine(), Taken)
            .commit(&self.app.store)
            .await
            .map_err(lost)
    }

    /// The packet is applied, and its settings take effect, in one breath.
    pub async fn finish(self, claim: &Claim, checked: &Checked) -> Result<(), EventError> {
        let mine = self.mine();
        let done = Journal { state: JournalState::Applied, ..self.entry };
        let mut transaction =
            Transaction::new().put(self.key, &done, mine, Taken).put(self.last.0, claim, self.last.1, Taken);
        if let Some(settings) = &checked.settings {
            transaction = transaction.write(accounts::company(&settings.id), settings);
        }
        transaction.commit(&self.app.store).await.map_err(lost)
    }

    fn mine(&self) -> Condition {
        Condition::All(vec![
            Condition::equals("worker", &self.entry.worker),
            Condition::equals("state", &JournalState::Applying),
        ])
    }
}

fn until(app: &App) -> DateTime<Utc> {
    app.clock.now() + TimeDelta::seconds(LEASE_SECONDS)
}

fn lost(error: CommitError<Taken>) -> EventError {
    match error {
        CommitError::Refused(Taken) => EventError::Other("another worker has taken this packet".into()),
        CommitError::Store(error) => error.into(),
    }
}
