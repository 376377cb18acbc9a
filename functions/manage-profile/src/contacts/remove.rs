//! DELETE /api/profile/contacts/{channel}.

use super::confirm::place;
use crate::{read, view::ProfileView};
use axum::{
    Json,
    extract::{Path, State},
};
use domain::login::Channel;
use platform::{
    App, Condition, Refusal, Transaction,
    http::Answer,
    outbox::Event,
    problem::ProblemBody,
    sessions::Ticket,
    store::{attribute, keys},
};

/// Takes an address out of the profile; the last one stays
#[utoipa::path(
    delete, path = "/api/profile/contacts/{channel}", tag = "manage-profile", operation_id = "removeContact",
    params(("channel" = Channel, Path, description = "Which of the two")),
    responses(
        (status = 200, description = "The profile as it is now", body = ProfileView),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`last_contact`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn remove_contact(
    State(app): State<App>,
    ticket: Ticket,
    Path(channel): Path<String>,
) -> Answer<Json<ProfileView>> {
    let (_, mut profile) = read::of(&app, &ticket).await?;
    let (channel, other) = match channel.as_str() {
        "email" => (Channel::Email, "phone"),
        "sms" => (Channel::Sms, "email"),
        _ => return Err(Refusal::NotFound.into()),
    };
    let (field, contact) = place(&mut profile, channel);
    let Some(removed) = contact.take() else { return Ok(Json(profile.into())) };
    let mut set = vec![(field, None)];
    if channel == Channel::Email {
        // Without an address there is nowhere for the bill to go.
        profile.e_bill = false;
        set.push(("e_bill", Some(attribute(&false)?)));
    }
    let event = Event::ContactChanged { user: ticket.user, channel, old: Some(removed.address) };
    Transaction::new()
        .set(keys::identity::profile(ticket.user), set, Condition::Has(other), Refusal::LastContact)
        .event(&event, app.clock.now())
        .commit(&app.store)
        .await?;
    Ok(Json(profile.into()))
}
