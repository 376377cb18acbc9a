//! What the portal itself finds when it holds its books against the bank's (payments §7 R2, R3): every hour while people
//! pay, when the bank's failures let few runs through; once more, and day by day, when all is over.

use crate::audit::Day;
use chrono::{DateTime, Days, NaiveDate, Utc};
use local_cloud::Running;
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::task::JoinHandle;

const FUNCTION: &str = "reconcile-payments";
/// Tries of a run that was killed or that another run's load has slowed down.
const TRIES: usize = 3;

/// Runs of every hour, counted.
#[derive(Debug, Default)]
pub struct Hourly {
    done: AtomicU64,
    failed: AtomicU64,
}

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Reconciled {
    /// Hourly runs while people paid that came to their end, and those that did not.
    pub hourly: (u64, u64),
    /// Payments and refunds that the last hourly run looked at, and what it found; `None`: it failed.
    pub last: Option<(u64, u64)>,
    /// Days with what the bank had of them, and whether the books differ; `None`: the run failed.
    pub days: BTreeMap<NaiveDate, Option<(u64, bool)>>,
}

impl Reconciled {
    /// The last runs came to their end, and found of each day what is true of it: that the books are the same, or,
    /// where the bank took money for a payment that a person still looks at, that they differ.
    pub fn is_right(&self, true_days: &BTreeMap<NaiveDate, Day>) -> bool {
        let is_right = |(day, found): (&NaiveDate, &Option<(u64, bool)>)| {
            let is = true_days.get(day).copied().unwrap_or_default();
            *found == Some((is.theirs.count, is.ours != is.theirs))
        };
        self.last.is_some()
            && self.days.iter().all(is_right)
            && true_days.keys().all(|day| self.days.contains_key(day))
    }
}

/// The schedule of every hour.
pub fn hourly(cloud: Arc<Running>, runs: Arc<Hourly>) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(cloud.clock.wall(Duration::from_secs(3600))).await;
            let counter = match cloud.functions.event(FUNCTION, json!({"reconcile": "hourly"})).await {
                Ok(_) => &runs.done,
                Err(_) => &runs.failed,
            };
            counter.fetch_add(1, Ordering::Relaxed);
        }
    })
}

/// Looks at everything once more: the last hours, and every day of Moscow from the first payment on.
pub async fn finally(cloud: &Running, began: DateTime<Utc>, runs: &Hourly) -> Reconciled {
    let of = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
    let mut found = Reconciled { hourly: (of(&runs.done), of(&runs.failed)), ..Reconciled::default() };
    let counts = |answer: &Value| Some((answer["looked"].as_u64()?, answer["incidents"].as_u64()?));
    found.last = run(cloud, json!({"reconcile": "hourly"})).await.as_ref().and_then(counts);
    let last = payments::moscow_day(cloud.clock.now());
    let mut day = payments::moscow_day(began);
    while day <= last {
        let answer = run(cloud, json!({"reconcile": "daily", "day": day})).await;
        let books = answer.as_ref().and_then(counts).map(|(looked, incidents)| (looked, incidents > 0));
        found.days.insert(day, books);
        day = day + Days::new(1);
    }
    found
}

async fn run(cloud: &Running, event: Value) -> Option<Value> {
    for _ in 0..TRIES {
        if let Ok(answer) = cloud.functions.event(FUNCTION, event.clone()).await {
            return Some(answer);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Side;

    #[test]
    fn a_day_is_right_when_it_was_found_as_it_is() {
        let day: NaiveDate = "2026-11-26".parse().expect("a day");
        let found =
            |books| Reconciled { last: Some((0, 0)), days: [(day, books)].into(), ..Reconciled::default() };
        let side = |sum| Side { count: 2, sum };
        let same = BTreeMap::from([(day, Day { ours: side(100), theirs: side(100) })]);
        let other = BTreeMap::from([(day, Day { ours: side(100), theirs: side(200) })]);
        assert!(found(Some((2, false))).is_right(&same) && found(Some((2, true))).is_right(&other));
        assert!(!found(Some((2, true))).is_right(&same), "a false alarm");
        assert!(!found(Some((2, false))).is_right(&other), "a difference nobody saw");
        assert!(!found(Some((1, false))).is_right(&same), "not everything was looked at");
        assert!(!found(None).is_right(&same), "the run failed");
        assert!(
            !Reconciled { last: Some((0, 0)), ..Reconciled::default() }.is_right(&same),
            "a day was left out"
        );
    }
}
