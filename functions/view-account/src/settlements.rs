//! GET /api/accounts/{id}/settlements: «Взаиморасчеты» (R-053…R-062, C-08).

use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
};
use chrono::Datelike;
use domain::{
    Kopecks, Section, Settlement,
    calendar::{local_date, month_key},
    settlement,
};
use platform::{App, Fields, Problem, http::Answer, problem::ProblemBody, sessions::Gate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use statements::settlements::{self, ServiceMonths};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    year: Option<i32>,
}

/// Settlements of one year by service.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Settlements {
    /// Years that have months, newest first.
    pub years: Vec<i32>,
    /// The year that is shown.
    pub year: i32,
    /// Services that have months in it.
    pub services: Vec<ServiceSettlements>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ServiceSettlements {
    pub code: String,
    pub name: String,
    /// Newest first.
    pub months: Vec<SettlementMonth>,
}

/// One month of one service; a debt is negative.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SettlementMonth {
    /// `2019-08`.
    pub period: String,
    /// Kopecks.
    pub opening: Kopecks,
    /// Kopecks; negative when a charge is taken back.
    pub charged: Kopecks,
    /// Cubic metres, a decimal number.
    pub volume: Option<String>,
    /// Roubles for one, a decimal number.
    pub tariff: Option<String>,
    /// Kopecks.
    pub paid: Kopecks,
    /// Kopecks.
    pub benefits: Kopecks,
    /// Kopecks.
    pub correction: Kopecks,
    /// Kopecks; `null` while the month is open.
    pub closing: Option<Kopecks>,
    pub open: bool,
    /// Kopecks: opening − charged + paid + benefits + correction, in an open month as it is so far.
    pub expected: Kopecks,
    /// «Why this sum»; `null` where the company has not told volume and tariff.
    pub explanation: Option<ChargeExplanation>,
}

/// What the charge is made of.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ChargeExplanation {
    /// `m³`.
    pub unit: &'static str,
    /// A decimal number.
    pub volume: String,
    /// Roubles for one, a decimal number.
    pub tariff: String,
    /// Kopecks: volume by tariff, rounded once, half away from zero.
    pub product: Kopecks,
    /// Kopecks: what the charge has beside the product; `null` when it is the product.
    pub other: Option<Kopecks>,
}

/// Settlements of an account, a year at a time
#[utoipa::path(
    get, path = "/api/accounts/{id}/settlements", tag = "view-account", operation_id = "readSettlements",
    params(
        ("id" = String, Path, description = "`company-number`"),
        ("year" = Option<i32>, Query, description = "The newest one that has months, when left out"),
    ),
    responses(
        (status = 200, description = "Services with their months", body = Settlements),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "`extended_required`, `not_permitted`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`invalid_fields`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn read_settlements(
    State(app): State<App>,
    gate: Gate,
    filter: Result<Query<Filter>, QueryRejection>,
) -> Answer<Json<Settlements>> {
    let (linked, _) = gate.open(&app, &[]).await?;
    linked.require_section(Section::Settlements)?;
    let Query(filter) = filter.map_err(|_| wrong_year())?;
    let services = settlements::of_account(&app, &linked.account).await?;
    let years = settlement::years(services.iter().flat_map(|service| &service.months));
    let today = local_date(app.clock.now(), linked.company.utc_offset);
    let year = filter.year.or_else(|| years.first().copied()).unwrap_or(today.year());
    let services = services.into_iter().filter_map(|service| of_year(service, year)).collect();
    Ok(Json(Settlements { years, year, services }))
}

fn wrong_year() -> Problem {
    let mut fields = Fields::new();
    fields.refuse("year", "wrong_type", "Укажите год четырьмя цифрами.");
    fields.finish().expect_err("a field was refused")
}

/// `None`: the service has no months in that year.
fn of_year(service: ServiceMonths, year: i32) -> Option<ServiceSettlements> {
    let months: Vec<SettlementMonth> = service
        .months
        .iter()
        .filter(|month| month.period.year() == year)
        .map(SettlementMonth::from)
        .collect();
    (!months.is_empty()).then_some(ServiceSettlements { code: service.code, name: service.name, months })
}

impl From<&Settlement> for SettlementMonth {
    fn from(month: &Settlement) -> Self {
        Self {
            period: month_key(month.period),
            opening: month.opening,
            charged: month.charged,
            volume: month.volume.map(plain),
            tariff: month.tariff.map(plain),
            paid: month.paid,
            benefits: month.benefits,
            correction: month.correction,
            closing: month.closing,
            open: settlement::is_open(month),
            expected: settlement::expected(month),
            explanation: settlement::explain(month).map(ChargeExplanation::from),
        }
    }
}

impl From<settlement::Explanation> for ChargeExplanation {
    fn from(explanation: settlement::Explanation) -> Self {
        Self {
            unit: "m³",
            volume: plain(explanation.volume),
            tariff: plain(explanation.tariff),
            product: explanation.product,
            other: explanation.other,
        }
    }
}

fn plain(number: Decimal) -> String {
    number.normalize().to_string()
}
