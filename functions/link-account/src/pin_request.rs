//! POST /api/accounts/{id}/pin-requests: «Подать запрос на получение ПИН-кода» (R-181, C-25; security row 54).

use axum::{Json, extract::State};
use domain::{
    Channel,
    limits::{PIN_REQUESTS, PIN_REQUESTS_PER_ACCOUNT},
    link::Level,
    login::Login,
    text::clean_line,
};
use http::StatusCode;
use platform::{
    App, Fields, Problem, Refusal,
    http::{Answer, Body},
    limits,
    pins::{self, Requested},
    problem::ProblemBody,
    sessions::Gate,
};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// Longest name of a person in full, characters.
const LONGEST_NAME: usize = 120;
/// Sending a PIN takes longer than writing a row: the answer waits until nobody can tell which of them it was.
const ANSWERS_AFTER: Duration = Duration::from_secs(1);

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPinRequest {
    /// «ФИО», 1 to 120 characters.
    pub name: String,
    /// May be empty when there is a phone.
    pub email: String,
    /// A mobile phone; may be empty when there is an e-mail address.
    pub phone: String,
}

/// The request has been taken. Whether the contact is the one on file is not told.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct PinRequestTaken {}

/// Asks for a PIN: it comes to the contact on file at the company, or after an operator's check
#[utoipa::path(
    post, path = "/api/accounts/{id}/pin-requests", tag = "link-account", operation_id = "requestPin",
    params(("id" = String, Path, description = "`company-number`")),
    request_body = NewPinRequest,
    responses(
        (status = 202, description = "Taken; the same whatever becomes of it", body = PinRequestTaken),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "`not_permitted`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`already_extended`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`invalid_fields`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "`too_many_requests`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn request_pin(
    State(app): State<App>,
    gate: Gate,
    Body(input): Body<NewPinRequest>,
) -> Answer<(StatusCode, Json<PinRequestTaken>)> {
    let answers_at = Instant::now() + ANSWERS_AFTER;
    let user = gate.ticket.user;
    let counters = [
        limits::counter(&PIN_REQUESTS, &format!("{user}#{}", gate.account), app.clock.now()),
        limits::counter(&PIN_REQUESTS_PER_ACCOUNT, &gate.account.to_string(), app.clock.now()),
    ];
    let (linked, mut found) =
        gate.open(&app, &counters.each_ref().map(|counter| counter.key.clone())).await?;
    if linked.link.level == Level::Extended {
        return Err(Refusal::AlreadyExtended.into());
    }
    if !linked.company.extension.takes_pin_requests() {
        return Err(Refusal::NotPermitted.into());
    }
    let requested = input.check()?;
    for counter in &counters {
        if counter.reached(&mut found)? {
            return Err(Problem::new(Refusal::TooManyRequests).retry_after(counter.retry_after));
        }
    }
    pins::request::take(&app, &linked, user, requested).await?;
    sleep_until(answers_at).await;
    Ok((StatusCode::ACCEPTED, Json(PinRequestTaken {})))
}

impl NewPinRequest {
    fn check(&self) -> Result<Requested, Problem> {
        let mut fields = Fields::new();
        let name = fields.take("name", clean_line(&self.name, LONGEST_NAME), |e| (e.code(), e.message()));
        let email = contact(&mut fields, "email", &self.email, Channel::Email);
        let phone = contact(&mut fields, "phone", &self.phone, Channel::Sms);
        if self.email.trim().is_empty() && self.phone.trim().is_empty() {
            fields.refuse("email", "contact_required", "Укажите адрес электронной почты или телефон");
        }
        fields.finish()?;
        let name = name.ok_or_else(|| Problem::internal("a name without error is there"))?;
        Ok(Requested { name, email, phone })
    }
}

/// `None`: nothing typed, or its error noted.
fn contact(fields: &mut Fields, field: &'static str, typed: &str, channel: Channel) -> Option<Login> {
    if typed.trim().is_empty() {
        return None;
    }
    let contact = fields.take(field, Login::parse(typed), |e| (e.code(), e.message()))?;
    if contact.channel() == channel {
        return Some(contact);
    }
    let (code, message) = match channel {
        Channel::Email => ("email_malformed", "Укажите адрес электронной почты вида ivanov@mail.ru"),
        Channel::Sms => ("phone_malformed", "Укажите номер мобильного телефона вида +7 912 345-67-89"),
    };
    fields.refuse(field, code, message);
    None
}
