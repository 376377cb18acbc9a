//! GET /api/companies: the drop-down of companies.

use axum::{Json, extract::State};
use domain::Company;
use platform::{App, Query, Table, http::Answer, problem::ProblemBody, sessions::Ticket, store::keys};
use serde::Serialize;

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Companies {
    /// By name.
    pub companies: Vec<CompanyChoice>,
}

/// A company as the choice shows it, with the form of its account numbers.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct CompanyChoice {
    pub id: String,
    pub name: String,
    pub region: String,
    pub min_digits: u8,
    pub max_digits: u8,
    /// Where the number is to be found.
    pub number_hint: String,
    /// Whether an account may be linked without proof at all (C-31).
    pub limited_view: bool,
    pub phone: String,
    pub email: String,
}

impl From<Company> for CompanyChoice {
    fn from(company: Company) -> Self {
        Self {
            id: company.id.to_string(),
            name: company.name,
            region: company.region,
            min_digits: company.number.min_digits,
            max_digits: company.number.max_digits,
            number_hint: company.number.hint,
            limited_view: company.limited.view,
            phone: company.phone,
            email: company.email,
        }
    }
}

/// Companies that take part
#[utoipa::path(
    get, path = "/api/companies", tag = "link-account", operation_id = "listCompanies",
    responses(
        (status = 200, description = "By name", body = Companies),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn list_companies(State(app): State<App>, ticket: Ticket) -> Answer<Json<Companies>> {
    ticket.open(&app, &[]).await?;
    let query = Query::partition(Table::Accounts, keys::accounts::COMPANIES);
    let mut companies: Vec<Company> = query.run(&app.store).await?.all()?;
    companies.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(Json(Companies { companies: companies.into_iter().map(Into::into).collect() }))
}
