//! POST /api/accounts/{id}/payments: three round trips and one call of the bank. First everything is written down,
//! then the bank is called, then its answer is written down: whatever dies in between, the row says what to do next.

use crate::{
    dispatch,
    obstacle::{Claim, meet_open},
    order,
    request::StartPayment,
    source::{self, Source},
    step_up::{self, CardPayment, StepUp},
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
use payments::{Bank, cards, vault::Vault};
use platform::{
    App, CommitError, Condition, Key, Problem, Refusal, Transaction,
    http::{Answer, Body, IdempotencyKey, Viewer},
    limits::{self, Counter},
    problem::ProblemBody,
    records::{
        Profile,
        payments::{IdempotencyRow, OpenPaymentRow, StoredPayment},
    },
    sessions::Gate,
    store::keys,
};
use verification::Issued;

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
    CardGone,
    CardBusy,
    TooManyCodes,
}

/// Begins a payment by card and answers with the bank's page, or asks for a code where a linked card pays
#[utoipa::path(
    post, path = "/api/accounts/{id}/payments", tag = "pay", operation_id = "startPayment",
    params(
        ("id" = String, Path, description = "`company-number`"),
        ("Idempotency-Key" = String, Header, description = "1–64 of letters, digits, `.`, `_`, `-`; made when the form opens"),
    ),
    request_body = StartPayment,
    responses(
        (status = 201, description = "The payment, with the bank's page unless the bank is slow to answer, or with `step_up`", body = PaymentView),
        (status = 400, description = "`idempotency_key_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "`payments_off`, `extended_required`, `not_permitted`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`open_payment_exists` with the payment in `payment`, `request_in_progress`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`amount_below_minimum`, `amount_above_maximum`, `several_payees`, `offer_outdated`, `invalid_fields`, `idempotency_mismatch`", body = ProblemBody, content_type = "application/problem+json"),
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
    let mut also = vec![claim.key.clone(), main_key.clone(), declines.key.clone()];
    let profile_key = keys::identity::profile(user);
    if let Some(card) = &input.card {
        also.extend([source::key(&gate, card), profile_key.clone()]);
    }
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
    let source = Source::of(&app, &gate, &input, &viewer, &mut found)?;
    let profile: Option<Profile> = found.take(&profile_key)?;
    // A shop that cannot be asked, and keys that are not there, are found out before anything is written.
    let bank = Bank::of(&app, &gate.account.company).await?;
    if !matches!(source, Source::NewCard(None)) {
        Vault::of(&app).await?;
    }

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
            &source,
            payee.clone(),
            claim.request_hash.clone(),
        );
        let asks = new.charge.is_some() && app.config.rules.saved_card_step_up.asks_for(new.amount);
        let code = match asks {
            true => {
                let flow = step_up::flow(&linked, profile.as_ref(), &gate.ticket, &new, now)?;
                Some(flow.issued(&app, now).await?)
            }
            false => None,
        };
        let count = limits::counter(&PAYMENTS_PER_USER, &user.to_string(), now);
        let beginning = Beginning {
            claim: &claim,
            open_key: &open_key,
            open: open.as_ref(),
            viewer: &viewer,
            code: code.as_ref(),
        };
        match beginning.write(&app, new, count.clone()).await {
            Ok(begun) => return sent(&app, &bank, begun, code).await.map(created),
            Err(CommitError::Refused(Obstacle::KeyUsed)) => {
                return claim.replay_stored(&app).await.map(created);
            }
            Err(CommitError::Refused(Obstacle::TooMany)) => return Err(too_many(&count)),
            Err(CommitError::Refused(Obstacle::TooManyCodes)) => {
                return Err(code.map_or_else(|| too_many(&count), |code| code.too_many(now)));
            }
            Err(CommitError::Refused(Obstacle::AnotherOpen)) => open = app.store.get(&open_key).await?,
            Err(CommitError::Refused(Obstacle::NumberTaken)) => {}
            Err(CommitError::Refused(Obstacle::CardGone)) => return Err(dispatch::card_gone()),
            Err(CommitError::Refused(Obstacle::CardBusy)) => return Err(dispatch::card_busy()),
            Err(CommitError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::new(Refusal::RequestInProgress).retry_after(2))
}

/// A payment about to be written down, with what stands around it.
struct Beginning<'a> {
    claim: &'a Claim,
    open_key: &'a Key,
    open: Option<&'a OpenPaymentRow>,
    viewer: &'a Viewer,
    /// The payment waits for this code, and nothing is sent before it is given.
    code: Option<&'a Issued<CardPayment>>,
}

impl Beginning<'_> {
    /// Writes down that the payment is about to be sent, before the first byte leaves, or that it waits for its code.
    async fn write(
        self,
        app: &App,
        new: Payment,
        count: Counter,
    ) -> Result<StoredPayment, CommitError<Obstacle>> {
        let now = new.created_at;
        let (id, method) = (new.id, new.method);
        let step = if self.code.is_some() { None } else { payment::submit(&new, now) };
        let (begun, journal) = step.map_or((new, None), |step| (step.payment, step.journal));
        let begun = StoredPayment::from(begun);
        let row =
            OpenPaymentRow { payment: id, method, created_at: now, ttl: (now + OPEN_LIVES).timestamp() };
        let same_as_seen = match self.open {
            None => Condition::Absent,
            Some(open) => Condition::equals("payment", &open.payment),
        };
        let claim = self.claim;
        let mut transaction = Transaction::new()
            .put(claim.key.clone(), &claim.row(id, now), Claim::unused(now), Obstacle::KeyUsed)
            .put(self.open_key.clone(), &row, same_as_seen, Obstacle::AnotherOpen)
            .count(count, Obstacle::TooMany)
            .put(keys::payments::payment(id), &begun, Condition::Absent, Obstacle::NumberTaken);
        if let Some(entry) = journal {
            transaction = transaction.write(keys::payments::event(id, entry.seq), &entry);
        }
        transaction = match self.code {
            Some(code) => {
                let refusals = (Obstacle::NumberTaken, Obstacle::TooManyCodes);
                code.write(transaction, self.viewer, refusals, now)
            }
            None => cards::take(transaction, &begun.payment, (Obstacle::CardGone, Obstacle::CardBusy), now),
        };
        transaction.commit(&app.store).await?;
        Ok(begun)
    }
}

/// To the bank, or to the payer's phone.
async fn sent(
    app: &App,
    bank: &Bank,
    begun: StoredPayment,
    code: Option<Issued<CardPayment>>,
) -> Result<PaymentView, Problem> {
    let Some(code) = code else { return Ok(dispatch::send(app, bank, begun).await) };
    let now = app.clock.now();
    let standing = code.standing();
    // A message that does not leave may be asked for again; the payment is there and waits.
    code.deliver(app, now).await?;
    Ok(PaymentView::of(&begun.payment, Some(StepUp::of(app, standing)), now))
}

fn created(view: PaymentView) -> (StatusCode, Json<PaymentView>) {
    (StatusCode::CREATED, Json(view))
}

/// Carding is slowed down (security row 73).
fn too_many(counter: &Counter) -> Problem {
    Problem::new(Refusal::TooManyRequests).retry_after(counter.retry_after)
}
