//! POST /api/session.

use crate::crowd;
use axum::{Json, extract::State};
use chrono::{DateTime, Utc};
use domain::{UserId, device::Device as Label, login::Login};
use http::{HeaderMap, StatusCode, header};
use platform::{
    App, Condition, Fields, Problem, Refusal, Transaction,
    http::{Answer, Body, Viewer},
    outbox::Event,
    passwords,
    problem::ProblemBody,
    records::Credentials,
    sessions::{self, SignedIn, Ticket},
    store::keys,
};
use serde::Deserialize;
use std::time::Duration;
use verification::{Attempt, remember};

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
    match attempt.right(&input.password).await? {
        Some(credentials) => {
            let rehashed = match passwords::outdated(&credentials.hash) {
                true => Some(passwords::hash(input.password).await?),
                false => None,
            };
            let arrival = Arrival { attempt, viewer, old: Ticket::of(&headers), rehashed, now };
            arrival.open(&app, credentials).await
        }
        None => {
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

/// Somebody who has given the right password.
struct Arrival {
    attempt: Attempt,
    viewer: Viewer,
    /// The session the browser came with.
    old: Option<Ticket>,
    /// The same password hashed as is done today (row 18).
    rehashed: Option<String>,
    now: DateTime<Utc>,
}

/// How often an arrival gives way to others of the same moment.
const TURNS: u32 = 12;

impl Arrival {
    /// Opens a session while the password is the one that was given: whoever changes it meanwhile is right, and
    /// the old password opens nothing any more. Other sign-ins of the same moment only take turns.
    async fn open(
        self,
        app: &App,
        mut credentials: Credentials,
    ) -> Answer<(StatusCode, HeaderMap, Json<SignedIn>)> {
        let given = credentials.hash.clone();
        for turn in 1..=TURNS {
            match self.try_open(app, &credentials).await {
                Err(problem) if problem.refusal == Refusal::RequestInProgress => {}
                Err(problem) => return Err(problem),
                Ok(headers) => {
                    let user = credentials.user.to_string();
                    return Ok((StatusCode::CREATED, headers, Json(SignedIn { user })));
                }
            }
            tokio::time::sleep(Duration::from_millis(u64::from(turn) * 10)).await;
            let key = keys::identity::login(self.attempt.login.as_str());
            let again: Option<Credentials> = app.store.get(&key).await?;
            credentials = again.filter(|again| again.hash == given).ok_or(Refusal::WrongCredentials)?;
        }
        Err(Refusal::RequestInProgress.into())
    }

    /// A new session id at every sign-in; the one the browser came with is over (row 30).
    async fn try_open(&self, app: &App, credentials: &Credentials) -> Result<HeaderMap, Problem> {
        let (user, now) = (credentials.user, self.now);
        let login = self.attempt.login.as_str();
        let session = sessions::new_session(user, login, &self.viewer, now)?;
        let mut next = credentials.next();
        // The session that this one replaces takes up no room.
        let old = self.old.as_ref().map(|old| &old.digest);
        next.sessions.retain(|open| Some(&open.digest) != old);
        let mut ended = crowd::make_room(app, &mut next, now).await?;
        let mut next = next.with_session(&session.digest, now);
        if let Some(hash) = &self.rehashed {
            next.hash.clone_from(hash);
        }
        ended.extend(self.old.as_ref().map(|old| old.key().clone()).filter(|old| !ended.contains(old)));
        let mut writes = Transaction::new()
            .put(keys::identity::login(login), &next, credentials.unchanged(), Refusal::RequestInProgress)
            .put(session.key, &session.row, Condition::Absent, Refusal::Internal);
        writes = self.attempt.clear(writes);
        for key in ended {
            writes = writes.remove(key);
        }
        let mut headers = HeaderMap::from_iter([(header::SET_COOKIE, session.cookie)]);
        if self.attempt.device.is_none() {
            let (remembered, cookie) = remember(writes, user, now)?;
            writes = remembered.event(&self.new_device(user), now);
            headers.append(header::SET_COOKIE, cookie);
        }
        writes.commit(&app.store).await?;
        Ok(headers)
    }

    /// Told to the owner: a browser that the password has never been given in (row 26).
    fn new_device(&self, user: UserId) -> Event {
        let Label { browser, system } = Label::of(&self.viewer.agent);
        let said = |name: Option<&str>| name.unwrap_or_default().to_owned();
        Event::NewDevice { user, browser: said(browser), system: said(system) }
    }
}
