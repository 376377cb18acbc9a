//! GET /api/cards.

use crate::view::CardView;
use axum::{Json, extract::State};
use domain::Company;
use platform::{
    App, Query, Table, http::Answer, problem::ProblemBody, records::cards::StoredCard, sessions::Ticket,
    store::keys,
};
use serde::Serialize;
use std::collections::HashMap;

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Cards {
    /// Newest first.
    pub cards: Vec<CardView>,
}

/// The linked cards of the user
#[utoipa::path(
    get, path = "/api/cards", tag = "manage-cards", operation_id = "listCards",
    responses(
        (status = 200, description = "The cards, newest first", body = Cards),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn list_cards(State(app): State<App>, ticket: Ticket) -> Answer<Json<Cards>> {
    ticket.open(&app, &[]).await?;
    let query = Query::partition(Table::Payments, keys::cards::partition(ticket.user));
    let mut cards: Vec<StoredCard> = query.prefix(keys::cards::CARDS).run(&app.store).await?.all()?;
    cards.sort_by(|a, b| b.linked_at.cmp(&a.linked_at).then_with(|| a.id.cmp(&b.id)));
    let mut companies: Vec<_> = cards.iter().map(|card| card.company.clone()).collect();
    companies.sort();
    companies.dedup();
    let mut names = HashMap::new();
    if !companies.is_empty() {
        let keys: Vec<_> = companies.iter().map(keys::accounts::company).collect();
        let mut found = app.store.get_many(&keys).await?;
        for key in &keys {
            let company: Option<Company> = found.take(key)?;
            names.extend(company.map(|company| (company.id, company.name)));
        }
    }
    let now = app.clock.now();
    let name = |card: &StoredCard| names.get(&card.company).map(String::as_str).unwrap_or_default();
    let cards = cards.iter().map(|card| CardView::of(card, name(card), now)).collect();
    Ok(Json(Cards { cards }))
}
