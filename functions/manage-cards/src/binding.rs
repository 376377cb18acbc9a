//! GET /api/cards/bindings/{id}: how linking stands. The page that the bank sends the person back to asks this; what
//! it asks of the bank it asks once in three seconds.

use crate::view::BindingView;
use axum::{
    Json,
    extract::{Path, State},
};
use domain::BindingId;
use payments::cards;
use platform::{
    App, Refusal, http::Answer, problem::ProblemBody, records::cards::StoredBinding, sessions::Ticket,
    store::keys,
};
use std::time::Duration;

/// A page that looks does not wait long: it looks again.
const PATIENCE: Duration = Duration::from_secs(5);

/// Shows how linking a card stands
#[utoipa::path(
    get, path = "/api/cards/bindings/{id}", tag = "manage-cards", operation_id = "followCardBinding",
    params(("id" = String, Path, description = "Of the binding")),
    responses(
        (status = 200, description = "The binding as it is now", body = BindingView),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`: none, or somebody else's", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn follow_card_binding(
    State(app): State<App>,
    ticket: Ticket,
    Path(id): Path<String>,
) -> Answer<Json<BindingView>> {
    // A malformed number is still a stranger's 401 first.
    let id: Result<BindingId, _> = id.parse();
    let key = id.as_ref().ok().map(|id| keys::cards::binding(ticket.user, *id));
    let (_, mut found) = ticket.open(&app, key.as_slice()).await?;
    let key = key.ok_or(Refusal::NotFound)?;
    let stored: StoredBinding = found.take(&key)?.ok_or(Refusal::NotFound)?;
    let now = cards::refresh_binding(&app, stored.clone(), PATIENCE).await.unwrap_or_else(|error| {
        tracing::warn!(%error, binding = %stored.binding.id, "the binding is shown as it was");
        stored
    });
    Ok(Json(BindingView::of(&app, &now).await?))
}
