//! Functions on the clock, as the template schedules them, and at once when a person asks.

use crate::cron::Timetable;
use crate::failures::{Failures, deliver};
use crate::functions::Functions;
use crate::stop::Stop;
use crate::template::Schedule;
use anyhow::Result;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use ulid::Ulid;

/// A schedule and how its runs went.
#[derive(Debug, Clone)]
pub struct Entry {
    pub schedule: Schedule,
    pub timetable: Timetable,
    pub next: Option<DateTime<Utc>>,
    pub last: Option<Run>,
}

/// One run.
#[derive(Debug, Clone)]
pub struct Run {
    pub at: DateTime<Utc>,
    /// The function's answer, or why it failed.
    pub result: Result<Value, String>,
}

/// All schedules; clones share them.
#[derive(Debug, Clone)]
pub struct Schedules {
    entries: Arc<Mutex<Vec<Entry>>>,
    functions: Functions,
    failures: Failures,
}

impl Schedules {
    /// The template's schedules; the first runs are an interval from now.
    pub fn new(schedules: &[Schedule], functions: Functions, failures: Failures) -> Result<Self> {
        let mut entries = Vec::new();
        for schedule in schedules {
            let timetable = Timetable::parse(&schedule.expression)?;
            let next = timetable.next(Utc::now());
            entries.push(Entry { schedule: schedule.clone(), timetable, next, last: None });
        }
        Ok(Self { entries: Arc::new(Mutex::new(entries)), functions, failures })
    }

    /// All of them as they stand.
    pub fn all(&self) -> Vec<Entry> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Runs one now; `None` when there is no such schedule.
    pub async fn run(&self, name: &str) -> Option<Result<Value, String>> {
        let entry = self.all().into_iter().find(|entry| entry.schedule.name == name)?;
        let schedule = entry.schedule;
        let at = Utc::now();
        let tick = schedule.input.clone().unwrap_or_else(|| tick(&schedule.name, at));
        let result =
            deliver(&self.functions, &self.failures, &schedule.function, schedule.retries, tick).await;
        self.change(name, |entry| entry.last = Some(Run { at, result: result.clone() }));
        Some(result)
    }

    /// Runs what is due until the cloud ends. A run does not wait for another.
    pub async fn keep_time(self, stop: Stop) {
        while stop.sleep(Duration::from_millis(500)).await {
            let now = Utc::now();
            for entry in self.all().into_iter().filter(|entry| entry.next.is_some_and(|at| at <= now)) {
                let name = entry.schedule.name;
                self.change(&name, |entry| entry.next = entry.timetable.next(now));
                let schedules = self.clone();
                tokio::spawn(async move { schedules.run(&name).await });
            }
        }
    }

    fn change(&self, name: &str, change: impl FnOnce(&mut Entry)) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = entries.iter_mut().find(|entry| entry.schedule.name == name) {
            change(entry);
        }
    }
}

/// The event that EventBridge sends on a schedule.
fn tick(name: &str, at: DateTime<Utc>) -> Value {
    json!({
        "version": "0",
        "id": Ulid::new().to_string(),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "000000000000",
        "time": at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        "region": crate::aws::REGION,
        "resources": [format!("arn:aws:events:local:000000000000:rule/{name}")],
        "detail": {},
    })
}
