//! POST /api/accounts/{id}/extension: the extended version by a control question (R-177…R-183, security rows 50–52).

use axum::{Json, extract::State};
use chrono::{DateTime, Utc};
use domain::{
    extension::{ExtensionError, ExtensionQuestion, check_answer},
    limits::{EXTENSION_ANSWERS_PER_ACCOUNT, EXTENSION_WRONG_ANSWERS},
    link::Level,
};
use platform::{
    App, CommitError, Condition, Problem, Refusal, Transaction,
    accounts::AccountSummary,
    http::{Answer, Body},
    limits::{self, Counter},
    outbox::Event,
    problem::ProblemBody,
    sessions::{Gate, Holder, Link},
    store::keys,
};
use serde::Deserialize;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ControlAnswer {
    pub question: ExtensionQuestion,
    /// Serial number of a meter, or the last charge in kopecks: 314 руб. 72 коп. is `31472`.
    pub answer: String,
}

/// Answers a control question: the right answer connects the extended version
#[utoipa::path(
    post, path = "/api/accounts/{id}/extension", tag = "link-account", operation_id = "extendAccount",
    params(("id" = String, Path, description = "`company-number`")),
    request_body = ControlAnswer,
    responses(
        (status = 200, description = "The extended version is connected", body = AccountSummary),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`already_extended`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`wrong_answer`, `question_not_offered`, `invalid_fields`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "`extension_paused`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn extend_account(
    State(app): State<App>,
    gate: Gate,
    Body(input): Body<ControlAnswer>,
) -> Answer<Json<AccountSummary>> {
    let now = app.clock.now();
    let counters = counters(&gate, now);
    let keys = [counters[0].key.clone(), counters[1].key.clone()];
    let (linked, mut found) = gate.open(&app, &keys).await?;
    if linked.link.level == Level::Extended {
        return Err(Refusal::AlreadyExtended.into());
    }
    for counter in &counters {
        if counter.reached(&mut found)? {
            return Err(Problem::new(Refusal::ExtensionPaused).retry_after(counter.retry_after));
        }
    }
    match check_answer(&linked.company.extension, &linked.account, input.question, &input.answer) {
        Ok(()) => {}
        Err(ExtensionError::NotOffered) => return Err(Refusal::QuestionNotOffered.into()),
        Err(error @ ExtensionError::WrongAnswer) => {
            return Err(count_wrong(&app, counters, error).await?);
        }
    }
    let user = gate.ticket.user;
    let extended = Link { level: Level::Extended, ..linked.link };
    let limited = Condition::equals("level", &Level::Limited);
    let holder = Holder { user, level: Level::Extended, since: now };
    Transaction::new()
        .put(keys::accounts::link(user, &gate.account), &extended, limited, Refusal::AlreadyExtended)
        .write(keys::accounts::holder(&gate.account, user), &holder)
        .event(&Event::AccountExtended { user, account: gate.account.clone() }, now)
        .commit(&app.store)
        .await?;
    Ok(Json(AccountSummary::of(&extended, &linked.account, &linked.company)))
}

/// Wrong answers of this user for this account, and of everybody for this account (row 50).
fn counters(gate: &Gate, now: DateTime<Utc>) -> [Counter; 2] {
    let account = gate.account.to_string();
    let own = format!("{}#{account}", gate.ticket.user);
    [
        limits::counter(&EXTENSION_WRONG_ANSWERS, &own, now),
        limits::counter(&EXTENSION_ANSWERS_PER_ACCOUNT, &account, now),
    ]
}

async fn count_wrong(app: &App, counters: [Counter; 2], error: ExtensionError) -> Answer<Problem> {
    let pause = counters[0].retry_after;
    let mut counted = Transaction::new();
    for counter in counters {
        counted = counted.count(counter, Refusal::ExtensionPaused);
    }
    match counted.commit(&app.store).await {
        Ok(()) => Ok(Problem::new(Refusal::WrongAnswer).at("answer", error.message())),
        Err(CommitError::Refused(refusal)) => Ok(Problem::new(refusal).retry_after(pause)),
        Err(error) => Err(error.into()),
    }
}
