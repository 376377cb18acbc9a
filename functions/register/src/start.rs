//! POST /api/registrations (R-007…R-010).

use crate::{
    browser::Browser,
    flow::{Flow, FlowRow, count_code, retry_after},
};
use axum::{Json, extract::State};
use domain::{FlowId, limits::REGISTRATIONS_PER_IP, login::Login, password::PasswordPolicy};
use http::{HeaderMap, StatusCode};
use platform::{
    App, Condition, Fields, Problem, Refusal, Transaction,
    http::{Answer, Body, Viewer},
    limits, passwords,
    problem::ProblemBody,
    store::keys,
};
use serde::Deserialize;

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
        (status = 201, description = "The code is on its way", body = Flow),
        (status = 422, description = "`invalid_fields`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "`too_many_requests`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn start_registration(
    State(app): State<App>,
    viewer: Viewer,
    browser: Browser,
    Body(input): Body<Registration>,
) -> Answer<(StatusCode, HeaderMap, Json<Flow>)> {
    let (login, password) = check(&app, input)?;
    let now = app.clock.now();

    // The hash is made before anything is known of the login: the same work for all (row 10).
    let hash = passwords::hash(password).await?;
    let credentials = keys::identity::login(login.as_str());
    let taken = app.store.get_many(std::slice::from_ref(&credentials)).await?.has(&credentials);

    let id = FlowId(ulid::Ulid::from_parts(
        u64::try_from(now.timestamp_millis()).unwrap_or_default(),
        rand::random(),
    ));
    let mut flow = FlowRow::new(id, login, hash, browser.digest(), taken, now);
    let message = flow.issue(&app, now).await?;
    let counted = Transaction::new()
        .put(flow.key(), &flow, Condition::Absent, Refusal::Internal)
        .count(limits::counter(&REGISTRATIONS_PER_IP, &viewer.ip_text(), now), Refusal::TooManyRequests);
    count_code(counted, &flow.login, &viewer, now)
        .commit(&app.store)
        .await
        .map_err(|error| Problem::from(error).retry_after(retry_after(&flow.login, now)))?;
    app.messenger.send(&flow.login, &message).await?;
    Ok((StatusCode::CREATED, browser.cookie()?, Json(flow.view(&app, now))))
}

fn check(app: &App, input: Registration) -> Result<(Login, String), Problem> {
    let mut fields = Fields::new();
    let login = fields.take("login", Login::parse(&input.login), |e| (e.code(), e.message()));
    let policy = PasswordPolicy { min: app.config.rules.password_min, ..PasswordPolicy::default() };
    // Without a login the password is still checked for all that does not depend on it.
    let stranger = Login::parse("nobody@example.invalid").map_err(|_| Problem::internal("no stranger"))?;
    let checked = policy.check(&input.password, login.as_ref().unwrap_or(&stranger));
    fields.take("password", checked, |e| (e.code(), e.message()));
    fields.finish()?;
    let login = login.ok_or_else(|| Problem::internal("a login without error is there"))?;
    Ok((login, input.password))
}
