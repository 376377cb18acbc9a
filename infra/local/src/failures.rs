//! Events that a function gave up on: what the dead-letter queues are in the cloud. A person
//! sees them at `/local` and may have one delivered again.

use crate::functions::Functions;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use ulid::Ulid;

/// How many of the newest are kept; a cloud left alone over night must not fill the disk.
const KEPT: usize = 500;

/// An event that was not taken in all its attempts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Failed {
    pub id: String,
    pub at: DateTime<Utc>,
    pub function: String,
    pub event: Value,
    pub attempts: u32,
    /// What the function answered last.
    pub error: String,
}

/// All given-up events; clones share them.
#[derive(Debug, Clone, Default)]
pub struct Failures {
    list: Arc<Mutex<Vec<Failed>>>,
    file: Option<PathBuf>,
}

impl Failures {
    /// The list of a data folder; an empty one in memory without a folder.
    pub fn open(file: Option<PathBuf>) -> Self {
        let read = file.as_ref().and_then(|file| std::fs::read(file).ok());
        let list = read.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        Self { list: Arc::new(Mutex::new(list)), file }
    }

    /// All of them, newest first.
    pub fn all(&self) -> Vec<Failed> {
        let mut all = self.list.lock().unwrap_or_else(PoisonError::into_inner).clone();
        all.reverse();
        all
    }

    /// Notes an event that nobody will deliver again by itself.
    pub fn note(&self, function: &str, event: Value, attempts: u32, error: String) {
        tracing::error!(function, attempts, error, "an event was given up");
        self.change(|list| {
            list.push(Failed {
                id: Ulid::new().to_string(),
                at: Utc::now(),
                function: function.to_owned(),
                event,
                attempts,
                error,
            });
        });
    }

    /// Delivers one again; gone when it is taken. `None` when there is no such event.
    pub async fn retry(&self, id: &str, functions: &Functions) -> Option<Result<(), String>> {
        let failed = self.all().into_iter().find(|failed| failed.id == id)?;
        let result = functions.event(&failed.function, failed.event).await;
        let result = result.and_then(|answer| match refused_items(&answer).next() {
            Some(_) => Err("функция снова не приняла событие".to_owned()),
            None => Ok(()),
        });
        self.change(|list| match &result {
            Ok(()) => list.retain(|failed| failed.id != id),
            Err(error) => {
                for failed in list.iter_mut().filter(|failed| failed.id == id) {
                    failed.attempts += 1;
                    failed.error.clone_from(error);
                }
            }
        });
        Some(result)
    }

    fn change(&self, change: impl FnOnce(&mut Vec<Failed>)) {
        let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut list);
        let excess = list.len().saturating_sub(KEPT);
        list.drain(..excess);
        if let Some(file) = &self.file
            && let Err(error) = std::fs::write(file, serde_json::to_vec(&*list).unwrap_or_default())
        {
            tracing::error!(%error, "given-up events were not written to the data folder");
        }
    }
}

/// Sequence numbers of a stream batch that the function did not take.
pub fn refused_items(answer: &Value) -> impl Iterator<Item = &str> {
    let items = answer["batchItemFailures"].as_array().into_iter().flatten();
    items.filter_map(|item| item["itemIdentifier"].as_str())
}

/// Delivers an asynchronous event as Lambda does, again so many times when it is not taken;
/// what is still not taken goes to the list. Lambda's pauses are minutes, these are moments.
pub async fn deliver(
    functions: &Functions,
    failures: &Failures,
    function: &str,
    retries: u32,
    event: Value,
) -> Result<Value, String> {
    let mut attempts = 0;
    loop {
        attempts += 1;
        match functions.event(function, event.clone()).await {
            Ok(answer) => return Ok(answer),
            Err(_) if attempts <= retries => {
                tokio::time::sleep(Duration::from_millis(300) * attempts.pow(2)).await;
            }
            Err(error) => {
                failures.note(function, event, attempts, error.clone());
                return Err(error);
            }
        }
    }
}
