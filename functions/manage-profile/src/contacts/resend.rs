//! POST /api/profile/changes/{id}/code.

use super::address::NewAddress;
use axum::{
    Json,
    extract::{Path, State},
};
use platform::{
    App, Problem, Refusal,
    http::{Answer, Viewer},
    problem::ProblemBody,
    sessions::Ticket,
};
use verification::{Browser, Flow, FlowView};

/// Sends a new code; the one before stops working
#[utoipa::path(
    post, path = "/api/profile/changes/{id}/code", tag = "manage-profile", operation_id = "resendContactCode",
    params(("id" = String, Path, description = "Of the change")),
    responses(
        (status = 200, description = "A new code is on its way", body = FlowView),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`flow_not_found`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "`too_early`, `too_many_requests`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn resend_contact_code(
    State(app): State<App>,
    ticket: Ticket,
    viewer: Viewer,
    browser: Browser,
    Path(id): Path<String>,
) -> Answer<Json<FlowView>> {
    ticket.open(&app, &[]).await?;
    let flow = find(&app, &ticket, &id, &browser).await?;
    Ok(Json(flow.resend(&app, &viewer).await?))
}

/// A change of this user in this browser.
pub async fn find(
    app: &App,
    ticket: &Ticket,
    id: &str,
    browser: &Browser,
) -> Result<Flow<NewAddress>, Problem> {
    let flow: Flow<NewAddress> = Flow::find(app, id, browser).await?;
    if flow.waits.user == ticket.user { Ok(flow) } else { Err(Refusal::FlowNotFound.into()) }
}
