//! Refunds (payments §3.5): begun by an operator, sent with the stored bytes and key, followed to their end. The doubt is
//! that of payments: a gateway that did not answer may have given the money back.

use crate::{
    Bank, Failure,
    aftermath::{load_aftermath, write_after},
    load,
};
use acquiring::{CreateRefund, Customer, Line};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Company, Kopecks, Payment, PaymentId, PaymentState, RefundId,
    login::{Channel, Login},
    payment::{AfterStep, Aftermath, NewRefund, Refund, RefundRefused, RefundSeen, RefundState, Task},
};
use platform::{App, records::Profile, store::keys};
use std::time::Duration;

/// Decisions about one thing before giving up on those who keep changing the record.
const TRIES: usize = 5;
/// Things that one look at a record does.
const TASKS: usize = 16;
/// A sending without an answer for so long is also looked for in the bank's list.
const SEARCH_AFTER: TimeDelta = TimeDelta::minutes(5);

/// What an operator asks for.
#[derive(Debug, Clone)]
pub struct RefundOrder {
    pub payment: PaymentId,
    /// Made when the form opened: a second click asks for the same refund.
    pub refund: RefundId,
    /// Service and sum; `None`: all that is left.
    pub lines: Option<Vec<(String, Kopecks)>>,
    pub reason: String,
}

/// Why no refund was begun.
#[derive(Debug, thiserror::Error)]
pub enum NotRefunded {
    #[error("payment is not there")]
    NoPayment,
    #[error("payment has not succeeded")]
    NotPaid,
    #[error(transparent)]
    Refused(#[from] RefundRefused),
    #[error(transparent)]
    Failure(#[from] Failure),
}

impl From<platform::StoreError> for NotRefunded {
    fn from(error: platform::StoreError) -> Self {
        Self::Failure(error.into())
    }
}

/// Begins a refund and answers how far it has come. What fails after it is written down is not the operator's to
/// repeat: the record is there and due.
pub async fn start(app: &App, order: RefundOrder, patience: Duration) -> Result<Refund, NotRefunded> {
    let stored = load(&app.store, order.payment).await?.ok_or(NotRefunded::NoPayment)?;
    let payment = stored.payment;
    if payment.state != PaymentState::Succeeded {
        return Err(NotRefunded::NotPaid);
    }
    let bank = Bank::of(app, &payment.account.company).await?;
    for _ in 0..TRIES {
        let now = app.clock.now();
        let kept = load_aftermath(&app.store, payment.id).await?;
        let is_kept = kept.is_some();
        let before = kept.or_else(|| Aftermath::of(&payment, now)).ok_or(NotRefunded::NotPaid)?;
        if let (Some(begun), None) = (before.refund(order.refund), &order.lines) {
            return Ok(begun.clone());
        }
        let new = NewRefund {
            id: order.refund,
            lines: order.lines.clone().unwrap_or_else(|| left(&before)),
            reason: order.reason.clone(),
        };
        let lines = before.check(&new)?;
        let body = body(app, &payment, &before, &new, lines).await?;
        let step = before.begin(&new, body, now)?;
        if !step.is_change(&before) {
            return before.refund(new.id).cloned().ok_or(NotRefunded::Failure(Failure::Gone));
        }
        let Some(begun) = write_after(app, &before, is_kept, step, now).await? else { continue };
        return Ok(send(app, &bank, begun, new.id, patience).await?);
    }
    Err(NotRefunded::Failure(Failure::Contended))
}

fn left(of: &Aftermath) -> Vec<(String, Kopecks)> {
    let lines = of.lines.iter().map(|line| (line.service.clone(), of.left_of(&line.service)));
    lines.filter(|(_, left)| *left > Kopecks::ZERO).collect()
}

async fn body(
    app: &App,
    payment: &Payment,
    aftermath: &Aftermath,
    new: &NewRefund,
    lines: Vec<domain::PaymentLine>,
) -> Result<String, NotRefunded> {
    let company: Option<Company> = app.store.get(&keys::accounts::company(&payment.account.company)).await?;
    let company = company.ok_or(NotRefunded::Failure(Failure::Gone))?;
    let profile: Option<Profile> = app.store.get(&keys::identity::profile(payment.user)).await?;
    let address = profile.and_then(|profile| profile.address());
    let refund = CreateRefund {
        refund: new.id,
        payment: payment.id,
        gateway_payment: aftermath.gateway_id.clone(),
        account: payment.account.clone(),
        reason: new.reason.trim().to_owned(),
        customer: customer(address, &company),
        lines: lines.into_iter().map(|line| Line { name: line.name, amount: line.amount }).collect(),
        vat_code: company.payments.vat_code,
        fiscal: company.payments.fiscal,
        supplier: payment
            .payee
            .as_ref()
            .filter(|payee| !payee.is_main())
            .map(|payee| payee.details.name.clone()),
    };
    Ok(refund.to_body())
}

/// A receipt must go somewhere: to the company where the payer's profile has been erased.
fn customer(address: Option<Login>, company: &Company) -> Customer {
    match address {
        Some(login) if login.channel() == Channel::Email => Customer::Email(login.as_str().to_owned()),
        Some(login) => Customer::Phone(login.as_str().to_owned()),
        None => Customer::Email(company.email.clone()),
    }
}

async fn send(
    app: &App,
    bank: &Bank,
    begun: Aftermath,
    id: RefundId,
    patience: Duration,
) -> Result<Refund, Failure> {
    let refund = begun.refund(id).ok_or(Failure::Gone)?.clone();
    let seen = bank.send_refund(&refund, patience).await;
    match apply_refund(app, begun, id, &seen).await {
        Ok(after) => after.refund(id).cloned().ok_or(Failure::Gone),
        Err(error) => {
            tracing::error!(%error, refund = %id, "the bank's answer was not written down");
            Ok(refund)
        }
    }
}

/// Moves a refund by what the bank said.
pub async fn apply_refund(
    app: &App,
    aftermath: Aftermath,
    id: RefundId,
    seen: &RefundSeen,
) -> Result<Aftermath, Failure> {
    settle(app, aftermath, |after, now| after.hear(id, seen, now)).await
}

/// Decides and writes; whoever was overtaken decides again from what is stored.
async fn settle(
    app: &App,
    aftermath: Aftermath,
    decide: impl Fn(&Aftermath, DateTime<Utc>) -> AfterStep,
) -> Result<Aftermath, Failure> {
    let mut before = aftermath;
    for _ in 0..TRIES {
        let now = app.clock.now();
        let step = decide(&before, now);
        if let Some(after) = write_after(app, &before, true, step, now).await? {
            return Ok(after);
        }
        before = load_aftermath(&app.store, before.payment).await?.ok_or(Failure::Gone)?;
    }
    Err(Failure::Contended)
}

/// Asks about one refund out of turn; `claimed`: the bank's number where ours has none yet. Such a number may name
/// anything: what does not name our refund back says nothing of it.
pub async fn ask_refund(
    app: &App,
    aftermath: Aftermath,
    id: RefundId,
    claimed: &str,
    patience: Duration,
) -> Result<Option<Aftermath>, Failure> {
    let Some(refund) = aftermath.refund(id) else { return Ok(None) };
    let bank = Bank::of(app, &aftermath.account.company).await?;
    let own = refund.gateway_id.clone();
    let seen = bank.ask_refund(own.as_deref().unwrap_or(claimed), patience).await;
    let names_ours = matches!(&seen, RefundSeen::Shown(shown) if shown.refund == Some(id));
    match seen {
        RefundSeen::Unknown => Ok(None),
        _ if own.is_none() && !names_ours => {
            tracing::warn!(refund = %id, "notice names a refund that is not ours");
            Ok(Some(aftermath))
        }
        seen => apply_refund(app, aftermath, id, &seen).await.map(Some),
    }
}

/// Does what time asks of refunds and receipts. `true`: nothing is left to be asked about.
pub async fn pursue_aftermath(app: &App, payment: PaymentId, patience: Duration) -> Result<bool, Failure> {
    let mut after = load_aftermath(&app.store, payment).await?.ok_or(Failure::Gone)?;
    let bank = Bank::of(app, &after.account.company).await?;
    for _ in 0..TASKS {
        let Some(task) = after.task(app.clock.now()) else { break };
        after = match task {
            Task::AskPayment => {
                let seen = bank.ask_receipt(&after, patience).await;
                settle(app, after, |after, now| after.hear_receipt(seen, now)).await?
            }
            Task::AskRefund(id) => {
                let number = after.refund(id).and_then(|refund| refund.gateway_id.clone());
                let seen = bank.ask_refund(&number.unwrap_or_default(), patience).await;
                apply_refund(app, after, id, &seen).await?
            }
            Task::SendRefund(id) => send_again(app, &bank, after, id, patience).await?,
            Task::GiveUp(id) => settle(app, after, |after, now| after.give_up(id, now)).await?,
        };
    }
    Ok(after.next_check_at.is_none())
}

async fn send_again(
    app: &App,
    bank: &Bank,
    after: Aftermath,
    id: RefundId,
    patience: Duration,
) -> Result<Aftermath, Failure> {
    let now = app.clock.now();
    let payment = after.payment;
    // The lease first: of two sweepers one sends.
    let Some(leased) = write_after(app, &after, true, after.lease(id, now), now).await? else {
        return load_aftermath(&app.store, payment).await?.ok_or(Failure::Gone);
    };
    let Some(refund) = leased.refund(id).filter(|refund| refund.state == RefundState::Submitting).cloned()
    else {
        return Ok(leased);
    };
    let since = refund.submitted_at.unwrap_or(refund.created_at);
    if now - since >= SEARCH_AFTER
        && let Some(found) = bank.search_refund(&refund).await
    {
        return apply_refund(app, leased, id, &found).await;
    }
    let seen = bank.send_refund(&refund, patience).await;
    apply_refund(app, leased, id, &seen).await
}
