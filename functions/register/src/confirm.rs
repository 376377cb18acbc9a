//! POST /api/registrations/{id}/confirmation: the code makes the account.

use crate::{browser::Browser, codes, flow::FlowRow, resend::find};
use axum::{
    Json,
    extract::{Path, State},
};
use chrono::{DateTime, Utc};
use domain::{
    UserId,
    code::{CodeVerdict, WRONG_TRIES},
    limits::WRONG_CODES_PER_LOGIN,
};
use http::{HeaderMap, StatusCode, header};
use platform::{
    App, CommitError, Condition, Problem, Refusal, Transaction,
    http::{Answer, Body, Viewer},
    limits,
    problem::ProblemBody,
    records::{Credentials, Profile},
    sessions::{self, SignedIn},
    store::keys,
};
use serde::Deserialize;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    /// Digits of the code; spaces around and between them do not matter.
    pub code: String,
}

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
    let now = app.clock.now();
    let flow = find(&app, &id, &browser).await?;
    let typed: String = input.code.chars().filter(|c| !c.is_whitespace()).take(16).collect();
    let mac = codes::mac(&app.secrets.platform().await?, flow.id, &typed)?;
    let matches = codes::equal(&mac, &flow.code_mac) && !flow.taken;
    match flow.code.check(now, matches) {
        CodeVerdict::Right => register(&app, &flow, &viewer, now).await,
        CodeVerdict::Expired => Err(Refusal::CodeExpired.into()),
        verdict @ (CodeVerdict::Wrong { .. } | CodeVerdict::UsedUp) => {
            Err(count_wrong(&app, flow, verdict, now).await?)
        }
    }
}

/// One transaction: the flow is used up exactly once, and the login is free until then (rows 3 and 9).
async fn register(
    app: &App,
    flow: &FlowRow,
    viewer: &Viewer,
    now: DateTime<Utc>,
) -> Answer<(StatusCode, HeaderMap, Json<SignedIn>)> {
    let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
    let user = UserId(ulid::Ulid::from_parts(millis, rand::random()));
    let login = flow.login.as_str();
    let credentials = Credentials { user, hash: flow.password.clone(), created_at: now };
    let profile = Profile { user, login: login.to_owned(), created_at: now, consent: None };
    let session = sessions::new_session(user, login, viewer, now)?;
    Transaction::new()
        .delete(flow.key(), Condition::equals("code_mac", &flow.code_mac), Refusal::FlowNotFound)
        .put(keys::identity::login(login), &credentials, Condition::Absent, Refusal::FlowNotFound)
        .put(keys::identity::profile(user), &profile, Condition::Absent, Refusal::Internal)
        .put(session.key.clone(), &session.row, Condition::Absent, Refusal::Internal)
        .commit(&app.store)
        .await?;
    let headers = HeaderMap::from_iter([(header::SET_COOKIE, session.cookie)]);
    Ok((StatusCode::CREATED, headers, Json(SignedIn { user: user.to_string() })))
}

/// Counts a wrong try of the code and of the login (row 4) and says how many are left.
async fn count_wrong(app: &App, flow: FlowRow, verdict: CodeVerdict, now: DateTime<Utc>) -> Answer<Problem> {
    let refused = match verdict {
        CodeVerdict::Wrong { .. } => {
            Problem::new(Refusal::WrongCode).at("code", verdict.message()).saying(verdict.message())
        }
        _ => Problem::new(Refusal::CodeUsedUp),
    };
    if flow.code.attempts >= WRONG_TRIES {
        return Ok(refused);
    }
    // Parallel guesses: each must see the count it was judged by, or be judged anew.
    let counted = FlowRow { code: flow.code.counted(), ..flow.clone() };
    let same = Condition::All(vec![Condition::Exists, Condition::equals("code", &flow.code)]);
    let counter = limits::counter(&WRONG_CODES_PER_LOGIN, flow.login.as_str(), now);
    let retry_after = counter.retry_after;
    let done = Transaction::new()
        .count(counter, Refusal::TooManyRequests)
        .put(flow.key(), &counted, same, Refusal::RequestInProgress)
        .commit(&app.store)
        .await;
    match done {
        Ok(()) => Ok(refused),
        Err(CommitError::Refused(Refusal::TooManyRequests)) => {
            Ok(Problem::new(Refusal::TooManyRequests).retry_after(retry_after))
        }
        Err(error) => Err(error.into()),
    }
}
