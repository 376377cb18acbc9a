//! POST /api/session.

use crate::{attempt::Attempt, device};
use axum::{Json, extract::State};
use chrono::{DateTime, Utc};
use domain::login::Login;
use http::{HeaderMap, StatusCode, header};
use platform::{
    App, Condition, Fields, Problem, Refusal, Transaction,
    http::{Answer, Body, Viewer},
    passwords,
    problem::ProblemBody,
    records::Credentials,
    sessions::{self, SignedIn, Ticket},
    store::keys,
};
use serde::Deserialize;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// E-mail or Russian mobile number in any spelling.
    pub login: String,
    #[schema(format = Password)]
    pub password: String,
}

/// Opens a session
#[utoipa::path(
    post, path = "/api/session", tag = "sign-in", operation_id = "signIn",
    request_body = SignIn,
    responses(
        (status = 201, description = "Signed in", body = SignedIn),
        (status = 401, description = "`wrong_credentials`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`invalid_fields`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "`sign_in_paused`, `too_many_requests`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn sign_in(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Body(input): Body<SignIn>,
) -> Answer<(StatusCode, HeaderMap, Json<SignedIn>)> {
    let now = app.clock.now();
    let login = check(&input)?;
    let attempt = Attempt::read(&app, login, &headers, &viewer, now).await?;
    attempt.check_pause(now)?;
    let hash = attempt.credentials.as_ref().map(|known| known.hash.clone());
    let right = passwords::verify(input.password.clone(), hash).await?;
    match attempt.credentials.clone() {
        Some(credentials) if right => {
            let old = Ticket::of(&headers);
            open(&app, attempt, credentials, input.password, &viewer, old, now).await
        }
        _ => {
            attempt.note_failure(&app, now).await?;
            Err(Refusal::WrongCredentials.into())
        }
    }
}

fn check(input: &SignIn) -> Result<Login, Problem> {
    let mut fields = Fields::new();
    let login = fields.take("login", Login::parse(&input.login), |e| (e.code(), e.message()));
    // Longer than any password can be: no work for whoever sends a book.
    if input.password.is_empty() || input.password.chars().count() > 256 {
        fields.refuse("password", "password_empty", "Введите пароль");
    }
    fields.finish()?;
    login.ok_or_else(|| Problem::internal("a login without error is there"))
}

/// A new session id at every sign-in; the one the browser came with is over (row 30).
async fn open(
    app: &App,
    attempt: Attempt,
    credentials: Credentials,
    password: String,
    viewer: &Viewer,
    old: Option<Ticket>,
    now: DateTime<Utc>,
) -> Answer<(StatusCode, HeaderMap, Json<SignedIn>)> {
    let user = credentials.user;
    let session = sessions::new_session(user, attempt.login.as_str(), viewer, now)?;
    let mut headers = HeaderMap::from_iter([(header::SET_COOKIE, session.cookie)]);
    let mut writes = Transaction::new().put(session.key, &session.row, Condition::Absent, Refusal::Internal);
    writes = attempt.clear(writes);
    if let Some(old) = old {
        writes = writes.remove(old.key().clone());
    }
    if attempt.device.is_none() {
        let (key, row, cookie) = device::remember(user, now)?;
        writes = writes.write(key, &row);
        headers.append(header::SET_COOKIE, cookie);
    }
    if passwords::outdated(&credentials.hash) {
        let renewed = Credentials { hash: passwords::hash(password).await?, ..credentials.clone() };
        let same = Condition::equals("hash", &credentials.hash);
        writes = writes.put(
            keys::identity::login(attempt.login.as_str()),
            &renewed,
            same,
            Refusal::WrongCredentials,
        );
    }
    writes.commit(&app.store).await?;
    Ok((StatusCode::CREATED, headers, Json(SignedIn { user: user.to_string() })))
}
