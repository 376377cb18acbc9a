//! POST /api/accounts/{id}/extension: the extended version by a control question (R-177…R-183, security rows 50–52).

use crate::pin::{self, Candidate, Pins};
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
    sessions::{Gate, Holder, Link, LinkedAccount},
    store::keys,
};
use serde::Deserialize;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ControlAnswer {
    pub question: ExtensionQuestion,
    /// Serial number of a meter; or the last charge in kopecks: 314 руб. 72 коп. is `31472`; or a PIN.
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
        (status = 409, description = "`already_extended`, `pin_void`", body = ProblemBody, content_type = "application/problem+json"),
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
    let mut keys = counters.each_ref().map(|counter| counter.key.clone()).to_vec();
    keys.extend(pin::keys(&gate));
    let (linked, mut found) = gate.open(&app, &keys).await?;
    if linked.link.level == Level::Extended {
        return Err(Refusal::AlreadyExtended.into());
    }
    for counter in &counters {
        if counter.reached(&mut found)? {
            return Err(Problem::new(Refusal::ExtensionPaused).retry_after(counter.retry_after));
        }
    }
    let pins = Pins::take(&gate, &linked, &mut found)?;
    let used = match check(&app, &gate, &linked, &pins, &input).await {
        Ok(used) => used,
        Err(Wrong::Counted(message)) => {
            return Err(count_wrong(&app, &counters, &pins, &input, message).await?);
        }
        Err(Wrong::Refused(problem)) => return Err(problem),
    };
    let user = gate.ticket.user;
    let extended = Link { level: Level::Extended, ..linked.link };
    let limited = Condition::equals("level", &Level::Limited);
    let holder = Holder { user, level: Level::Extended, since: now };
    let mut writes = Transaction::new();
    for counter in &counters {
        // Many answers at once have all passed the check above: the right one counts only where it was among the first.
        let not_reached = Condition::Below("count", counter.max);
        writes = writes.check(counter.key.clone(), not_reached, Refusal::ExtensionPaused);
    }
    writes = writes
        .put(keys::accounts::link(user, &gate.account), &extended, limited, Refusal::AlreadyExtended)
        .write(keys::accounts::holder(&gate.account, user), &holder)
        .event(&Event::AccountExtended { user, account: gate.account.clone() }, now);
    if let Some(used) = used {
        writes = used.use_up(writes);
    }
    writes.commit(&app.store).await?;
    Ok(Json(AccountSummary::of(&extended, &linked.account, &linked.company)))
}

/// Why an answer opens nothing.
enum Wrong {
    /// It was a try.
    Counted(String),
    Refused(Problem),
}

/// Right: nothing, or the PIN that is to be used up.
async fn check<'a>(
    app: &App,
    gate: &Gate,
    linked: &LinkedAccount,
    pins: &'a Pins,
    input: &ControlAnswer,
) -> Result<Option<&'a Candidate>, Wrong> {
    let (rules, account) = (&linked.company.extension, &linked.account);
    match check_answer(rules, account, input.question, &input.answer) {
        Ok(()) => Ok(None),
        Err(ExtensionError::NotOffered) => Err(Wrong::Refused(Refusal::QuestionNotOffered.into())),
        Err(error @ ExtensionError::WrongAnswer) => match input.question {
            ExtensionQuestion::Pin => {
                let found = pins.find(app, gate, &input.answer).await.map_err(Wrong::Refused)?;
                found.map(Some).ok_or_else(|| Wrong::Counted(error.message()))
            }
            _ => Err(Wrong::Counted(error.message())),
        },
    }
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

async fn count_wrong(
    app: &App,
    counters: &[Counter; 2],
    pins: &Pins,
    input: &ControlAnswer,
    message: String,
) -> Answer<Problem> {
    let pause = counters[0].retry_after;
    let mut counted = Transaction::new();
    for counter in counters {
        counted = counted.count(counter.clone(), Refusal::ExtensionPaused);
    }
    if input.question == ExtensionQuestion::Pin {
        counted = pins.count_wrong(app, counted);
    }
    match counted.commit(&app.store).await {
        Ok(()) => Ok(Problem::new(Refusal::WrongAnswer).at("answer", message)),
        Err(CommitError::Refused(refusal)) => Ok(Problem::new(refusal).retry_after(pause)),
        Err(error) => Err(error.into()),
    }
}
