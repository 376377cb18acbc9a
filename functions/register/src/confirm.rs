//! POST /api/registrations/{id}/confirmation: the code makes the account.

use crate::registration::NewUser;
use axum::{
    Json,
    extract::{Path, State},
};
use domain::UserId;
use http::{HeaderMap, StatusCode, header};
use platform::{
    App, Condition, Refusal, Transaction,
    http::{Answer, Body, Viewer},
    problem::ProblemBody,
    records::{Credentials, Profile},
    sessions::{self, SignedIn},
    store::keys,
};
use verification::{Accepted, Browser, Confirmation, Flow, remember};

/// Gives the code: the account begins and the session with it
#[utoipa::path(
    post, path = "/api/registrations/{id}/confirmation", tag = "register", operation_id = "confirmRegistration",
    params(("id" = String, Path, description = "Of the registration")),
    request_body = Confirmation,
    responses(
        (status = 201, description = "Registered and signed in", body = SignedIn),
        (status = 404, description = "`flow_not_found`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 410, description = "`code_expired`, `code_used_up`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`wrong_code`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "`too_many_requests`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn confirm_registration(
    State(app): State<App>,
    viewer: Viewer,
    browser: Browser,
    Path(id): Path<String>,
    Body(input): Body<Confirmation>,
) -> Answer<(StatusCode, HeaderMap, Json<SignedIn>)> {
    let flow: Flow<NewUser> = Flow::find(&app, &id, &browser).await?;
    let accepted = flow.accept(&app, &input.code).await?;
    register(&app, accepted, &viewer).await
}

/// One transaction: the flow is used up exactly once, and the login is free until then (rows 3 and 9).
async fn register(
    app: &App,
    accepted: Accepted<NewUser>,
    viewer: &Viewer,
) -> Answer<(StatusCode, HeaderMap, Json<SignedIn>)> {
    let now = app.clock.now();
    let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
    let user = UserId(ulid::Ulid::from_parts(millis, rand::random()));
    let login = &accepted.to;
    let session = sessions::new_session(user, login.as_str(), viewer, now)?;
    let credentials = Credentials::new(user, accepted.waits.password.clone(), now);
    let credentials = credentials.with_session(&session.digest, now);
    let made = accepted
        .spend(Transaction::new())
        .put(keys::identity::login(login.as_str()), &credentials, Condition::Absent, Refusal::FlowNotFound)
        .put(
            keys::identity::profile(user),
            &Profile::new(user, login, now),
            Condition::Absent,
            Refusal::Internal,
        )
        .put(session.key, &session.row, Condition::Absent, Refusal::Internal);
    // The browser in which somebody registers is the first that is known to be theirs.
    let (made, device) = remember(made, user, now)?;
    made.commit(&app.store).await?;
    let mut headers = HeaderMap::from_iter([(header::SET_COOKIE, session.cookie)]);
    headers.append(header::SET_COOKIE, device);
    Ok((StatusCode::CREATED, headers, Json(SignedIn { user: user.to_string() })))
}
