//! Readings of a meter: the company's and those sent through the portal, each once.

use chrono::NaiveDate;
use domain::{
    HistoryReading, ReadingRules, ReadingSource, ReadingStatus,
    calendar::shift_month,
    readings::{self, LastSent},
};
use platform::{App, Query, StoreError, Table, records::readings::SentReading, sessions::Gate, store::keys};
use serde::Serialize;
use std::cmp::Reverse;

/// More than an account can send in two years; a bound on what one request reads.
const MOST_SENT: usize = 1000;

#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct PastReading {
    pub date: NaiveDate,
    /// Whole cubic metres on the dial.
    pub value: i64,
    /// m³ since the reading before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consumption: Option<i64>,
    pub source: ReadingSource,
    /// A reading sent through the portal is `pending` until the company has counted it, and `rejected` when the company
    /// has counted one of a later day instead.
    pub status: ReadingStatus,
}

impl From<HistoryReading> for PastReading {
    fn from(reading: HistoryReading) -> Self {
        let HistoryReading { date, value, consumption, source, status } = reading;
        Self { date, value, consumption, source, status }
    }
}

/// Readings of all meters sent through the portal, newest first. One round trip.
pub async fn sent(app: &App, gate: &Gate) -> Result<Vec<SentReading>, StoreError> {
    let query = Query::partition(Table::Accounts, keys::accounts::partition(&gate.account));
    let sent = query.prefix(keys::accounts::READINGS).newest_first().most(MOST_SENT);
    sent.run(&app.store).await?.all()
}

/// The company's readings and the portal's of one meter, newest first, each once. `today`: the company's local date.
pub fn merge(
    meter: &domain::Meter,
    rules: &ReadingRules,
    known: Vec<HistoryReading>,
    sent: Vec<SentReading>,
    today: NaiveDate,
) -> Vec<PastReading> {
    let only_here: Vec<_> =
        sent.iter().filter(|sent| !known.iter().any(|known| is_same(known, sent))).collect();
    let portal = only_here.into_iter().map(|sent| {
        let last = LastSent { value: sent.value, date: sent.date };
        let pending = readings::pending(meter, Some(last), rules, today).is_some();
        PastReading {
            date: sent.date,
            value: sent.value,
            consumption: sent.consumption,
            source: ReadingSource::Portal,
            status: if pending { ReadingStatus::Pending } else { ReadingStatus::Rejected },
        }
    });
    let mut all: Vec<PastReading> = portal.chain(known.into_iter().map(PastReading::from)).collect();
    all.sort_by_key(|reading| Reverse((reading.date, reading.value)));
    all
}

/// Whether the company's reading is the one that was sent: the same figure of the same day, or taken from the portal
/// and dated as the company likes within the month it counts for.
fn is_same(known: &HistoryReading, sent: &SentReading) -> bool {
    let dated_later = known.source == ReadingSource::Portal
        && known.date > sent.date
        && known.date < shift_month(sent.period, 1);
    known.value == sent.value && (known.date == sent.date || dated_later)
}
