//! Cards and bindings as their owner sees them: never a token, never more of a number than its end.

use chrono::{DateTime, Utc};
use domain::{BindingState, Company, card::CardRefusal, payment::RefusalText};
use payments::{Failure, cards::AtBank};
use platform::{
    App, Problem,
    records::cards::{StoredBinding, StoredCard},
    store::keys,
};
use serde::Serialize;

/// A linked card.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Card)]
pub struct CardView {
    pub id: String,
    /// The company whose accounts it pays.
    pub company: String,
    pub company_name: String,
    /// `Mir`, `Visa`, `MasterCard`…
    pub card_type: String,
    /// «•••• 0004».
    pub mask: String,
    /// «11/2030».
    pub expiry: String,
    pub expired: bool,
    /// The bank that issued it, as the acquirer names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// «Мир •••• 0004».
    pub title: String,
    pub linked_at: DateTime<Utc>,
}

impl CardView {
    pub fn of(stored: &StoredCard, company: &str, now: DateTime<Utc>) -> Self {
        let card = &stored.card;
        Self {
            id: stored.id.to_string(),
            company: stored.company.to_string(),
            company_name: company.to_owned(),
            card_type: card.card_type.clone(),
            mask: card.mask(),
            expiry: card.expiry.to_string(),
            expired: card.expiry.is_over(now),
            issuer: card.issuer.clone(),
            title: card.title(),
            linked_at: stored.linked_at,
        }
    }
}

/// A card on its way to being linked.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Binding)]
pub struct BindingView {
    /// ULID.
    pub id: String,
    pub company: String,
    pub state: BindingState,
    /// The bank's page, while a card can be typed there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmation_url: Option<String>,
    /// When the bank's page closes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
    /// The card that was linked; absent when it is forgotten again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card: Option<CardView>,
    /// Why there is none, and what to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<RefusalText>,
}

impl BindingView {
    /// A round trip more once there is a card.
    pub async fn of(app: &App, stored: &StoredBinding) -> Result<Self, Problem> {
        let now = app.clock.now();
        let binding = &stored.binding;
        let page = if binding.is_open(now) { page(app, stored).await? } else { None };
        Ok(Self {
            id: binding.id.to_string(),
            company: binding.company.to_string(),
            state: binding.state,
            expires_at: page.as_ref().and_then(|_| binding.expires_at()),
            confirmation_url: page,
            card: card(app, stored, now).await?,
            refusal: binding.refusal.map(CardRefusal::text),
        })
    }
}

async fn page(app: &App, stored: &StoredBinding) -> Result<Option<String>, Failure> {
    Ok(AtBank::of(app, stored).await?.and_then(|at_bank| at_bank.page))
}

async fn card(app: &App, stored: &StoredBinding, now: DateTime<Utc>) -> Result<Option<CardView>, Problem> {
    let Some(id) = &stored.binding.card else { return Ok(None) };
    let card = keys::cards::card(stored.binding.user, id);
    let company = keys::accounts::company(&stored.binding.company);
    let mut found = app.store.get_many(&[card.clone(), company.clone()]).await?;
    let company: Option<Company> = found.take(&company)?;
    let name = company.map(|company| company.name).unwrap_or_default();
    let card: Option<StoredCard> = found.take(&card)?;
    Ok(card.map(|card| CardView::of(&card, &name, now)))
}
