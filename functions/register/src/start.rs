//! POST /api/registrations (R-007…R-010).

use crate::registration::NewUser;
use axum::{Json, extract::State};
use domain::limits::registrations_per_ip;
use http::{HeaderMap, StatusCode};
use platform::{
    App, Refusal, Transaction,
    http::{Answer, Body, Viewer},
    limits, passwords,
    problem::ProblemBody,
    store::keys,
};
use serde::Deserialize;
use verification::{Browser, Flow, FlowView, login_and_password};

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// E-mail or Russian mobile number in any spelling.
    pub login: String,
    /// 5 to 64 printable characters (C-05).
    #[schema(format = Password)]
    pub password: String,
}

/// Begins a registration and sends a code
#[utoipa::path(
    post, path = "/api/registrations", tag = "register", operation_id = "startRegistration",
    request_body = Registration,
    responses(
        (status = 201, description = "The code is on its way", body = FlowView),
        (status = 422, description = "`invalid_fields`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "`too_many_requests`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn start_registration(
    State(app): State<App>,
    viewer: Viewer,
    browser: Browser,
    Body(input): Body<Registration>,
) -> Answer<(StatusCode, HeaderMap, Json<FlowView>)> {
    let (login, password) = login_and_password(&app, &input.login, input.password)?;
    let now = app.clock.now();

    // The hash is made before anything is known of the login: the same work for all (row 10).
    let password = passwords::hash(password).await?;
    let credentials = keys::identity::login(login.as_str());
    let taken = app.store.get_many(std::slice::from_ref(&credentials)).await?.has(&credentials);

    let limit = registrations_per_ip(app.config.rules.registrations_per_address);
    let by_ip = limits::counter(&limit, &viewer.ip_text(), now);
    let counted = Transaction::new().count(by_ip, Refusal::TooManyRequests);
    let flow = Flow::new(login, NewUser { password }, taken, &browser, now);
    let view = flow.begin(&app, &viewer, counted, now).await?;
    Ok((StatusCode::CREATED, browser.cookie()?, Json(view)))
}
