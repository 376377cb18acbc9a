//! POST /api/registrations/{id}/code: «Отправить код повторно».

use crate::registration::NewUser;
use axum::{
    Json,
    extract::{Path, State},
};
use platform::{
    App,
    http::{Answer, Viewer},
    problem::ProblemBody,
};
use verification::{Browser, Flow, FlowView};

/// Sends a new code; the one before stops working
#[utoipa::path(
    post, path = "/api/registrations/{id}/code", tag = "register", operation_id = "resendRegistrationCode",
    params(("id" = String, Path, description = "Of the registration")),
    responses(
        (status = 200, description = "A new code is on its way", body = FlowView),
        (status = 404, description = "`flow_not_found`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "`too_early`, `too_many_requests`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn resend_registration_code(
    State(app): State<App>,
    viewer: Viewer,
    browser: Browser,
    Path(id): Path<String>,
) -> Answer<Json<FlowView>> {
    let flow: Flow<NewUser> = Flow::find(&app, &id, &browser).await?;
    Ok(Json(flow.resend(&app, &viewer).await?))
}
