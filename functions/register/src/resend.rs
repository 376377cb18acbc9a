//! POST /api/registrations/{id}/code: «Отправить код повторно».

use crate::{
    browser::Browser,
    flow::{Flow, FlowRow, count_code, retry_after},
};
use axum::{
    Json,
    extract::{Path, State},
};
use domain::FlowId;
use platform::{
    App, Condition, Problem, Refusal, Transaction,
    http::{Answer, Viewer},
    problem::ProblemBody,
    store::keys,
};

/// Sends a new code; the one before stops working
#[utoipa::path(
    post, path = "/api/registrations/{id}/code", tag = "register", operation_id = "resendRegistrationCode",
    params(("id" = String, Path, description = "Of the registration")),
    responses(
        (status = 200, description = "A new code is on its way", body = Flow),
        (status = 404, description = "`flow_not_found`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "`too_early`, `too_many_requests`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn resend_registration_code(
    State(app): State<App>,
    viewer: Viewer,
    browser: Browser,
    Path(id): Path<String>,
) -> Answer<Json<Flow>> {
    let now = app.clock.now();
    let mut flow = find(&app, &id, &browser).await?;
    if !flow.code.may_resend(now) {
        return Err(Problem::new(Refusal::TooEarly).retry_after(flow.code.resend_in(now)));
    }
    let before = Condition::equals("code_mac", &flow.code_mac);
    let message = flow.issue(&app, now).await?;
    // Two clicks at once: one of them finds the code already changed.
    let changed = Transaction::new().put(flow.key(), &flow, before, Refusal::TooEarly);
    count_code(changed, &flow.login, &viewer, now)
        .commit(&app.store)
        .await
        .map_err(|error| Problem::from(error).retry_after(retry_after(&flow.login, now)))?;
    app.messenger.send(&flow.login, &message).await?;
    Ok(Json(flow.view(&app, now)))
}

/// The registration of this browser; anybody else's is not there.
pub async fn find(app: &App, id: &str, browser: &Browser) -> Result<FlowRow, Problem> {
    let id: FlowId = id.parse().map_err(|_| Refusal::FlowNotFound)?;
    let flow: Option<FlowRow> = app.store.get(&keys::identity::flow(id)).await?;
    flow.filter(|flow| flow.opens_for(&browser.digest(), app.clock.now()))
        .ok_or_else(|| Refusal::FlowNotFound.into())
}
