//! What both documents share: the request, the answer, and the way from data to a link.

use axum::Json;
use chrono::{DateTime, Utc};
use documents::RenderError;
use domain::{UserId, limits::DOCUMENTS_PER_USER};
use http::StatusCode;
use platform::{App, CommitError, Problem, Refusal, Transaction, http::Answer, limits};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long a link opens its document: unlinking an account cuts access by then (security rows 57, 78).
const LINK_LIVES: Duration = Duration::from_secs(60);

/// Nothing is to be chosen: the body is `{}`.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDocument {}

/// A document that is ready to be opened.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Document {
    /// Opens the PDF in the browser. Whoever has the address can open it, so it soon stops working.
    pub url: String,
    /// Under which the browser saves it.
    pub file_name: String,
    /// Seconds for which `url` works; then ask for the document again.
    pub expires_in: u64,
    pub created_at: DateTime<Utc>,
}

/// Counts one more document of the user: making one costs more than most requests.
pub async fn count(app: &App, user: UserId) -> Result<(), Problem> {
    let counter = limits::counter(&DOCUMENTS_PER_USER, &user.to_string(), app.clock.now());
    let retry_after = counter.retry_after;
    let counted = Transaction::new().count(counter, Refusal::TooManyRequests).commit(&app.store).await;
    counted.map_err(|error| match error {
        CommitError::Refused(refusal) => Problem::new(refusal).retry_after(retry_after),
        CommitError::Store(error) => error.into(),
    })
}

/// Draws a document, keeps it under `key` and answers with a link to it.
pub async fn publish(
    app: &App,
    key: &str,
    file_name: String,
    draw: impl FnOnce() -> Result<Vec<u8>, RenderError> + Send + 'static,
) -> Answer<(StatusCode, Json<Document>)> {
    // Drawing is milliseconds of pure work: other requests of this process must not wait for it.
    let drawn = tokio::task::spawn_blocking(draw).await.map_err(Problem::internal)?;
    let pdf = drawn.map_err(Problem::internal)?;
    let bucket = &app.config.documents_bucket;
    app.files.put(bucket, key, "application/pdf", pdf).await?;
    let url = app.files.link(bucket, key, &file_name, LINK_LIVES).await?;
    let document = Document { url, file_name, expires_in: LINK_LIVES.as_secs(), created_at: app.clock.now() };
    Ok((StatusCode::CREATED, Json(document)))
}
