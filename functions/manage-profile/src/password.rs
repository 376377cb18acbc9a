//! PUT /api/profile/password: «Сменить пароль» (R-167; security rows 11, 25).

use crate::{
    proof::{self, Caller},
    read,
};
use axum::extract::State;
use chrono::{DateTime, Utc};
use domain::login::Login;
use http::{HeaderMap, StatusCode};
use platform::{
    App, Condition, Fields, Problem, Refusal, Transaction,
    http::{Answer, Body, Viewer},
    outbox::Event,
    passwords,
    problem::ProblemBody,
    records::{Credentials, OpenSession, Profile},
    sessions::{SessionRow, Ticket},
    store::{attribute, keys},
};
use serde::Deserialize;
use verification::{Attempt, checked_password};

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    #[schema(format = Password)]
    pub current: String,
    /// 5 to 64 printable characters (C-05).
    #[schema(format = Password)]
    pub password: String,
}

/// Sets a new password; other sessions end
#[utoipa::path(
    put, path = "/api/profile/password", tag = "manage-profile", operation_id = "changePassword",
    request_body = PasswordChange,
    responses(
        (status = 204, description = "Changed"),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`request_in_progress`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`invalid_fields`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "`sign_in_paused`, `too_many_requests`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn change_password(
    State(app): State<App>,
    ticket: Ticket,
    viewer: Viewer,
    headers: HeaderMap,
    Body(input): Body<PasswordChange>,
) -> Answer<StatusCode> {
    let now = app.clock.now();
    let (session, profile) = read::of(&app, &ticket).await?;
    let (current, password) = check(&app, &profile, input)?;
    let caller = Caller { profile: &profile, headers: &headers, viewer: &viewer };
    let (mut known, attempt) = proof::password(&app, caller, "current", &current, now).await?;
    let (given, hash) = (known.hash.clone(), passwords::hash(password).await?);
    for _ in 0..TURNS {
        match store(&app, &ticket, &session, &known, &attempt, &hash, now).await {
            Err(problem) if problem.refusal == Refusal::RequestInProgress => {}
            Err(problem) => return Err(problem),
            Ok(()) => return Ok(StatusCode::NO_CONTENT),
        }
        let again: Option<Credentials> = app.store.get(&keys::identity::login(&profile.login)).await?;
        known = again.filter(|again| again.hash == given).ok_or(Refusal::RequestInProgress)?;
    }
    Err(Refusal::RequestInProgress.into())
}

/// How often it gives way to sign-ins of the same moment.
const TURNS: u32 = 8;

fn check(app: &App, profile: &Profile, input: PasswordChange) -> Result<(String, String), Problem> {
    let mut fields = Fields::new();
    if !proof::is_typed(&input.current) {
        fields.refuse("current", "password_empty", "Введите нынешний пароль");
    }
    let login = Login::parse(&profile.login).ok();
    let password = checked_password(app, &mut fields, "password", login.as_ref(), input.password)?;
    fields.finish()?;
    let password = password.ok_or_else(|| Problem::internal("a password without error is there"))?;
    Ok((input.current, password))
}

/// The password is new, this session goes on, and nothing else that the old one opened is open.
async fn store(
    app: &App,
    ticket: &Ticket,
    session: &SessionRow,
    known: &Credentials,
    attempt: &Attempt,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    let kept = OpenSession { digest: ticket.digest.clone(), at: session.created_at };
    let renewed = known.with_password(hash.to_owned(), Some(kept));
    let mut writes = Transaction::new()
        .put(
            keys::identity::login(attempt.login.as_str()),
            &renewed,
            known.unchanged(),
            Refusal::RequestInProgress,
        )
        .set(
            keys::identity::profile(known.user),
            vec![("password_changed_at", Some(attribute(&now)?))],
            Condition::Exists,
            Refusal::SessionRequired,
        )
        .check(ticket.key().clone(), Condition::Exists, Refusal::SessionRequired)
        .event(&Event::PasswordChanged { user: known.user }, now);
    for ended in known.sessions_except(Some(&ticket.digest)) {
        writes = writes.remove(ended);
    }
    Ok(attempt.clear(writes).commit(&app.store).await?)
}
