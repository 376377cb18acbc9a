//! The consent to the processing of personal data (R-017, C-07, security row 90).

use axum::{Json, extract::State};
use chrono::{DateTime, Utc};
use http::{HeaderMap, StatusCode};
use platform::{
    App, Condition, Problem, Refusal, Transaction, consent,
    http::{Answer, Body, Viewer},
    problem::ProblemBody,
    records::{Consent, Profile},
    sessions::Ticket,
    store::keys,
};
use serde::{Deserialize, Serialize};

/// The text in force.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ConsentText {
    pub version: String,
    pub title: String,
    pub paragraphs: Vec<String>,
    /// When the signed-in user accepted this version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// Version of the text that was read.
    pub version: String,
}

/// The text of the consent; anybody may read it
#[utoipa::path(
    get, path = "/api/consent", tag = "register", operation_id = "readConsent",
    responses((status = 200, description = "The text in force", body = ConsentText))
)]
pub async fn read_consent(State(app): State<App>, headers: HeaderMap) -> Answer<Json<ConsentText>> {
    let accepted_at = match Ticket::of(&headers) {
        Some(ticket) => accepted_at(&app, &ticket).await?,
        None => None,
    };
    Ok(Json(ConsentText {
        version: consent::VERSION.into(),
        title: consent::TITLE.into(),
        paragraphs: consent::PARAGRAPHS.iter().map(|&p| p.into()).collect(),
        accepted_at,
    }))
}

async fn accepted_at(app: &App, ticket: &Ticket) -> Result<Option<DateTime<Utc>>, Problem> {
    let key = keys::identity::profile(ticket.user);
    let Ok((_, mut found)) = ticket.open(app, std::slice::from_ref(&key)).await else { return Ok(None) };
    let profile: Option<Profile> = found.take(&key)?;
    Ok(profile.filter(|p| !p.consent_required()).and_then(|p| p.consent).map(|c| c.at))
}

/// «Я согласен»
#[utoipa::path(
    put, path = "/api/consent", tag = "register", operation_id = "acceptConsent",
    request_body = Acceptance,
    responses(
        (status = 204, description = "Accepted; accepting again changes nothing"),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`consent_outdated`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`invalid_fields`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn accept_consent(
    State(app): State<App>,
    ticket: Ticket,
    viewer: Viewer,
    Body(input): Body<Acceptance>,
) -> Answer<StatusCode> {
    let key = keys::identity::profile(ticket.user);
    let (_, mut found) = ticket.open(&app, std::slice::from_ref(&key)).await?;
    let profile: Profile = found.take(&key)?.ok_or(Refusal::SessionRequired)?;
    if input.version != consent::VERSION {
        return Err(Refusal::ConsentOutdated.into());
    }
    if !profile.consent_required() {
        return Ok(StatusCode::NO_CONTENT);
    }
    let given = Consent {
        version: input.version,
        text_sha256: consent::text_sha256(),
        at: app.clock.now(),
        ip: viewer.ip_text(),
    };
    let given = serde_dynamo::to_attribute_value(given).map_err(Problem::internal)?;
    Transaction::new()
        .set(key, vec![("consent", Some(given))], Condition::Exists, Refusal::SessionRequired)
        .commit(&app.store)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
