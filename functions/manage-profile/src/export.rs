//! POST /api/profile/exports: everything that the portal holds of the user, as one archive (security row 90).

use crate::{archive, read};
use axum::{Json, extract::State};
use domain::limits::ARCHIVES_PER_USER;
use http::StatusCode;
use platform::{
    App, CommitError, Problem, Refusal, Transaction,
    files::archive_key,
    http::{Answer, Body},
    limits,
    problem::ProblemBody,
    sessions::Ticket,
};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long a link opens the archive (security row 57).
const LINK_LIVES: Duration = Duration::from_secs(60);

/// Nothing is to be chosen: the body is `{}`.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewArchive {}

/// An archive that is ready to be downloaded.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ProfileArchive {
    /// Whoever has the address can open it, so it soon stops working.
    pub url: String,
    /// Seconds for which `url` works; then ask again.
    pub expires_in: u64,
    pub file_name: String,
    /// Bytes.
    pub size: usize,
}

/// Puts the user's own data together
#[utoipa::path(
    post, path = "/api/profile/exports", tag = "manage-profile", operation_id = "exportProfile",
    request_body = NewArchive,
    responses(
        (status = 201, description = "A ZIP archive of JSON files", body = ProfileArchive),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`invalid_fields`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "`too_many_requests`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "`unavailable`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn export_profile(
    State(app): State<App>,
    ticket: Ticket,
    Body(NewArchive {}): Body<NewArchive>,
) -> Answer<(StatusCode, Json<ProfileArchive>)> {
    let now = app.clock.now();
    let (_, profile) = read::of(&app, &ticket).await?;
    count(&app, &ticket).await?;
    let zip = archive::of(&app, profile, now).await?;
    // One file a user: the next archive takes its place, and erasing the profile finds it.
    let (bucket, key) = (&app.config.documents_bucket, archive_key(ticket.user));
    let file_name = format!("Мой ГАЗ — мои данные {}.zip", now.format("%d.%m.%Y"));
    let size = zip.len();
    app.files.put(bucket, &key, "application/zip", zip).await?;
    let names = ("moigaz-data.zip", file_name.as_str());
    let url = app.files.attachment(bucket, &key, names, "application/zip", LINK_LIVES).await?;
    let expires_in = LINK_LIVES.as_secs();
    Ok((StatusCode::CREATED, Json(ProfileArchive { url, expires_in, file_name, size })))
}

async fn count(app: &App, ticket: &Ticket) -> Result<(), Problem> {
    let counter = limits::counter(&ARCHIVES_PER_USER, &ticket.user.to_string(), app.clock.now());
    let retry_after = counter.retry_after;
    let counted = Transaction::new().count(counter, Refusal::TooManyRequests).commit(&app.store).await;
    counted.map_err(|error| match error {
        CommitError::Refused(refusal) => Problem::new(refusal).retry_after(retry_after),
        CommitError::Store(error) => error.into(),
    })
}
