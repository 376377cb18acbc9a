//! POST /api/hooks/yookassa/{company}/{token}

use crate::door;
use acquiring::hook::{self, HookNotice};
use axum::{
    body::Body,
    extract::{Path, State},
};
use domain::{
    BindingId, CompanyId, Payment, PaymentId, RefundId, UserId,
    payment::{Fact, IncidentKind, Refund},
};
use http::{HeaderMap, StatusCode, header};
use platform::{
    App, CommitError, Problem, Refusal, Transaction,
    http::{Answer, Viewer, body},
    incidents::{self, Incident},
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
    if let Some(event) = wanted(&app, &company, &notice).await? {
        let told: Result<(), CommitError<Refusal>> =
            Transaction::new().event(&event, app.clock.now()).commit(&app.store).await;
        // Not told is not taken: anything but 200 makes the acquirer post again for a day.
        told?;
    }
    Ok(StatusCode::OK)
}

/// What to ask about; `None` for a notice that changes nothing. All of it is still only a claim.
async fn wanted(app: &App, company: &CompanyId, notice: &HookNotice) -> Result<Option<Event>, Problem> {
    let kind = notice.event.split('.').next().unwrap_or_default();
    match kind {
        "payment" => payment(app, company, notice).await,
        "payment_method" => binding(app, company, notice).await,
        "refund" => refund(app, company, notice).await,
        _ => Ok(None),
    }
}

/// A refund of ours; one that was made in the bank's own cabinet is nobody's here.
async fn refund(app: &App, company: &CompanyId, notice: &HookNotice) -> Result<Option<Event>, Problem> {
    let payment: Option<PaymentId> = notice.payment_id.as_deref().and_then(|id| id.parse().ok());
    let id: Option<RefundId> = notice.refund_id.as_deref().and_then(|id| id.parse().ok());
    let aftermath = match payment {
        Some(payment) => payments::load_aftermath(&app.store, payment).await?,
        None => None,
    };
    let ours = aftermath.filter(|aftermath| aftermath.account.company == *company);
    let refund = ours.as_ref().and_then(|aftermath| aftermath.refund(id?));
    let same_number = |refund: &Refund| refund.gateway_id.as_ref().is_none_or(|id| *id == notice.object_id);
    let (Some(payment), Some(refund)) = (payment, refund.filter(|refund| same_number(refund))) else {
        orphan(app, company, notice, IncidentKind::OrphanRefund).await?;
        return Ok(None);
    };
    let gateway_id = notice.object_id.clone();
    let event = Event::RefundCheck { payment, refund: refund.id, gateway_id };
    Ok((!refund.state.is_terminal()).then_some(event))
}

async fn orphan(
    app: &App,
    company: &CompanyId,
    notice: &HookNotice,
    kind: IncidentKind,
) -> Result<(), Problem> {
    let incident = Incident::new(kind, company, &notice.object_id).fact(Fact::Notice, &notice.event);
    Ok(incidents::note(app, &incident).await?)
}

/// A card of this company that is being linked. The bank's own number of it is its token: it goes no further.
async fn binding(app: &App, company: &CompanyId, notice: &HookNotice) -> Result<Option<Event>, Problem> {
    let claimed = notice.binding.as_ref();
    let claimed = claimed.and_then(|(binding, user)| Some((binding.parse().ok()?, user.parse().ok()?)));
    let Some((binding, user)): Option<(BindingId, UserId)> = claimed else { return Ok(None) };
    let stored = payments::cards::load_binding(&app.store, user, binding).await?;
    let open = stored.is_some_and(|row| row.binding.company == *company && !row.binding.state.is_terminal());
    Ok(open.then_some(Event::BindingCheck { user, binding }))
}

async fn payment(app: &App, company: &CompanyId, notice: &HookNotice) -> Result<Option<Event>, Problem> {
    let claimed: Option<PaymentId> = notice.payment_id.as_deref().and_then(|id| id.parse().ok());
    let stored = match claimed {
        Some(id) => payments::load(&app.store, id).await?,
        None => None,
    };
    let Some(payment) = stored.map(|row| row.payment).filter(|payment| fits(payment, company, notice)) else {
        orphan(app, company, notice, IncidentKind::OrphanPayment).await?;
        return Ok(None);
    };
    let event = Event::PaymentCheck { payment: payment.id, gateway_id: notice.object_id.clone() };
    Ok((!payment.state.is_terminal()).then_some(event))
}

/// The company's own payment, under the number that the bank gave it, if it has given one.
fn fits(payment: &Payment, company: &CompanyId, notice: &HookNotice) -> bool {
    let same_number = payment.gateway_id.as_ref().is_none_or(|id| *id == notice.object_id);
    payment.account.company == *company && same_number
}
