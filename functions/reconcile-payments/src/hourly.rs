//! R2: every payment and refund that the bank lists of the last three hours. Who took the money there and has not here is
//! asked about once more; what differs even then, or is not ours at all, waits for a person.

use crate::{
    PATIENCE, Reconciled,
    companies::{self, Found, Tally},
};
use acquiring::{GatewayPayment, GatewayRefund, GatewayStatus, Period};
use chrono::TimeDelta;
use domain::{
    CompanyId, Payment, PaymentId, PaymentState, RefundId, format_roubles,
    payment::{Detail, Fact, IncidentKind, RefundState},
};
use payments::{Bank, Failure};
use platform::{
    App, EventError,
    incidents::{self, Incident},
};

/// Three runs look at everything, so that one of them may be lost.
const BACK: TimeDelta = TimeDelta::hours(3);
/// A sending without an answer for so long is looked for here.
const UNANSWERED: TimeDelta = TimeDelta::minutes(5);

pub async fn run(app: &App) -> Result<Reconciled, EventError> {
    let mut tally = Tally::default();
    for company in companies::all(app).await? {
        tally.add(&company, of_company(app, &company.id).await);
    }
    tally.told()
}

async fn of_company(app: &App, company: &CompanyId) -> Result<Found, Failure> {
    let bank = Bank::of(app, company).await?;
    let since = Period::since(app.clock.now() - BACK);
    let mut found = Found::default();
    for listed in bank.payments(since).await? {
        found.looked += 1;
        if let Some(incident) = payment(app, &bank, company, &listed).await? {
            incidents::note(app, &incident).await?;
            found.incidents += 1;
        }
    }
    for listed in bank.refunds(since).await? {
        found.looked += 1;
        if let Some(incident) = refund(app, company, &listed).await? {
            incidents::note(app, &incident).await?;
            found.incidents += 1;
        }
    }
    Ok(found)
}

async fn payment(
    app: &App,
    bank: &Bank,
    company: &CompanyId,
    listed: &GatewayPayment,
) -> Result<Option<Incident>, Failure> {
    let id: Option<PaymentId> = listed.payment_id.as_deref().and_then(|id| id.parse().ok());
    let stored = match id {
        Some(id) => payments::load(&app.store, id).await?,
        None => None,
    };
    let orphan = || {
        let orphan = Incident::new(IncidentKind::OrphanPayment, company, &listed.id);
        facts(orphan, listed).fact(Fact::Claimed, listed.payment_id.as_deref().unwrap_or("—"))
    };
    let Some(stored) = stored.filter(|row| row.payment.account.company == *company) else {
        return Ok(Some(orphan()));
    };
    if !differs(app, &stored.payment, listed) {
        return Ok(None);
    }
    let seen = bank.ask(&stored.payment, &listed.id, PATIENCE).await;
    let now = payments::apply(app, stored, &seen).await?.payment;
    // Money taken a second time under our number: ours is another payment of the bank's.
    if listed.status == GatewayStatus::Succeeded && now.gateway_id.as_ref().is_some_and(|id| *id != listed.id)
    {
        return Ok(Some(orphan().fact(Fact::OursAtBank, now.gateway_id.unwrap_or_default())));
    }
    // A payment in review has its own incident already.
    let told = matches!(now.state, PaymentState::Succeeded | PaymentState::Review);
    let wrong = listed.status == GatewayStatus::Succeeded && !told;
    let incident = Incident::new(IncidentKind::NotSucceededHere, company, now.id);
    Ok(wrong.then(|| facts(incident, listed).fact(Fact::StateHere, Detail::from(now.state))))
}

/// Whether asking could change anything, or must.
fn differs(app: &App, ours: &Payment, listed: &GatewayPayment) -> bool {
    if ours.gateway_id.as_ref().is_some_and(|id| *id != listed.id) {
        return listed.status == GatewayStatus::Succeeded;
    }
    match listed.status {
        GatewayStatus::Succeeded => ours.state != PaymentState::Succeeded,
        GatewayStatus::Canceled => ours.state == PaymentState::Succeeded || !ours.state.is_terminal(),
        GatewayStatus::Pending | GatewayStatus::WaitingForCapture => {
            let since = ours.submitted_at.unwrap_or(ours.created_at);
            ours.state == PaymentState::Submitting && app.clock.now() - since >= UNANSWERED
        }
    }
}

async fn refund(app: &App, company: &CompanyId, listed: &GatewayRefund) -> Result<Option<Incident>, Failure> {
    let payment: Option<PaymentId> = listed.payment_id.as_deref().and_then(|id| id.parse().ok());
    let id: Option<RefundId> = listed.refund_id.as_deref().and_then(|id| id.parse().ok());
    let after = match payment {
        Some(payment) => payments::load_aftermath(&app.store, payment).await?,
        None => None,
    };
    let ours = after.filter(|after| after.account.company == *company);
    let ours = ours.and_then(|after| {
        let refund = after.refund(id?)?.clone();
        Some((after, refund))
    });
    let Some((after, refund)) = ours else {
        let orphan = Incident::new(IncidentKind::OrphanRefund, company, &listed.id);
        return Ok(Some(
            orphan
                .fact(Fact::PaymentAtBank, &listed.payment)
                .fact(Fact::Amount, format_roubles(listed.amount))
                .fact(Fact::Claimed, listed.refund_id.as_deref().unwrap_or("—")),
        ));
    };
    let succeeded = listed.status == GatewayStatus::Succeeded;
    let fits = match listed.status {
        GatewayStatus::Succeeded => refund.state == RefundState::Succeeded,
        GatewayStatus::Canceled => refund.state.is_terminal() && refund.state != RefundState::Succeeded,
        GatewayStatus::Pending | GatewayStatus::WaitingForCapture => refund.state != RefundState::Submitting,
    };
    if fits {
        return Ok(None);
    }
    let asked = payments::ask_refund(app, after, refund.id, &listed.id, PATIENCE).await?;
    let state = asked.as_ref().and_then(|after| after.refund(refund.id)).map(|refund| refund.state);
    let wrong = succeeded && state != Some(RefundState::Succeeded);
    Ok(wrong.then(|| {
        Incident::new(IncidentKind::RefundNotSucceededHere, company, refund.id)
            .fact(Fact::AtBank, &listed.id)
            .fact(Fact::Amount, format_roubles(listed.amount))
            .fact(Fact::StateHere, Detail::from(state.unwrap_or(refund.state)))
    }))
}

fn facts(incident: Incident, listed: &GatewayPayment) -> Incident {
    incident
        .fact(Fact::AtBank, &listed.id)
        .fact(Fact::StatusAtBank, told(listed.status))
        .fact(Fact::Amount, format_roubles(listed.amount))
}

fn told(status: GatewayStatus) -> Detail {
    match status {
        GatewayStatus::Pending => Detail::Pending,
        GatewayStatus::WaitingForCapture => Detail::Authorized,
        GatewayStatus::Succeeded => Detail::Succeeded,
        GatewayStatus::Canceled => Detail::Canceled,
    }
}
