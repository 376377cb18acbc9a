//! POST /api/payments/{id}/code: another code for a payment with a linked card.

use crate::{
    step_up::{Called, StepUp},
    view::PaymentView,
};
use axum::{
    Json,
    extract::{Path, State},
};
use platform::{
    App,
    http::{Answer, Viewer},
    problem::ProblemBody,
    sessions::Ticket,
};

/// Sends a new code; the one before stops working
#[utoipa::path(
    post, path = "/api/payments/{id}/code", tag = "pay", operation_id = "resendPaymentCode",
    params(("id" = String, Path, description = "Number of the payment")),
    responses(
        (status = 200, description = "A new code is on its way; a payment that waits for none is as it is", body = PaymentView),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`, `flow_not_found`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "`too_early`, `too_many_requests`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn resend_payment_code(
    State(app): State<App>,
    ticket: Ticket,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Answer<Json<PaymentView>> {
    let called = Called::open(&app, &ticket, &id).await?;
    let payment = called.stored.payment.clone();
    let now = app.clock.now();
    if !payment.waits_for_code() {
        let view = PaymentView::of(&payment, None, now);
        return Ok(Json(view.followed_by(called.after.as_ref())));
    }
    let standing = called.own_flow(&ticket)?.resend_standing(&app, &viewer).await?;
    Ok(Json(PaymentView::of(&payment, Some(StepUp::of(&app, standing)), now)))
}
