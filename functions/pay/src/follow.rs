//! GET /api/payments/{id}: how the payment stands, for its payer alone (security row 58). The page the bank sends
//! the person back to asks this; while the payment is under way the bank is asked in turn (payments §7).

use crate::{
    step_up::{Called, StepUp},
    view::PaymentView,
};
use axum::{
    Json,
    extract::{Path, State},
};
use platform::{App, http::Answer, problem::ProblemBody, sessions::Ticket};
use std::time::Duration;

/// A page that looks does not wait long: it looks again.
const PATIENCE: Duration = Duration::from_secs(5);

/// Shows a payment of one's own
#[utoipa::path(
    get, path = "/api/payments/{id}", tag = "pay", operation_id = "followPayment",
    params(("id" = String, Path, description = "Number of the payment")),
    responses(
        (status = 200, description = "The payment as it is now", body = PaymentView),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`: none, or somebody else's", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn follow_payment(
    State(app): State<App>,
    ticket: Ticket,
    Path(id): Path<String>,
) -> Answer<Json<PaymentView>> {
    let Called { stored, flow, after } = Called::open(&app, &ticket, &id).await?;
    let now = payments::refresh(&app, stored.clone(), PATIENCE).await.unwrap_or_else(|error| {
        tracing::warn!(%error, payment = %stored.payment.id, "the payment is shown as it was");
        stored
    });
    let flow = flow.filter(|_| now.payment.waits_for_code());
    let step_up = flow.map(|flow| StepUp::of(&app, flow.standing()));
    let view = PaymentView::of(&now.payment, step_up, app.clock.now());
    Ok(Json(view.followed_by(after.as_ref())))
}
