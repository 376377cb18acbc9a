//! What the functions said of themselves, counted: incidents wake somebody in the cloud, a panic is a defect.

use serde_json::Value;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Lines of the error stream that are kept to be shown.
const KEPT: usize = 20;

/// The log of all processes that were started; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Log(Arc<Mutex<Said>>);

#[derive(Debug, Clone, Default)]
pub struct Said {
    /// How often each line of level WARN or ERROR was written; an incident is counted by its kind.
    pub lines: BTreeMap<String, u64>,
    /// Incidents: what the alarm counts.
    pub incidents: BTreeMap<String, u64>,
    /// Whatever came by the error stream: nothing should.
    pub cries: Vec<String>,
}

impl Log {
    pub fn all(&self) -> Said {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A line of JSON as CloudWatch would read it.
    pub(crate) fn said(&self, line: &str) {
        let Ok(line) = serde_json::from_str::<Value>(line) else { return self.cried(line) };
        let fields = &line["fields"];
        let message = fields["message"].as_str().unwrap_or_default().to_owned();
        let mut said = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if message == "payment incident" {
            let kind = fields["kind"].as_str().unwrap_or_default().to_owned();
            *said.incidents.entry(kind).or_default() += 1;
        } else {
            let why = fields["why"].as_str().map(|why| format!(" ({why})")).unwrap_or_default();
            *said.lines.entry(format!("{message}{why}")).or_default() += 1;
        }
    }

    pub(crate) fn cried(&self, line: &str) {
        let mut said = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if said.cries.len() < KEPT {
            said.cries.push(line.to_owned());
        }
    }
}
