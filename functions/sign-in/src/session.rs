//! GET and DELETE /api/session: who is signed in, and «Выход».

use axum::{Json, extract::State};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use platform::{
    App, Refusal, Transaction,
    accounts::{self, AccountSummary},
    consent,
    http::Answer,
    problem::ProblemBody,
    records::{Deletion, Guide, Profile},
    sessions::{self, Ticket},
    store::keys,
};
use serde::Serialize;

/// Who is signed in and with what.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Session {
    /// Id of the user.
    pub user: String,
    pub login: String,
    pub consent: ConsentState,
    /// Seconds without a request after which the session ends.
    pub idle_seconds: i64,
    /// In the order they were linked.
    pub accounts: Vec<AccountSummary>,
    /// How many accounts one user may link.
    pub max_accounts: i64,
    /// Where the guide of the first visit is.
    pub guide: Guide,
    /// The profile is about to be erased; this may still be taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deletion: Option<Deletion>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ConsentState {
    /// The text in force has yet to be accepted.
    pub required: bool,
    pub version: String,
}

/// The session of this browser
#[utoipa::path(
    get, path = "/api/session", tag = "sign-in", operation_id = "readSession",
    responses(
        (status = 200, description = "Signed in", body = Session),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn read_session(State(app): State<App>, ticket: Ticket) -> Answer<Json<Session>> {
    let key = keys::identity::profile(ticket.user);
    let (row, mut found) = ticket.open(&app, std::slice::from_ref(&key)).await?;
    let profile: Profile = found.take(&key)?.ok_or(Refusal::SessionRequired)?;
    Ok(Json(Session {
        user: row.user.to_string(),
        login: profile.login.clone(),
        consent: ConsentState { required: profile.consent_required(), version: consent::VERSION.into() },
        idle_seconds: domain::session::IDLE.num_seconds(),
        accounts: accounts::of_user(&app, ticket.user).await?,
        max_accounts: app.config.rules.max_accounts,
        guide: profile.guide,
        deletion: profile.deletion,
    }))
}

/// «Выход»: ends the session at once; ending an ended one is no error
#[utoipa::path(
    delete, path = "/api/session", tag = "sign-in", operation_id = "signOut",
    responses((status = 204, description = "Nobody is signed in any more"))
)]
pub async fn sign_out(State(app): State<App>, headers: HeaderMap) -> Answer<(StatusCode, HeaderMap)> {
    if let Some(ticket) = Ticket::of(&headers) {
        Transaction::<Refusal>::new().remove(ticket.key().clone()).commit(&app.store).await?;
    }
    let forget = HeaderMap::from_iter([
        (header::SET_COOKIE, sessions::forget_cookie()),
        (HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\"")),
    ]);
    Ok((StatusCode::NO_CONTENT, forget))
}
