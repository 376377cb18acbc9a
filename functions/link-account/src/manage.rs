//! PATCH and DELETE /api/accounts/{id}: «Переименовать» and «Отключить» (R-184, R-185, C-26).

use axum::{Json, extract::State};
use domain::text::clean_label;
use http::StatusCode;
use platform::{
    App, Condition, Fields, Refusal, Transaction,
    accounts::AccountSummary,
    http::{Answer, Body},
    outbox::Event,
    problem::ProblemBody,
    sessions::{Gate, Link},
    store::keys,
};
use serde::Deserialize;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Renaming {
    /// 1 to 40 characters; `null` takes the name away. Shown in the user's own lists alone.
    pub name: Option<String>,
}

/// Gives an account a name of the user's own
#[utoipa::path(
    patch, path = "/api/accounts/{id}", tag = "link-account", operation_id = "renameAccount",
    params(("id" = String, Path, description = "`company-number`")),
    request_body = Renaming,
    responses(
        (status = 200, description = "Renamed", body = AccountSummary),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`invalid_fields`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn rename_account(
    State(app): State<App>,
    gate: Gate,
    Body(input): Body<Renaming>,
) -> Answer<Json<AccountSummary>> {
    let (linked, _) = gate.open(&app, &[]).await?;
    let mut fields = Fields::new();
    let name = match input.name.as_deref() {
        None => None,
        Some(typed) => fields.take("name", clean_label(typed), |e| (e.code(), e.message())),
    };
    fields.finish()?;
    let renamed = Link { name, ..linked.link.clone() };
    let key = keys::accounts::link(gate.ticket.user, &gate.account);
    Transaction::new().put(key, &renamed, Condition::Exists, Refusal::NotFound).commit(&app.store).await?;
    Ok(Json(AccountSummary::of(&renamed, &linked.account, &linked.company)))
}

/// Detaches an account; attached again it begins limited
#[utoipa::path(
    delete, path = "/api/accounts/{id}", tag = "link-account", operation_id = "unlinkAccount",
    params(("id" = String, Path, description = "`company-number`")),
    responses(
        (status = 204, description = "Detached"),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn unlink_account(State(app): State<App>, gate: Gate) -> Answer<StatusCode> {
    gate.open(&app, &[]).await?;
    let (user, account) = (gate.ticket.user, &gate.account);
    Transaction::new()
        .delete(keys::accounts::link(user, account), Condition::Exists, Refusal::NotFound)
        .add(keys::accounts::link_count(user), "links", -1, Condition::Above("links", 0), Refusal::NotFound)
        .remove(keys::accounts::holder(account, user))
        .remove(keys::accounts::issued_pin(account, user))
        .event(&Event::AccountUnlinked { user, account: account.clone() }, app.clock.now())
        .commit(&app.store)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
