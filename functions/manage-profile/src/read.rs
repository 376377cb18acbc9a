//! GET /api/profile.

use crate::view::ProfileView;
use axum::{Json, extract::State};
use platform::{
    App, Problem, Refusal,
    http::Answer,
    problem::ProblemBody,
    records::Profile,
    sessions::{SessionRow, Ticket},
    store::keys,
};

/// The profile of the user
#[utoipa::path(
    get, path = "/api/profile", tag = "manage-profile", operation_id = "readProfile",
    responses(
        (status = 200, description = "The profile", body = ProfileView),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn read_profile(State(app): State<App>, ticket: Ticket) -> Answer<Json<ProfileView>> {
    let (_, profile) = of(&app, &ticket).await?;
    Ok(Json(profile.into()))
}

/// The session and the profile of whoever asks, in one round trip.
pub async fn of(app: &App, ticket: &Ticket) -> Result<(SessionRow, Profile), Problem> {
    let key = keys::identity::profile(ticket.user);
    let (session, mut found) = ticket.open(app, std::slice::from_ref(&key)).await?;
    Ok((session, found.take(&key)?.ok_or(Refusal::SessionRequired)?))
}
