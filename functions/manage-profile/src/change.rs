//! PATCH /api/profile: name, notices, e-bill, guide (R-164, R-168, R-169, R-016…R-018).

use crate::{read, view::ProfileView};
use axum::{Json, extract::State};
use domain::person::clean_name;
use platform::{
    App, Condition, Fields, Problem, Refusal, Transaction,
    http::{Answer, Body},
    problem::ProblemBody,
    records::{Guide, Notices, Person, Profile},
    sessions::Ticket,
    store::keys,
};
use serde::{Deserialize, Serialize};

/// What is to change; what is not there stays.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileChange {
    pub person: Option<PersonChange>,
    pub notices: Option<NoticesChange>,
    /// Only with a verified e-mail address.
    pub e_bill: Option<bool>,
    pub guide: Option<Guide>,
}

/// At most 60 letters, spaces, hyphens and apostrophes each; an empty string takes the name away.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonChange {
    pub surname: Option<String>,
    pub name: Option<String>,
    pub patronymic: Option<String>,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticesChange {
    pub debts: Option<bool>,
    pub statuses: Option<bool>,
    pub news: Option<bool>,
}

/// Changes what the request names
#[utoipa::path(
    patch, path = "/api/profile", tag = "manage-profile", operation_id = "changeProfile",
    request_body = ProfileChange,
    responses(
        (status = 200, description = "The profile as it is now", body = ProfileView),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`email_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`invalid_fields`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn change_profile(
    State(app): State<App>,
    ticket: Ticket,
    Body(input): Body<ProfileChange>,
) -> Answer<Json<ProfileView>> {
    let (_, mut profile) = read::of(&app, &ticket).await?;
    let mut set = Vec::new();
    if let Some(change) = input.person {
        profile.person = person(change, profile.person)?;
        set.push(("person", attribute(&profile.person)?));
    }
    if let Some(change) = input.notices {
        let Notices { debts, statuses, news } = profile.notices;
        profile.notices = Notices {
            debts: change.debts.unwrap_or(debts),
            statuses: change.statuses.unwrap_or(statuses),
            news: change.news.unwrap_or(news),
        };
        set.push(("notices", attribute(&profile.notices)?));
    }
    if let Some(mut guide) = input.guide {
        guide.seen.sort_unstable();
        guide.seen.dedup();
        profile.guide = guide;
        set.push(("guide", attribute(&profile.guide)?));
    }
    if let Some(e_bill) = input.e_bill {
        profile.e_bill = e_bill;
        set.push(("e_bill", attribute(&e_bill)?));
    }
    if !set.is_empty() {
        store(&app, &profile, set, input.e_bill == Some(true)).await?;
    }
    Ok(Json(profile.into()))
}

fn person(change: PersonChange, before: Person) -> Result<Person, Problem> {
    let mut fields = Fields::new();
    let mut part = |field: &str, typed: Option<String>, before: Option<String>| match typed {
        None => before,
        Some(typed) => fields.take(field, clean_name(&typed), |e| (e.code(), e.message())).flatten(),
    };
    let person = Person {
        surname: part("person.surname", change.surname, before.surname),
        name: part("person.name", change.name, before.name),
        patronymic: part("person.patronymic", change.patronymic, before.patronymic),
    };
    fields.finish()?;
    Ok(person)
}

type Attribute = (&'static str, Option<platform::store::Attribute>);

async fn store(app: &App, profile: &Profile, set: Vec<Attribute>, needs_email: bool) -> Result<(), Problem> {
    let key = keys::identity::profile(profile.user);
    let written = if needs_email {
        Transaction::new().set(key, set, Condition::Has("email"), Refusal::EmailRequired)
    } else {
        Transaction::new().set(key, set, Condition::Exists, Refusal::SessionRequired)
    };
    Ok(written.commit(&app.store).await?)
}

fn attribute<T: Serialize>(value: &T) -> Result<Option<platform::store::Attribute>, Problem> {
    platform::store::attribute(value).map(Some).map_err(Problem::from)
}
