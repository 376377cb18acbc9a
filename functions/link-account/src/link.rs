//! POST /api/accounts: «Подключить лицевой счет» in the limited version (R-031… ).
//!
//! Anybody may type any number (C-31), so what cannot be linked answers alike, whether it is absent, foreign or
//! closed to the limited version (security row 48), and failures are counted (row 46).

use axum::{Json, extract::State};
use chrono::{DateTime, Utc};
use domain::{
    Account, AccountId, Company, CompanyId, UserId,
    limits::{LINK_FAILS_PER_IP, LINK_FAILS_PER_USER, LINKS_PER_USER, Limit},
    link::{Level, check_account_number},
};
use http::StatusCode;
use platform::{
    App, Condition, Fields, Key, Problem, Refusal, Transaction,
    accounts::AccountSummary,
    http::{Answer, Body, Viewer},
    limits::{self, Counter},
    outbox::Event,
    problem::ProblemBody,
    records::Profile,
    sessions::{Holder, Link, Ticket},
    store::keys,
};
use serde::Deserialize;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLink {
    /// Id of the company.
    pub company: String,
    /// Digits of the account number, leading zeros included; spaces do not matter.
    pub number: String,
}

/// Links an account in the limited version
#[utoipa::path(
    post, path = "/api/accounts", tag = "link-account", operation_id = "linkAccount",
    request_body = NewLink,
    responses(
        (status = 201, description = "Linked; the extended version may be connected", body = AccountSummary),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "`consent_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`account_not_found`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`already_linked`, `too_many_accounts`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`invalid_fields`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "`too_many_requests`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn link_account(
    State(app): State<App>,
    ticket: Ticket,
    viewer: Viewer,
    Body(input): Body<NewLink>,
) -> Answer<(StatusCode, Json<AccountSummary>)> {
    let now = app.clock.now();
    let company_id = input.company.parse::<CompanyId>().ok();
    let profile = keys::identity::profile(ticket.user);
    let company_key = company_id.as_ref().map(keys::accounts::company);
    let fails = Fails::of(ticket.user, &viewer, now);
    let mut wanted = vec![profile.clone()];
    wanted.extend(company_key.clone());
    wanted.extend(fails.keys());
    let (_, mut found) = ticket.open(&app, &wanted).await?;

    let profile: Profile = found.take(&profile)?.ok_or(Refusal::SessionRequired)?;
    if profile.consent_required() {
        return Err(Refusal::ConsentRequired.into());
    }
    fails.check(&mut found)?;
    let company: Option<Company> = match company_key {
        Some(key) => found.take(&key)?,
        None => None,
    };
    let (company, account) = check(company, &input.number)?;

    let record: Option<Account> = app.store.get(&keys::accounts::account(&account)).await?;
    let Some(record) = record.filter(|_| company.limited.view) else {
        fails.note(&app).await?;
        return Err(Refusal::AccountNotFound.into());
    };
    let link = Link { account: account.clone(), level: Level::Limited, name: None, linked_at: now };
    store(&app, ticket.user, &link, now).await?;
    Ok((StatusCode::CREATED, Json(AccountSummary::of(&link, &record, &company))))
}

fn check(company: Option<Company>, number: &str) -> Result<(Company, AccountId), Problem> {
    let mut fields = Fields::new();
    let Some(company) = company else {
        fields.refuse("company", "company_unknown", "Выберите региональную газовую компанию из списка");
        fields.finish()?;
        return Err(Refusal::InvalidFields.into());
    };
    let number =
        fields.take("number", check_account_number(&company.number, number), |e| (e.code(), e.message()));
    fields.finish()?;
    let number = number.ok_or_else(|| Problem::internal("a number without error is there"))?;
    let account = AccountId::new(company.id.clone(), &number).map_err(Problem::internal)?;
    Ok((company, account))
}

async fn store(app: &App, user: UserId, link: &Link, now: DateTime<Utc>) -> Result<(), Problem> {
    let account = &link.account;
    let most = app.config.rules.max_accounts;
    let holder = Holder { user, level: link.level, since: now };
    let linked = Transaction::new()
        .put(keys::accounts::link(user, account), link, Condition::Absent, Refusal::AlreadyLinked)
        .add(
            keys::accounts::link_count(user),
            "links",
            1,
            Condition::Below("links", most),
            Refusal::TooManyAccounts,
        )
        .check(keys::accounts::account(account), Condition::Exists, Refusal::AccountNotFound)
        .write(keys::accounts::holder(account, user), &holder)
        .count(limits::counter(&LINKS_PER_USER, &user.to_string(), now), Refusal::TooManyRequests)
        .event(&Event::AccountLinked { user, account: account.clone() }, now);
    Ok(linked.commit(&app.store).await?)
}

/// Numbers that could not be linked, by user and by address (row 46). Unlinking does not reset them.
struct Fails([Counter; 2]);

impl Fails {
    fn of(user: UserId, viewer: &Viewer, now: DateTime<Utc>) -> Self {
        let counter = |limit: &Limit, subject: &str| limits::counter(limit, subject, now);
        Self([
            counter(&LINK_FAILS_PER_USER, &user.to_string()),
            counter(&LINK_FAILS_PER_IP, &viewer.ip_text()),
        ])
    }

    fn keys(&self) -> impl Iterator<Item = Key> + '_ {
        self.0.iter().map(|counter| counter.key.clone())
    }

    fn check(&self, found: &mut platform::Found) -> Result<(), Problem> {
        for counter in &self.0 {
            if counter.reached(found)? {
                return Err(Problem::new(Refusal::TooManyRequests).retry_after(counter.retry_after));
            }
        }
        Ok(())
    }

    async fn note(&self, app: &App) -> Result<(), Problem> {
        let mut noted = Transaction::new();
        for counter in &self.0 {
            noted = noted.count(counter.clone(), Refusal::TooManyRequests);
        }
        Ok(noted.commit(&app.store).await?)
    }
}
