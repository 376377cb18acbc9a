//! GET and DELETE /api/sessions: where the user is signed in, and ending that (security row 33).

use axum::{
    Json,
    extract::{Path, State},
};
use chrono::{DateTime, Utc};
use domain::{device::Device, session};
use http::StatusCode;
use platform::{
    App, BatchWrite, Condition, Key, Problem, Query, Refusal, Table, Transaction,
    http::Answer,
    problem::ProblemBody,
    sessions::{SessionRow, Ticket},
    store::keys,
};
use serde::Serialize;
use std::cmp::Reverse;

/// Where a user is signed in.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Sessions {
    /// Last used first.
    pub sessions: Vec<OpenSession>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct OpenSession {
    pub id: String,
    /// «Chrome»; not there when the browser is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub browser: Option<String>,
    /// «Windows», «iPhone».
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    pub created_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    /// The session of this very request.
    pub current: bool,
}

/// Live sessions of the user
#[utoipa::path(
    get, path = "/api/sessions", tag = "sign-in", operation_id = "listSessions",
    responses(
        (status = 200, description = "Where the user is signed in", body = Sessions),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn list_sessions(State(app): State<App>, ticket: Ticket) -> Answer<Json<Sessions>> {
    ticket.open(&app, &[]).await?;
    let now = app.clock.now();
    let mut rows: Vec<(String, SessionRow)> = stored(&app, &ticket).await?;
    rows.retain(|(_, row)| session::decide(row.created_at, row.seen_at, now).is_live());
    rows.sort_by_key(|(_, row)| Reverse(row.seen_at));
    let sessions = rows.into_iter().map(|(digest, row)| {
        let Device { browser, system } = Device::of(&row.agent);
        OpenSession {
            browser: browser.map(str::to_owned),
            system: system.map(str::to_owned),
            created_at: row.created_at,
            seen_at: row.seen_at,
            current: digest == ticket.digest,
            id: digest,
        }
    });
    Ok(Json(Sessions { sessions: sessions.collect() }))
}

/// Ends one session at once, this one too
#[utoipa::path(
    delete, path = "/api/sessions/{id}", tag = "sign-in", operation_id = "endSession",
    params(("id" = String, Path, description = "Of the session")),
    responses(
        (status = 204, description = "Ended"),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn end_session(
    State(app): State<App>,
    ticket: Ticket,
    Path(id): Path<String>,
) -> Answer<StatusCode> {
    ticket.open(&app, &[]).await?;
    if id.len() != ticket.digest.len() || !id.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(Refusal::NotFound.into());
    }
    // The key begins with the user: of another's sessions there is none under it.
    Transaction::new()
        .delete(keys::identity::session(ticket.user, &id), Condition::Exists, Refusal::NotFound)
        .commit(&app.store)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends all sessions but this one
#[utoipa::path(
    delete, path = "/api/sessions", tag = "sign-in", operation_id = "endOtherSessions",
    responses(
        (status = 204, description = "Only this session is left"),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn end_other_sessions(State(app): State<App>, ticket: Ticket) -> Answer<StatusCode> {
    ticket.open(&app, &[]).await?;
    let mut ended = BatchWrite::new();
    for (digest, _) in stored(&app, &ticket).await? {
        let key: Key = keys::identity::session(ticket.user, &digest);
        if key != *ticket.key() {
            ended.delete(key);
        }
    }
    ended.run(&app.store).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Rows of the user's sessions with their digests, ended ones that wait for the sweep among them.
async fn stored(app: &App, ticket: &Ticket) -> Result<Vec<(String, SessionRow)>, Problem> {
    let query = Query::partition(Table::Identity, keys::identity::user_partition(ticket.user));
    let page = query.prefix(keys::identity::SESSIONS).run(&app.store).await?;
    let prefix = keys::identity::SESSIONS;
    let digests: Vec<String> =
        page.sort_keys().filter_map(|key| key.strip_prefix(prefix)).map(str::to_owned).collect();
    Ok(digests.into_iter().zip(page.all::<SessionRow>()?).collect())
}
