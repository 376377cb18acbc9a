//! GET /api/payments/{id}: how the payment stands, for its payer alone (security row 58). The page the bank sends
//! the person back to asks this; while the payment is under way the bank is asked in turn (payments §7).

use crate::view::PaymentView;
use axum::{
    Json,
    extract::{Path, State},
};
use domain::PaymentId;
use platform::{
    App, Refusal,
    http::Answer,
    problem::ProblemBody,
    records::payments::{StoredAftermath, StoredPayment},
    sessions::Ticket,
    store::keys,
};
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
    let id: PaymentId = id.parse().map_err(|_| Refusal::NotFound)?;
    let (key, after) = (keys::payments::payment(id), keys::payments::aftermath(id));
    let (session, mut found) = ticket.open(&app, &[key.clone(), after.clone()]).await?;
    let stored: Option<StoredPayment> = found.take(&key)?;
    let stored = stored.filter(|row| row.payment.user == session.user).ok_or(Refusal::NotFound)?;
    let after: Option<StoredAftermath> = found.take(&after)?;
    let now = payments::refresh(&app, stored.clone(), PATIENCE).await.unwrap_or_else(|error| {
        tracing::warn!(%error, payment = %id, "the payment is shown as it was");
        stored
    });
    let view = PaymentView::of(&now.payment, app.clock.now());
    Ok(Json(view.followed_by(after.map(|row| row.aftermath).as_ref())))
}
