//! POST and DELETE /api/profile/deletion: to be forgotten, with time to think it over (security row 90).

use crate::{
    proof::{self, Caller},
    read,
    view::ProfileView,
};
use axum::{Json, extract::State};
use chrono::Duration;
use http::HeaderMap;
use platform::{
    App, Condition, Fields, Refusal, Transaction,
    http::{Answer, Body, Viewer},
    outbox::Event,
    problem::ProblemBody,
    records::{Deletion, Erasure},
    sessions::Ticket,
    store::{attribute, keys},
};
use serde::Deserialize;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeletionRequest {
    #[schema(format = Password)]
    pub password: String,
}

/// Asks to erase the profile: it happens when the days of grace are over
#[utoipa::path(
    post, path = "/api/profile/deletion", tag = "manage-profile", operation_id = "requestDeletion",
    request_body = DeletionRequest,
    responses(
        (status = 200, description = "The profile as it is now; asking again changes nothing", body = ProfileView),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`request_in_progress`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`invalid_fields`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "`sign_in_paused`, `too_many_requests`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn request_deletion(
    State(app): State<App>,
    ticket: Ticket,
    viewer: Viewer,
    headers: HeaderMap,
    Body(input): Body<DeletionRequest>,
) -> Answer<Json<ProfileView>> {
    let now = app.clock.now();
    let (_, mut profile) = read::of(&app, &ticket).await?;
    let mut fields = Fields::new();
    if !proof::is_typed(&input.password) {
        fields.refuse("password", "password_empty", "Введите пароль");
    }
    fields.finish()?;
    let caller = Caller { profile: &profile, headers: &headers, viewer: &viewer };
    let (_, attempt) = proof::password(&app, caller, "password", &input.password, now).await?;
    if profile.deletion.is_some() {
        return Ok(Json(profile.into()));
    }
    let user = ticket.user;
    let erases_at = now + Duration::days(app.config.rules.deletion_grace_days);
    let deletion = Deletion { requested_at: now, erases_at };
    let asked = Transaction::new()
        .set(
            keys::identity::profile(user),
            vec![("deletion", Some(attribute(&deletion)?))],
            Condition::All(vec![Condition::Exists, Condition::Lacks("deletion")]),
            Refusal::RequestInProgress,
        )
        .write(keys::identity::erasure(erases_at, user), &Erasure { user, erases_at })
        .event(&Event::DeletionRequested { user, erases_at }, now);
    attempt.clear(asked).commit(&app.store).await?;
    profile.deletion = Some(deletion);
    Ok(Json(profile.into()))
}

/// Takes the request back
#[utoipa::path(
    delete, path = "/api/profile/deletion", tag = "manage-profile", operation_id = "cancelDeletion",
    responses(
        (status = 200, description = "The profile as it is now", body = ProfileView),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`erasure_begun`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn cancel_deletion(State(app): State<App>, ticket: Ticket) -> Answer<Json<ProfileView>> {
    let (_, mut profile) = read::of(&app, &ticket).await?;
    let Some(deletion) = profile.deletion.take() else { return Ok(Json(profile.into())) };
    let user = ticket.user;
    Transaction::new()
        .set(
            keys::identity::profile(user),
            vec![("deletion", None)],
            Condition::All(vec![Condition::Exists, Condition::Lacks("erasing_since")]),
            Refusal::ErasureBegun,
        )
        .remove(keys::identity::erasure(deletion.erases_at, user))
        .event(&Event::DeletionCancelled { user }, app.clock.now())
        .commit(&app.store)
        .await?;
    Ok(Json(profile.into()))
}
