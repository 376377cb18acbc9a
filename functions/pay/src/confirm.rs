//! POST /api/payments/{id}/confirmation: the code of a payment with a linked card. Two round trips before the bank is
//! called: one reads, one spends the code, takes the card and writes that the payment is about to be sent.

use crate::{
    dispatch,
    step_up::{Called, StepUp},
    view::PaymentView,
};
use axum::{
    Json,
    extract::{Path, State},
};
use domain::payment;
use payments::{Bank, cards};
use platform::{
    App, CommitError, Condition, Problem, Refusal, Transaction,
    http::{Answer, Body},
    problem::ProblemBody,
    records::payments::StoredPayment,
    sessions::Ticket,
    store::keys,
};
use verification::Confirmation;

#[derive(Debug, Clone, Copy)]
enum Obstacle {
    /// Spent, or the payment has moved: by a second click, as a rule.
    Overtaken,
    CardGone,
    CardBusy,
}

/// Takes the code and charges the card
#[utoipa::path(
    post, path = "/api/payments/{id}/confirmation", tag = "pay", operation_id = "confirmPayment",
    params(("id" = String, Path, description = "Number of the payment")),
    request_body = Confirmation,
    responses(
        (status = 200, description = "The payment as the bank has left it; one that waits for no code is as it is", body = PaymentView),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`, `flow_not_found`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`request_in_progress`: another payment charges the card", body = ProblemBody, content_type = "application/problem+json"),
        (status = 410, description = "`code_expired`, `code_used_up`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`wrong_code`, `invalid_fields`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "`too_many_requests`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn confirm_payment(
    State(app): State<App>,
    ticket: Ticket,
    Path(id): Path<String>,
    Body(input): Body<Confirmation>,
) -> Answer<Json<PaymentView>> {
    let called = Called::open(&app, &ticket, &id).await?;
    let stored = called.stored.clone();
    let now = app.clock.now();
    if !stored.payment.waits_for_code() {
        // Confirmed already: a repeated click learns how it went.
        let view = PaymentView::of(&stored.payment, None, now);
        return Ok(Json(view.followed_by(called.after.as_ref())));
    }
    // Nothing is sent once its quarter of an hour is over; the sweep writes down that it was abandoned.
    let step = payment::submit(&stored.payment, now).ok_or(Refusal::FlowNotFound)?;
    let accepted = called.own_flow(&ticket)?.accept(&app, &input.code).await?;
    let bank = Bank::of(&app, &stored.payment.account.company).await?;

    let begun = StoredPayment::from(step.payment);
    let unchanged = Condition::equals("version", &stored.payment.version);
    let mut confirmed = accepted.spend_or(Transaction::new(), Obstacle::Overtaken).put(
        keys::payments::payment(begun.payment.id),
        &begun,
        unchanged,
        Obstacle::Overtaken,
    );
    if let Some(entry) = &step.journal {
        confirmed = confirmed.write(keys::payments::event(begun.payment.id, entry.seq), entry);
    }
    let refusals = (Obstacle::CardGone, Obstacle::CardBusy);
    match cards::take(confirmed, &begun.payment, refusals, now).commit(&app.store).await {
        Ok(()) => Ok(Json(dispatch::send(&app, &bank, begun).await)),
        Err(CommitError::Refused(Obstacle::Overtaken)) => overtaken(&app, begun).await.map(Json),
        Err(CommitError::Refused(Obstacle::CardGone)) => Err(dispatch::card_gone()),
        Err(CommitError::Refused(Obstacle::CardBusy)) => Err(dispatch::card_busy()),
        Err(CommitError::Store(error)) => Err(error.into()),
    }
}

/// The payment as whoever was first has left it.
async fn overtaken(app: &App, ours: StoredPayment) -> Result<PaymentView, Problem> {
    let stored = payments::load(&app.store, ours.payment.id).await?.ok_or(Refusal::NotFound)?;
    if stored.payment.waits_for_code() {
        return Err(Refusal::FlowNotFound.into());
    }
    Ok(PaymentView::of(&stored.payment, None::<StepUp>, app.clock.now()))
}
