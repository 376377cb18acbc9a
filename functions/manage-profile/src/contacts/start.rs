//! POST /api/profile/changes: «Сменить логин», a new e-mail, a new phone.

use super::address::{ContactKind, NewAddress};
use crate::{
    proof::{self, Caller},
    read,
};
use axum::{Json, extract::State};
use domain::{
    limits::CONTACT_CHANGES_PER_USER,
    login::{Channel, Login, LoginError},
};
use http::{HeaderMap, StatusCode};
use platform::{
    App, Fields, Problem, Refusal, Transaction,
    http::{Answer, Body, Viewer},
    limits,
    problem::ProblemBody,
    records::{Credentials, Profile},
    sessions::Ticket,
    store::keys,
};
use serde::Deserialize;
use verification::{Browser, Flow, FlowView};

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactChange {
    pub kind: ContactKind,
    /// The new address; for a login either an e-mail or a mobile number.
    pub value: String,
    /// For `login` only: the current password (C-21).
    #[schema(format = Password)]
    pub password: Option<String>,
}

/// Sends a code to a new address; nothing changes before it is given
#[utoipa::path(
    post, path = "/api/profile/changes", tag = "manage-profile", operation_id = "startContactChange",
    request_body = ContactChange,
    responses(
        (status = 201, description = "The code is on its way", body = FlowView),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`invalid_fields`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "`sign_in_paused`, `too_many_requests`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn start_contact_change(
    State(app): State<App>,
    ticket: Ticket,
    viewer: Viewer,
    browser: Browser,
    headers: HeaderMap,
    Body(input): Body<ContactChange>,
) -> Answer<(StatusCode, HeaderMap, Json<FlowView>)> {
    let now = app.clock.now();
    let (_, profile) = read::of(&app, &ticket).await?;
    let to = check(&input, &profile)?;
    let by_user = limits::counter(&CONTACT_CHANGES_PER_USER, &ticket.user.to_string(), now);
    let counted = Transaction::new().count(by_user, Refusal::TooManyRequests);

    let (known, taken, counted) = if input.kind == ContactKind::Login {
        let caller = Caller { profile: &profile, headers: &headers, viewer: &viewer };
        let password = input.password.unwrap_or_default();
        let (known, attempt) = proof::password(&app, caller, "password", &password, now).await?;
        let wanted = keys::identity::login(to.as_str());
        let taken = app.store.get_many(std::slice::from_ref(&wanted)).await?.has(&wanted);
        (known, taken, attempt.clear(counted))
    } else {
        let known: Option<Credentials> = app.store.get(&keys::identity::login(&profile.login)).await?;
        (known.ok_or(Refusal::SessionRequired)?, false, counted)
    };
    let waits = NewAddress { user: ticket.user, kind: input.kind, login: profile.login, epoch: known.epoch };
    // A login that is somebody's gets the same answer and a letter without a code.
    let view = Flow::new(to, waits, taken, &browser, now).begin(&app, &viewer, counted, now).await?;
    Ok((StatusCode::CREATED, browser.cookie()?, Json(view)))
}

fn check(input: &ContactChange, profile: &Profile) -> Result<Login, Problem> {
    let mut fields = Fields::new();
    let parsed = Login::parse(&input.value).and_then(|to| match (input.kind, to.channel()) {
        (ContactKind::Email, Channel::Sms) => Err(LoginError::MalformedEmail),
        (ContactKind::Phone, Channel::Email) => Err(LoginError::MalformedPhone),
        _ => Ok(to),
    });
    let to = fields.take("value", parsed, |e| (e.code(), e.message()));
    let present = match input.kind {
        ContactKind::Login => Some(profile.login.as_str()),
        ContactKind::Email => profile.email.as_ref().map(|contact| contact.address.as_str()),
        ContactKind::Phone => profile.phone.as_ref().map(|contact| contact.address.as_str()),
    };
    if to.as_ref().is_some_and(|to| Some(to.as_str()) == present) {
        match input.kind {
            ContactKind::Login => fields.refuse("value", "login_unchanged", "Это ваш нынешний логин"),
            _ => fields.refuse("value", "contact_unchanged", "Этот контакт уже подтверждён"),
        }
    }
    if input.kind == ContactKind::Login && !input.password.as_deref().is_some_and(proof::is_typed) {
        fields.refuse("password", "password_empty", "Введите пароль");
    }
    fields.finish()?;
    to.ok_or_else(|| Problem::internal("an address without error is there"))
}
