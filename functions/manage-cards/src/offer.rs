//! GET /api/cards/offer (R-187; security row 72).

use axum::{Json, extract::State};
use platform::{App, http::Answer, offer, problem::ProblemBody, sessions::Ticket};
use serde::Serialize;

/// The bank's offer in force.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct CardOffer {
    pub version: &'static str,
    /// SHA-256 of the text, hex: sent back with the acceptance, so that it is known what was read.
    pub sha256: String,
    pub title: &'static str,
    /// Paragraphs.
    pub text: &'static [&'static str],
    /// Whose offer it is.
    pub bank: &'static str,
}

/// The bank's offer that linking a card accepts
#[utoipa::path(
    get, path = "/api/cards/offer", tag = "manage-cards", operation_id = "readCardOffer",
    responses(
        (status = 200, description = "The offer in force", body = CardOffer),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn read_card_offer(State(app): State<App>, ticket: Ticket) -> Answer<Json<CardOffer>> {
    ticket.open(&app, &[]).await?;
    Ok(Json(CardOffer {
        version: offer::VERSION,
        sha256: offer::text_sha256(),
        title: offer::TITLE,
        text: offer::PARAGRAPHS,
        bank: offer::BANK,
    }))
}
