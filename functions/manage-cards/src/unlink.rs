//! DELETE /api/cards/{id}.

use axum::extract::{Path, State};
use domain::CardId;
use http::StatusCode;
use platform::{
    App, Condition, Refusal, Transaction, http::Answer, problem::ProblemBody, sessions::Ticket, store::keys,
};

/// Forgets a card: its row and the bank's token go in one write
#[utoipa::path(
    delete, path = "/api/cards/{id}", tag = "manage-cards", operation_id = "unlinkCard",
    params(("id" = String, Path, description = "Of the card")),
    responses(
        (status = 204, description = "Forgotten: no payment can charge it"),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`: none, or somebody else's", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn unlink_card(
    State(app): State<App>,
    ticket: Ticket,
    Path(id): Path<String>,
) -> Answer<StatusCode> {
    ticket.open(&app, &[]).await?;
    let id: CardId = id.parse().map_err(|_| Refusal::NotFound)?;
    // The bank has no call for it (payments §3.6): without the token the card cannot be charged by us.
    Transaction::new()
        .delete(keys::cards::card(ticket.user, &id), Condition::Exists, Refusal::NotFound)
        .commit(&app.store)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
