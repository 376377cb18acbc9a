//! POST /api/recoveries: «Восстановить пароль» (R-021…R-024).

use crate::recovery::{NewPassword, Owner};
use axum::{Json, extract::State};
use domain::limits::RECOVERIES_PER_IP;
use http::{HeaderMap, StatusCode};
use platform::{
    App, Refusal, Transaction,
    http::{Answer, Body, Viewer},
    limits, passwords,
    problem::ProblemBody,
    records::Credentials,
    store::keys,
};
use serde::Deserialize;
use verification::{Browser, Flow, FlowView, login_and_password};

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Recovery {
    /// E-mail or Russian mobile number in any spelling.
    pub login: String,
    /// The new password: 5 to 64 printable characters (R-022, C-05).
    #[schema(format = Password)]
    pub password: String,
}

/// Begins a recovery and sends a code; whether the login exists is not told
#[utoipa::path(
    post, path = "/api/recoveries", tag = "recover-password", operation_id = "startRecovery",
    request_body = Recovery,
    responses(
        (status = 201, description = "The code is on its way, if the login is somebody's", body = FlowView),
        (status = 422, description = "`invalid_fields`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "`too_many_requests`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn start_recovery(
    State(app): State<App>,
    viewer: Viewer,
    browser: Browser,
    Body(input): Body<Recovery>,
) -> Answer<(StatusCode, HeaderMap, Json<FlowView>)> {
    let (login, password) = login_and_password(&app, &input.login, input.password)?;
    let now = app.clock.now();

    // The hash is made before anything is known of the login: the same work for all (row 10).
    let password = passwords::hash(password).await?;
    let known: Option<Credentials> = app.store.get(&keys::identity::login(login.as_str())).await?;
    let owner = known.as_ref().map(Owner::from);

    let by_ip = limits::counter(&RECOVERIES_PER_IP, &viewer.ip_text(), now);
    let counted = Transaction::new().count(by_ip, Refusal::TooManyRequests);
    let flow = Flow::new(login, NewPassword { password, owner }, owner.is_none(), &browser, now);
    let view = flow.begin(&app, &viewer, counted, now).await?;
    Ok((StatusCode::CREATED, browser.cookie()?, Json(view)))
}
