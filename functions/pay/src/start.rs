//! POST /api/accounts/{id}/payments: three round trips and one call of the bank. First everything is written down,
//! then the bank is called, then its answer is written down: whatever dies in between, the row says what to do next.

use crate::{
    obstacle::{Claim, meet_open},
    order,
    request::StartPayment,
    view::PaymentView,
};
use axum::{Json, extract::State};
use chrono::TimeDelta;
use domain::{
    Payment,
    limits::{DECLINES_PER_USER, PAYMENTS_PER_USER},
    payee::{self, SeveralPayees},
    payment,
};
use http::StatusCode;
use payments::Bank;
use platform::{
    App, CommitError, Condition, Key, Problem, Refusal, Transaction,
    http::{Answer, Body, IdempotencyKey, Viewer},
    limits::{self, Counter},
    problem::ProblemBody,
    records::payments::{IdempotencyRow, OpenPaymentRow, StoredPayment},
    sessions::Gate,
    store::keys,
};
use std::time::Duration;

/// How long a browser waits for the bank; the sweeper goes on where it stops.
const PATIENCE: Duration = Duration::from_secs(10);
/// An open payment is settled by then, one way or another.
const OPEN_LIVES: TimeDelta = TimeDelta::hours(26);
/// Turns against another tab that begins payments at the same moment.
const TURNS: usize = 3;

/// Why a payment could not be written down.
#[derive(Debug, Clone, Copy)]
enum Obstacle {
    KeyUsed,
    AnotherOpen,
    TooMany,
    NumberTaken,
}

/// Begins a payment by card and answers with the bank's page
#[utoipa::path(
    post, path = "/api/accounts/{id}/payments", tag = "pay", operation_id = "startPayment",
    params(
        ("id" = String, Path, description = "`company-number`"),
        ("Idempotency-Key" = String, Header, description = "1–64 of letters, digits, `.`, `_`, `-`; made when the form opens"),
    ),
    request_body = StartPayment,
    responses(
        (status = 201, description = "The payment, with the bank's page unless the bank is slow to answer", body = PaymentView),
        (status = 400, description = "`idempotency_key_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "`payments_off`, `extended_required`, `not_permitted`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`open_payment_exists` with the payment in `payment`, `request_in_progress`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`amount_below_minimum`, `amount_above_maximum`, `several_payees`, `invalid_fields`, `idempotency_mismatch`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "`too_many_requests`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn start_payment(
    State(app): State<App>,
    gate: Gate,
    viewer: Viewer,
    key: IdempotencyKey,
    Body(input): Body<StartPayment>,
) -> Answer<(StatusCode, Json<PaymentView>)> {
    let now = app.clock.now();
    let user = gate.ticket.user;
    let claim = Claim {
        key: keys::payments::idempotency(user, &key.0),
        user,
        request_hash: input.digest(&gate.account)?,
    };
    let main_key = keys::payments::open(user, &gate.account, payee::MAIN);
    let declines = limits::counter(&DECLINES_PER_USER, &user.to_string(), now);
    let also = [claim.key.clone(), main_key.clone(), declines.key.clone()];
    let (linked, mut found) = gate.open(&app, &also).await?;

    let used: Option<IdempotencyRow> = found.take(&claim.key)?;
    if let Some(used) = used.filter(|used| now.timestamp() < used.ttl) {
        return claim.replay(&app, &used).await.map(created);
    }
    let checked = input.check(&linked)?;
    let payee = linked.company.payee_of_all(&checked.lines);
    let payee = payee.map_err(|SeveralPayees| Refusal::SeveralPayees)?;
    if declines.reached(&mut found)? {
        return Err(too_many(&declines));
    }
    // A shop that cannot be asked is found out before anything is written.
    let bank = Bank::of(&app, &gate.account.company).await?;

    // Most companies are their only payee: then this row has come with the others.
    let open_key = keys::payments::open(user, &gate.account, &payee.id);
    let mut open: Option<OpenPaymentRow> =
        if payee.is_main() { found.take(&main_key)? } else { app.store.get(&open_key).await? };
    for _ in 0..TURNS {
        if let Some(open) = open.as_ref().filter(|_| !input.start_new)
            && let Some(view) = meet_open(&app, &claim, open.payment, &input, &checked.lines).await?
        {
            return Ok(created(view));
        }
        let new = order::create(
            &app,
            &linked,
            &viewer,
            &checked,
            input.method,
            payee.clone(),
            claim.request_hash.clone(),
        );
        let count = limits::counter(&PAYMENTS_PER_USER, &user.to_string(), now);
        match begin(&app, &claim, &open_key, open.as_ref(), new, count.clone()).await {
            Ok(begun) => return Ok(created(send(&app, &bank, begun).await)),
            Err(CommitError::Refused(Obstacle::KeyUsed)) => {
                return claim.replay_stored(&app).await.map(created);
            }
            Err(CommitError::Refused(Obstacle::TooMany)) => return Err(too_many(&count)),
            Err(CommitError::Refused(Obstacle::AnotherOpen)) => open = app.store.get(&open_key).await?,
            Err(CommitError::Refused(Obstacle::NumberTaken)) => {}
            Err(CommitError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::new(Refusal::RequestInProgress).retry_after(2))
}

/// Writes down that the payment is about to be sent, before the first byte leaves.
async fn begin(
    app: &App,
    claim: &Claim,
    open_key: &Key,
    open: Option<&OpenPaymentRow>,
    new: Payment,
    count: Counter,
) -> Result<StoredPayment, CommitError<Obstacle>> {
    let now = new.created_at;
    let (id, method) = (new.id, new.method);
    let step = payment::submit(&new, now);
    let (submitted, journal) = step.map_or((new, None), |step| (step.payment, step.journal));
    let begun = StoredPayment::from(submitted);
    let row = OpenPaymentRow { payment: id, method, created_at: now, ttl: (now + OPEN_LIVES).timestamp() };
    let same_as_seen = match open {
        None => Condition::Absent,
        Some(open) => Condition::equals("payment", &open.payment),
    };
    let mut transaction = Transaction::new()
        .put(claim.key.clone(), &claim.row(id, now), Claim::unused(now), Obstacle::KeyUsed)
        .put(open_key.clone(), &row, same_as_seen, Obstacle::AnotherOpen)
        .count(count, Obstacle::TooMany)
        .put(keys::payments::payment(id), &begun, Condition::Absent, Obstacle::NumberTaken);
    if let Some(entry) = journal {
        transaction = transaction.write(keys::payments::event(id, entry.seq), &entry);
    }
    transaction.commit(&app.store).await?;
    Ok(begun)
}

/// Calls the bank and writes its answer down. What fails here is not the person's to repeat: the row is there
/// and due, so the answer is the payment as far as it has come.
async fn send(app: &App, bank: &Bank, begun: StoredPayment) -> PaymentView {
    let seen = bank.send(&begun.payment, PATIENCE).await;
    let after = payments::apply(app, begun.clone(), &seen).await.unwrap_or_else(|error| {
        tracing::error!(%error, payment = %begun.payment.id, "the bank's answer was not written down");
        begun
    });
    PaymentView::of(&after.payment, app.clock.now())
}

fn created(view: PaymentView) -> (StatusCode, Json<PaymentView>) {
    (StatusCode::CREATED, Json(view))
}

/// Carding is slowed down (security row 73).
fn too_many(counter: &Counter) -> Problem {
    Problem::new(Refusal::TooManyRequests).retry_after(counter.retry_after)
}
