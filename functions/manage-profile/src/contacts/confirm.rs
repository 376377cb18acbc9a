//! POST /api/profile/changes/{id}/confirmation: the code makes the address the user's (R-166; security row 24).

use super::{
    address::{ContactKind, NewAddress},
    resend::find,
};
use crate::{read, view::ProfileView};
use axum::{
    Json,
    extract::{Path, State},
};
use domain::login::{Channel, Login};
use platform::{
    App, Condition, Problem, Refusal, Transaction,
    http::{Answer, Body},
    outbox::Event,
    problem::ProblemBody,
    records::{Contact, Credentials, OpenSession, Profile},
    sessions::{SessionRow, Ticket},
    store::{attribute, keys},
};
use verification::{Accepted, Browser, Confirmation, Waits};

/// Gives the code: the new address counts from now on
#[utoipa::path(
    post, path = "/api/profile/changes/{id}/confirmation", tag = "manage-profile", operation_id = "confirmContactChange",
    params(("id" = String, Path, description = "Of the change")),
    request_body = Confirmation,
    responses(
        (status = 200, description = "The profile as it is now", body = ProfileView),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`flow_not_found`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 410, description = "`code_expired`, `code_used_up`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`wrong_code`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "`too_many_requests`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn confirm_contact_change(
    State(app): State<App>,
    ticket: Ticket,
    browser: Browser,
    Path(id): Path<String>,
    Body(input): Body<Confirmation>,
) -> Answer<Json<ProfileView>> {
    let (session, profile) = read::of(&app, &ticket).await?;
    let flow = find(&app, &ticket, &id, &browser).await?;
    let accepted = flow.accept(&app, &input.code).await?;
    let kind = accepted.waits.kind;
    let change = Change { app: &app, accepted, ticket, session, profile };
    let changed = match kind {
        ContactKind::Login => change.login().await?,
        ContactKind::Email | ContactKind::Phone => change.contact().await?,
    };
    Ok(Json(changed.into()))
}

struct Change<'a> {
    app: &'a App,
    accepted: Accepted<NewAddress>,
    ticket: Ticket,
    session: SessionRow,
    profile: Profile,
}

/// How often it gives way to sign-ins of the same moment.
const TURNS: u32 = 8;

impl Change<'_> {
    /// A verified address for notices. Whoever had the one before is told, too.
    async fn contact(mut self) -> Result<Profile, Problem> {
        let now = self.app.clock.now();
        let to = self.accepted.to.clone();
        let channel = to.channel();
        let contact = Contact { address: to.clone(), verified_at: now };
        let (field, place) = place(&mut self.profile, channel);
        let set = vec![(field, Some(attribute(&contact)?))];
        let old = place.replace(contact).map(|contact| contact.address);
        let writes = self.accepted.spend(Transaction::new());
        self.accepted
            .waits
            .holds(&to, writes)
            .set(keys::identity::profile(self.profile.user), set, Condition::Exists, Refusal::SessionRequired)
            .event(&Event::ContactChanged { user: self.profile.user, channel, old }, now)
            .commit(&self.app.store)
            .await?;
        Ok(self.profile)
    }

    /// Only the new login works from now on. This session goes on, all others end.
    async fn login(mut self) -> Result<Profile, Problem> {
        for _ in 0..TURNS {
            match self.try_login().await {
                Err(problem) if problem.refusal == Refusal::RequestInProgress => {}
                Err(problem) => return Err(problem),
                Ok(()) => return Ok(self.profile),
            }
        }
        Err(Refusal::RequestInProgress.into())
    }

    async fn try_login(&mut self) -> Result<(), Problem> {
        let now = self.app.clock.now();
        let NewAddress { user, login: old, epoch, .. } = &self.accepted.waits;
        let new = &self.accepted.to;
        let known: Option<Credentials> = self.app.store.get(&keys::identity::login(old)).await?;
        let known = known.filter(|known| known.user == *user && known.epoch == *epoch);
        let known = known.ok_or(Refusal::FlowNotFound)?;
        let kept = OpenSession { digest: self.ticket.digest.clone(), at: self.session.created_at };
        let moved = known.with_password(known.hash.clone(), Some(kept));

        let mut profile = Profile { login: new.as_str().to_owned(), ..self.profile.clone() };
        let mut set = vec![("login", Some(attribute(&new)?))];
        // The new login is verified by its code: where there was no such contact it is one.
        let (field, contact) = place(&mut profile, new.channel());
        if contact.is_none() {
            let verified = Contact { address: new.clone(), verified_at: now };
            set.push((field, Some(attribute(&verified)?)));
            *contact = Some(verified);
        }
        let mut writes = self
            .accepted
            .spend(Transaction::new())
            .put(keys::identity::login(new.as_str()), &moved, Condition::Absent, Refusal::FlowNotFound)
            .delete(keys::identity::login(old), known.unchanged(), Refusal::RequestInProgress)
            .set(keys::identity::profile(*user), set, Condition::equals("login", old), Refusal::FlowNotFound)
            .set(
                self.ticket.key().clone(),
                vec![("login", Some(attribute(&new)?))],
                Condition::Exists,
                Refusal::SessionRequired,
            )
            .remove(keys::identity::throttle(new.as_str(), None))
            .remove(keys::identity::throttle(old, None));
        for ended in known.sessions_except(Some(&self.ticket.digest)) {
            writes = writes.remove(ended);
        }
        let old = Login::parse(old).map_err(Problem::internal)?;
        writes.event(&Event::LoginChanged { user: *user, old }, now).commit(&self.app.store).await?;
        self.profile = profile;
        Ok(())
    }
}

/// The contact of a channel and its name in the row.
pub fn place(profile: &mut Profile, channel: Channel) -> (&'static str, &mut Option<Contact>) {
    match channel {
        Channel::Email => ("email", &mut profile.email),
        Channel::Sms => ("phone", &mut profile.phone),
    }
}
