//! GET /api/accounts/{id}/meters/{meter}/readings: «История».

use crate::{
    meter::Meter,
    months::{MonthlyConsumption, year_to},
};
use axum::{
    Json,
    extract::{Path, State},
};
use chrono::{Months, NaiveDate};
use domain::{
    HistoryReading, ReadingRules, ReadingSource, ReadingStatus,
    calendar::{local_date, shift_month},
    packet::MeterHistory as CompanyHistory,
    readings::{self, LastSent},
};
use platform::{
    App, Query, Refusal, Table,
    http::Answer,
    problem::ProblemBody,
    records::readings::{LastReadings, SentReading},
    sessions::Gate,
    store::keys,
};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

/// More than an account can send in two years; a bound on what one request reads.
const MOST_SENT: usize = 1000;
/// Ids of meters are not longer in any packet.
const LONGEST_ID: usize = 64;

#[derive(Debug, Deserialize)]
pub struct Place {
    meter: String,
}

/// A meter with its readings of a year and the consumption of two.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct MeterHistory {
    pub meter: Meter,
    /// Of the last twelve months, newest first.
    pub readings: Vec<PastReading>,
    /// The last twelve months with the present one, oldest first, without gaps.
    pub months: Vec<MonthlyConsumption>,
    /// The same months a year before.
    pub previous_year: Vec<MonthlyConsumption>,
}

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

/// Readings of a meter: the company's and those sent through the portal
#[utoipa::path(
    get, path = "/api/accounts/{id}/meters/{meter}/readings", tag = "view-account", operation_id = "readMeterHistory",
    params(
        ("id" = String, Path, description = "`company-number`"),
        ("meter" = String, Path, description = "Id of the meter"),
    ),
    responses(
        (status = 200, description = "A year of readings", body = MeterHistory),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn read_meter_history(
    State(app): State<App>,
    gate: Gate,
    Path(place): Path<Place>,
) -> Answer<Json<MeterHistory>> {
    let last = keys::accounts::meters(&gate.account);
    // An id of any other length names no meter; it does not become a key either.
    let id = if place.meter.len() > LONGEST_ID { "" } else { &place.meter };
    let history = keys::accounts::history(&gate.account, id);
    let (linked, mut found) = gate.open(&app, &[last.clone(), history.clone()]).await?;
    let meter =
        linked.account.meters.iter().find(|meter| meter.id == place.meter).ok_or(Refusal::NotFound)?;
    let last: LastReadings = found.take(&last)?.unwrap_or_default();
    let known: Option<CompanyHistory<'static>> = found.take(&history)?;
    let known = known.map(|history| history.readings.into_owned()).unwrap_or_default();
    let query = Query::partition(Table::Accounts, keys::accounts::partition(&gate.account));
    let sent = query.prefix(keys::accounts::READINGS).newest_first().most(MOST_SENT);
    let mut sent: Vec<SentReading> = sent.run(&app.store).await?.all()?;
    sent.retain(|sent| sent.meter == meter.id);

    let today = local_date(app.clock.now(), linked.company.utc_offset);
    let all = merge(meter, &linked.company.readings, known, sent, today);
    let year_ago = today.checked_sub_months(Months::new(12)).unwrap_or(today);
    Ok(Json(MeterHistory {
        meter: Meter::of(&linked, meter, last.of(&meter.id), today),
        readings: all.iter().filter(|reading| reading.date > year_ago).cloned().collect(),
        months: year_to(today, &all),
        previous_year: year_to(shift_month(today, -12), &all),
    }))
}

/// The company's readings and the portal's, newest first, each once.
fn merge(
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
