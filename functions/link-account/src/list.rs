//! GET /api/accounts: the user's accounts.

use axum::{Json, extract::State};
use platform::{
    App,
    accounts::{self, AccountSummary},
    http::Answer,
    problem::ProblemBody,
    sessions::Ticket,
};
use serde::Serialize;

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct LinkedAccounts {
    /// In the order they were linked.
    pub accounts: Vec<AccountSummary>,
    /// At this many the function is switched off.
    pub max_accounts: i64,
}

/// Accounts linked to the signed-in user
#[utoipa::path(
    get, path = "/api/accounts", tag = "link-account", operation_id = "listAccounts",
    responses(
        (status = 200, description = "In the order they were linked", body = LinkedAccounts),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn list_accounts(State(app): State<App>, ticket: Ticket) -> Answer<Json<LinkedAccounts>> {
    ticket.open(&app, &[]).await?;
    let accounts = accounts::of_user(&app, ticket.user).await?;
    Ok(Json(LinkedAccounts { accounts, max_accounts: app.config.rules.max_accounts }))
}
