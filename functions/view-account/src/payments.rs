//! GET /api/accounts/{id}/payments: «Платежи» (R-082…R-085, C-02; security row 58).

use axum::{Json, extract::State};
use domain::Section;
use platform::{App, http::Answer, problem::ProblemBody, sessions::Gate, store::keys};
use statements::payments::{self, AccountPayments};

/// Payments of an account: the portal's, and those the company knows of
#[utoipa::path(
    get, path = "/api/accounts/{id}/payments", tag = "view-account", operation_id = "listPayments",
    params(("id" = String, Path, description = "`company-number`")),
    responses(
        (status = 200, description = "Payments that this level may see", body = AccountPayments),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "`not_permitted`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn list_payments(State(app): State<App>, gate: Gate) -> Answer<Json<AccountPayments>> {
    let known = keys::accounts::payments(&gate.account);
    let (linked, mut found) = gate.open(&app, std::slice::from_ref(&known)).await?;
    linked.require_section(Section::Payments)?;
    let known = found.take(&known)?;
    Ok(Json(payments::of_account(&app, &gate, &linked, known).await?))
}
