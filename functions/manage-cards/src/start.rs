//! POST /api/cards/bindings. The acceptance of the offer, the exact body and its key are written down
//! before the first byte leaves (security row 72; payments §5.3); then the bank is called and its answer written down.

use crate::view::BindingView;
use acquiring::CreateMethod;
use axum::{Json, extract::State};
use chrono::TimeDelta;
use domain::{
    BindingId, Company, CompanyId,
    card::{self, Binding, OfferAcceptance},
    limits::BINDINGS_PER_USER,
};
use http::StatusCode;
use payments::{Bank, cards, vault::Vault};
use platform::{
    App, CommitError, Condition, Key, Problem, Refusal, Transaction,
    accounts::links_of,
    http::{Answer, Body, IdempotencyKey, Viewer},
    limits,
    offer::{self, OfferVersion},
    problem::ProblemBody,
    records::cards::{BegunBinding, StoredBinding},
    sessions::{Ticket, digest},
    store::keys,
};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use ulid::Ulid;

/// How long a browser waits for the bank; the sweeper goes on where it stops.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a key is remembered.
const KEY_LIVES: TimeDelta = TimeDelta::hours(48);

#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBinding {
    /// The company whose accounts the card will pay.
    #[schema(value_type = String)]
    pub company: CompanyId,
    #[serde(default)]
    pub offer: Option<OfferVersion>,
    /// «С условиями Публичной оферты Банка ознакомлен и принимаю их».
    #[serde(default)]
    pub accepted: bool,
}

#[derive(Debug, Clone, Copy)]
enum Obstacle {
    KeyUsed,
    TooMany,
    NumberTaken,
}

/// Begins to link a card and answers with the bank's page
#[utoipa::path(
    post, path = "/api/cards/bindings", tag = "manage-cards", operation_id = "startCardBinding",
    params(("Idempotency-Key" = String, Header, description = "1–64 of letters, digits, `.`, `_`, `-`; made when the form opens")),
    request_body = NewBinding,
    responses(
        (status = 201, description = "The binding, with the bank's page unless the bank is slow to answer", body = BindingView),
        (status = 400, description = "`idempotency_key_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "`payments_off`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`: no linked account of this company", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`request_in_progress`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`offer_required`, `offer_outdated`, `idempotency_mismatch`, `invalid_fields`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "`too_many_requests`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn start_card_binding(
    State(app): State<App>,
    ticket: Ticket,
    viewer: Viewer,
    key: IdempotencyKey,
    Body(input): Body<NewBinding>,
) -> Answer<(StatusCode, Json<BindingView>)> {
    let now = app.clock.now();
    let begun_key = keys::cards::begun(ticket.user, &key.0);
    let company_key = keys::accounts::company(&input.company);
    let (_, mut found) = ticket.open(&app, &[begun_key.clone(), company_key.clone()]).await?;
    let request_hash = digest(&serde_json::to_string(&input).map_err(Problem::internal)?);
    let used: Option<BegunBinding> = found.take(&begun_key)?;
    if let Some(used) = used.filter(|used| now.timestamp() < used.ttl) {
        return replay(&app, &ticket, &used, &request_hash).await;
    }
    let company: Option<Company> = found.take(&company_key)?;
    let links = links_of(&app, ticket.user).await?;
    let company = company.filter(|_| links.iter().any(|link| link.account.company == input.company));
    let company = company.ok_or(Refusal::NotFound)?;
    if !company.payments.enabled {
        return Err(Refusal::PaymentsOff.into());
    }
    let offer = accepted(&app, &input, &viewer)?;
    // A shop that cannot be asked and keys that are not there are found out before anything is written.
    let bank = Bank::of(&app, &company.id).await?;
    Vault::of(&app).await?;

    let binding = create(&app, &ticket, &viewer, company.id, offer);
    let binding = card::submit(&binding, now).map_or(binding, |step| step.binding);
    let begun = BegunBinding {
        binding: binding.id,
        request_hash: request_hash.clone(),
        ttl: (now + KEY_LIVES).timestamp(),
    };
    let stored = StoredBinding::new(binding, None, None);
    let count = limits::counter(&BINDINGS_PER_USER, &ticket.user.to_string(), now);
    let retry_after = count.retry_after;
    let written = Transaction::new()
        .put(begun_key.clone(), &begun, Condition::Below("ttl", now.timestamp()), Obstacle::KeyUsed)
        .count(count, Obstacle::TooMany)
        .put(
            keys::cards::binding(ticket.user, begun.binding),
            &stored,
            Condition::Absent,
            Obstacle::NumberTaken,
        )
        .commit(&app.store)
        .await;
    match written {
        Ok(()) => {}
        Err(CommitError::Refused(Obstacle::KeyUsed)) => {
            return replay_stored(&app, &ticket, &begun_key, &request_hash).await;
        }
        Err(CommitError::Refused(Obstacle::TooMany)) => {
            return Err(Problem::new(Refusal::TooManyRequests).retry_after(retry_after));
        }
        Err(CommitError::Refused(Obstacle::NumberTaken)) => {
            return Err(Problem::new(Refusal::RequestInProgress).retry_after(2));
        }
        Err(CommitError::Store(error)) => return Err(error.into()),
    }
    // What fails from here on is not the person's to repeat: the row is there and due.
    let after = cards::send_binding(&app, &bank, stored.clone(), PATIENCE).await.unwrap_or_else(|error| {
        tracing::error!(%error, binding = %stored.binding.id, "the bank's answer was not written down");
        stored
    });
    Ok((StatusCode::CREATED, Json(BindingView::of(&app, &after).await?)))
}

/// The acceptance as it is kept; without it nothing is sent to the bank.
fn accepted(app: &App, input: &NewBinding, viewer: &Viewer) -> Result<OfferAcceptance, Problem> {
    let shown = input.offer.as_ref().filter(|_| input.accepted).ok_or(Refusal::OfferRequired)?;
    if !shown.is_current() {
        return Err(Refusal::OfferOutdated.into());
    }
    Ok(offer::accepted(viewer, app.clock.now()))
}

fn create(
    app: &App,
    ticket: &Ticket,
    viewer: &Viewer,
    company: CompanyId,
    offer: OfferAcceptance,
) -> Binding {
    let now = app.clock.now();
    let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
    let id = BindingId(Ulid::from_parts(millis, rand::random()));
    let body = CreateMethod {
        bind_id: id.to_string(),
        user_id: ticket.user.to_string(),
        // Coming back changes nothing: the page only asks how the binding stands (security row 66).
        return_url: format!("{}/cards/{id}/result", app.config.site_url),
        client_ip: viewer.ip,
    };
    Binding::create(id, ticket.user, company, offer, body.to_body(), now)
}

/// The answer to a key that is used: the binding as it is now; another body is refused (security row 61).
async fn replay(
    app: &App,
    ticket: &Ticket,
    used: &BegunBinding,
    request_hash: &str,
) -> Answer<(StatusCode, Json<BindingView>)> {
    if used.request_hash != request_hash {
        return Err(Refusal::IdempotencyMismatch.into());
    }
    let stored =
        cards::load_binding(&app.store, ticket.user, used.binding).await?.ok_or(Refusal::NotFound)?;
    Ok((StatusCode::CREATED, Json(BindingView::of(app, &stored).await?)))
}

async fn replay_stored(
    app: &App,
    ticket: &Ticket,
    key: &Key,
    request_hash: &str,
) -> Answer<(StatusCode, Json<BindingView>)> {
    match app.store.get::<BegunBinding>(key).await? {
        Some(used) => replay(app, ticket, &used, request_hash).await,
        None => Err(Problem::new(Refusal::RequestInProgress).retry_after(2)),
    }
}
