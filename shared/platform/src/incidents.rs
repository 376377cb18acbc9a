//! Incidents: rows of what a person must look at (payments §7). The same finding is the same row, however often it is
//! found, so that an hourly run does not multiply it. No personal data: numbers, sums, days and states.

use crate::{
    App, CommitError, Condition, Query, StoreError, Table, Transaction,
    store::{Attribute, attribute, keys},
};
use chrono::{DateTime, Utc};
use domain::{
    CompanyId,
    payment::{Fact, IncidentKind},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    pub kind: IncidentKind,
    pub company: CompanyId,
    /// What it is about: number of a payment or refund, the bank's own number, a day. With the kind it is the key.
    pub subject: String,
    /// Codes of [`Fact`] with their values, some of them codes of `domain::payment::Detail`.
    pub facts: BTreeMap<String, String>,
}

/// A finding as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentRow {
    pub kind: IncidentKind,
    pub company: CompanyId,
    pub subject: String,
    #[serde(default)]
    pub facts: BTreeMap<String, String>,
    pub first_seen: DateTime<Utc>,
    pub last_seen: DateTime<Utc>,
    /// How often it was found.
    pub seen: u32,
}

impl Incident {
    pub fn new(kind: IncidentKind, company: &CompanyId, subject: impl ToString) -> Self {
        Self { kind, company: company.clone(), subject: subject.to_string(), facts: BTreeMap::new() }
    }

    pub fn fact(mut self, name: Fact, value: impl ToString) -> Self {
        self.facts.insert(name.code().to_owned(), value.to_string());
        self
    }

    fn key(&self) -> crate::Key {
        keys::payments::incident(self.kind.code(), &self.subject)
    }

    /// One name in the log, on which the alarm counts.
    pub(crate) fn ring(&self) {
        tracing::error!(
            kind = self.kind.code(),
            company = self.company.as_str(),
            subject = self.subject,
            facts = ?self.facts,
            "payment incident"
        );
    }
}

impl<R: Clone> Transaction<R> {
    /// Writes the finding down in the same breath as its cause; the alarm rings once that has happened.
    pub fn incident(self, incident: &Incident, now: DateTime<Utc>) -> Self {
        let text = |value: &str| Attribute::S(value.to_owned());
        let facts = incident.facts.iter().map(|(name, value)| (name.clone(), text(value))).collect();
        let now = attribute(&now).unwrap_or(Attribute::Null(true));
        let set = vec![
            ("kind", text(incident.kind.code())),
            ("company", text(incident.company.as_str())),
            ("subject", text(&incident.subject)),
            ("facts", Attribute::M(facts)),
            ("last_seen", now.clone()),
        ];
        self.rings(incident.clone()).bump_first(incident.key(), "seen", 1, set, vec![("first_seen", now)])
    }
}

/// Writes a finding down by itself. The alarm rings when it is new; found again, only its row says so.
pub async fn note(app: &App, incident: &Incident) -> Result<(), StoreError> {
    let now = app.clock.now();
    let row = IncidentRow {
        kind: incident.kind,
        company: incident.company.clone(),
        subject: incident.subject.clone(),
        facts: incident.facts.clone(),
        first_seen: now,
        last_seen: now,
        seen: 1,
    };
    let first = Transaction::new().put(incident.key(), &row, Condition::Absent, ()).commit(&app.store).await;
    match first {
        Ok(()) => {
            incident.ring();
            return Ok(());
        }
        Err(CommitError::Refused(())) => {}
        Err(CommitError::Store(error)) => return Err(error),
    }
    let set = vec![("facts", attribute(&incident.facts)?), ("last_seen", attribute(&now)?)];
    let again = Transaction::<()>::new().bump(incident.key(), "seen", 1, set).commit(&app.store).await;
    match again {
        Ok(()) | Err(CommitError::Refused(())) => Ok(()),
        Err(CommitError::Store(error)) => Err(error),
    }
}

/// All of them, the one seen last first.
pub async fn all(app: &App) -> Result<Vec<IncidentRow>, StoreError> {
    let query = Query::partition(Table::Payments, keys::payments::INCIDENTS);
    let mut rows: Vec<IncidentRow> = query.run(&app.store).await?.all()?;
    rows.sort_by_key(|row| std::cmp::Reverse(row.last_seen));
    Ok(rows)
}
