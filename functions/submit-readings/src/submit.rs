//! POST /api/accounts/{id}/readings.

use crate::{
    judge::{Accepted, Judgement, judge},
    once::Once,
    request::{ReadingResults, ReadingsToSend},
};
use axum::{Json, extract::State};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{UserId, calendar::local_date, limits::READINGS_PER_ACCOUNT, link::Action, readings::LastSent};
use platform::{
    App, CommitError, Condition, Problem, Refusal, Transaction,
    http::{Answer, Body, IdempotencyKey},
    limits,
    problem::ProblemBody,
    records::readings::{LastReadings, SentReading},
    sessions::Gate,
    store::keys,
};
use ulid::Ulid;

/// Somebody else may send readings of the same account at the same moment: judged anew once.
const TRIES: usize = 2;

/// Sends readings of the flagged meters; each is accepted or refused by itself
///
/// A request of which something was accepted is remembered for a day: repeated under its key it gets the same results.
/// One of which everything was refused has changed nothing and leaves its key free.
#[utoipa::path(
    post, path = "/api/accounts/{id}/readings", tag = "submit-readings", operation_id = "submitReadings",
    params(
        ("id" = String, Path, description = "`company-number`"),
        ("Idempotency-Key" = String, Header, description = "1 to 64 letters, digits, `.`, `_`, `-`; one for each intent"),
    ),
    request_body = ReadingsToSend,
    responses(
        (status = 200, description = "What became of each reading", body = ReadingResults),
        (status = 400, description = "`idempotency_key_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "`extended_required`, `not_permitted`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`no_meters`, `reading_changed`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`invalid_fields`, `idempotency_mismatch`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "`too_many_requests`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn submit_readings(
    State(app): State<App>,
    gate: Gate,
    key: IdempotencyKey,
    Body(input): Body<ReadingsToSend>,
) -> Answer<Json<ReadingResults>> {
    for _ in 0..TRIES {
        if let Some(results) = attempt(&app, &gate, &key, &input).await? {
            return Ok(Json(results));
        }
    }
    Err(Refusal::ReadingChanged.into())
}

/// Two round trips; `None` when the readings have changed between them.
async fn attempt(
    app: &App,
    gate: &Gate,
    key: &IdempotencyKey,
    input: &ReadingsToSend,
) -> Answer<Option<ReadingResults>> {
    let now = app.clock.now();
    let once = Once::new(gate.ticket.user, key, &gate.account, input)?;
    let meters = keys::accounts::meters(&gate.account);
    let (linked, mut found) = gate.open(app, &[meters.clone(), once.key.clone()]).await?;
    linked.require(Action::SendReadings)?;
    input.check()?;
    if let Some(results) = once.replay(&mut found, now)? {
        return Ok(Some(results));
    }
    if linked.account.meters.is_empty() {
        return Err(Refusal::NoMeters.into());
    }
    let known: Option<LastReadings> = found.take(&meters)?;
    let unchanged = match &known {
        Some(known) => Condition::equals("version", &known.version),
        None => Condition::Absent,
    };
    let last = known.unwrap_or_default();
    let today = local_date(now, linked.company.utc_offset);
    let rules = &linked.company.readings;
    let Judgement { results, accepted } = judge(&linked.account, rules, &last, &input.readings, today);
    tracing::info!(accepted = accepted.len(), refused = results.len() - accepted.len(), "readings judged");
    if accepted.is_empty() {
        return Ok(Some(ReadingResults { results }));
    }
    let counter = limits::counter(&READINGS_PER_ACCOUNT, &gate.account.to_string(), now);
    let wait = counter.retry_after;
    let mut writes =
        Transaction::new().put(meters, &after(last, &accepted, today), unchanged, Refusal::ReadingChanged);
    writes =
        once.claim(writes, &results, now, Refusal::ReadingChanged)?.count(counter, Refusal::TooManyRequests);
    for accepted in accepted {
        let sent = sent_reading(gate.ticket.user, accepted, today, now);
        writes = writes.write(keys::accounts::reading(&gate.account, sent.id), &sent);
    }
    match writes.commit(&app.store).await {
        Ok(()) => Ok(Some(ReadingResults { results })),
        Err(CommitError::Refused(Refusal::ReadingChanged)) => Ok(None),
        Err(CommitError::Refused(refusal)) => Err(Problem::new(refusal).retry_after(wait)),
        Err(error) => Err(error.into()),
    }
}

fn after(last: LastReadings, accepted: &[Accepted], today: NaiveDate) -> LastReadings {
    let mut meters = last.meters;
    for Accepted { meter, reading } in accepted {
        meters.insert(meter.clone(), LastSent { value: reading.value, date: today });
    }
    LastReadings { version: last.version + 1, meters }
}

fn sent_reading(user: UserId, accepted: Accepted, today: NaiveDate, now: DateTime<Utc>) -> SentReading {
    let Accepted { meter, reading } = accepted;
    let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
    SentReading {
        id: Ulid::from_parts(millis, Ulid::new().random()),
        user,
        meter,
        value: reading.value,
        consumption: reading.consumption,
        period: reading.period,
        rollover: reading.rollover,
        warned: reading.warning.is_some(),
        date: today,
        sent_at: now,
    }
}
