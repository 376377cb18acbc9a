//! POST /api/hooks/yookassa/{company}/{token}

use crate::door;
use acquiring::hook::{self, HookNotice};
use axum::{
    body::Body,
    extract::{Path, State},
};
use domain::{CompanyId, Payment, PaymentId};
use http::{HeaderMap, StatusCode, header};
use platform::{
    App, CommitError, Problem, Refusal, Transaction,
    http::{Answer, Viewer, body},
    outbox::Event,
    problem::ProblemBody,
};

/// Takes a notice of the acquirer
#[utoipa::path(
    post, path = "/api/hooks/yookassa/{company}/{token}", tag = "receive-payment-event",
    operation_id = "receivePaymentEvent",
    params(
        ("company" = String, Path, description = "Code of the company"),
        ("token" = String, Path, description = "128 bits, hex"),
    ),
    request_body(content = Object, description = "The acquirer's notice, at most 64 KiB"),
    responses(
        (status = 200, description = "Taken, or of no interest to us"),
        (status = 400, description = "`malformed_body`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "`foreign_address`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "`body_too_large`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 415, description = "`not_json`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn receive_payment_event(
    State(app): State<App>,
    Path((company, token)): Path<(String, String)>,
    viewer: Viewer,
    headers: HeaderMap,
    body: Body,
) -> Answer<StatusCode> {
    let company = door::admit(&app, &viewer, &company, &token).await?;
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if !kind.trim().to_ascii_lowercase().starts_with("application/json") {
        return Err(Refusal::NotJson.into());
    }
    let body = body::read(body).await?;
    let notice = hook::parse(&body).map_err(|_| Refusal::MalformedBody)?;
    if let Some(payment) = wanted(&app, &company, &notice).await? {
        let event = Event::PaymentCheck { payment, gateway_id: notice.object_id };
        let told: Result<(), CommitError<Refusal>> =
            Transaction::new().event(&event, app.clock.now()).commit(&app.store).await;
        // Not told is not taken: anything but 200 makes the acquirer post again for a day.
        told?;
    }
    Ok(StatusCode::OK)
}

/// The payment to ask about; `None` for a notice that changes nothing. All of it is still only a claim.
async fn wanted(app: &App, company: &CompanyId, notice: &HookNotice) -> Result<Option<PaymentId>, Problem> {
    if !notice.event.starts_with("payment.") {
        return Ok(None);
    }
    let claimed: Option<PaymentId> = notice.payment_id.as_deref().and_then(|id| id.parse().ok());
    let stored = match claimed {
        Some(id) => payments::load(&app.store, id).await?,
        None => None,
    };
    let Some(payment) = stored.map(|row| row.payment).filter(|payment| fits(payment, company, notice)) else {
        // The metric of orphans counts this line.
        tracing::warn!(company = company.as_str(), event = notice.event, "notice of an unknown payment");
        return Ok(None);
    };
    Ok((!payment.state.is_terminal()).then_some(payment.id))
}

/// The company's own payment, under the number that the bank gave it, if it has given one.
fn fits(payment: &Payment, company: &CompanyId, notice: &HookNotice) -> bool {
    let same_number = payment.gateway_id.as_ref().is_none_or(|id| *id == notice.object_id);
    payment.account.company == *company && same_number
}
