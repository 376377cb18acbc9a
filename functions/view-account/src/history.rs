//! GET /api/accounts/{id}/meters/{meter}/readings: «История».

use crate::{
    meter::Meter,
    months::{MonthlyConsumption, year_to},
};
use axum::{
    Json,
    extract::{Path, State},
};
use chrono::Months;
use domain::{
    Section,
    calendar::{local_date, shift_month},
    packet::MeterHistory as CompanyHistory,
};
use platform::{
    App, Refusal, http::Answer, problem::ProblemBody, records::readings::LastReadings, sessions::Gate,
    store::keys,
};
use serde::{Deserialize, Serialize};
use statements::readings::{PastReading, merge, sent};

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
        (status = 403, description = "`not_permitted`", body = ProblemBody, content_type = "application/problem+json"),
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
    linked.require_section(Section::Meters)?;
    let meter =
        linked.account.meters.iter().find(|meter| meter.id == place.meter).ok_or(Refusal::NotFound)?;
    let last: LastReadings = found.take(&last)?.unwrap_or_default();
    let known: Option<CompanyHistory<'static>> = found.take(&history)?;
    let known = known.map(|history| history.readings.into_owned()).unwrap_or_default();
    let mut sent = sent(&app, &gate).await?;
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
