//! What follows a success, written down: refund, journal, «Платежи», what is taken off the balance, the day's books and
//! the event in one transaction, under the condition that the record is still the one that was decided about.

use crate::{Failure, moscow_day};
use chrono::{DateTime, Utc};
use domain::{
    PaymentId, RefundId,
    payment::{AfterEffect, AfterIncident, AfterStep, Aftermath, Fact, FiscalReceipt},
};
use platform::{
    App, CommitError, Condition, Store, StoreError, Transaction,
    incidents::{self, Incident},
    outbox::Event,
    records::payments::{Credit, DayEntry, ListedPayment, StoredAftermath},
    store::{attribute, keys},
};

/// Why a step could not be written.
#[derive(Debug, Clone, Copy)]
enum Obstacle {
    Overtaken,
    TakenBack,
    NotListed,
}

/// What follows a payment; `None` while nothing does.
pub async fn load_aftermath(store: &Store, payment: PaymentId) -> Result<Option<Aftermath>, StoreError> {
    let row: Option<StoredAftermath> = store.get(&keys::payments::aftermath(payment)).await?;
    Ok(row.map(|row| row.aftermath))
}

/// Writes a step. `None`: somebody else was faster, and it has to be decided again.
/// `stored`: the record is there; otherwise it is made by this write.
pub(crate) async fn write_after(
    app: &App,
    before: &Aftermath,
    stored: bool,
    step: AfterStep,
    now: DateTime<Utc>,
) -> Result<Option<Aftermath>, Failure> {
    if !step.is_change(before) {
        for incident in found(&step) {
            incidents::note(app, &incident).await?;
        }
        return Ok(Some(step.after));
    }
    match transaction(before, stored, &step, now)?.commit(&app.store).await {
        Ok(()) => Ok(Some(step.after)),
        Err(CommitError::Refused(Obstacle::Overtaken)) => Ok(None),
        Err(CommitError::Refused(Obstacle::TakenBack)) => Err(Failure::AlreadyCredited),
        Err(CommitError::Refused(Obstacle::NotListed)) => Err(Failure::Gone),
        Err(CommitError::Store(error)) => Err(error.into()),
    }
}

fn transaction(
    before: &Aftermath,
    stored: bool,
    step: &AfterStep,
    now: DateTime<Utc>,
) -> Result<Transaction<Obstacle>, StoreError> {
    let after = &step.after;
    let unchanged = if stored { Condition::equals("version", &before.version) } else { Condition::Absent };
    let row = StoredAftermath::from(after.clone());
    let mut transaction = Transaction::new().put(
        keys::payments::aftermath(after.payment),
        &row,
        unchanged,
        Obstacle::Overtaken,
    );
    if let Some(entry) = &step.journal {
        transaction = transaction.write(keys::payments::refund_event(after.payment, entry.seq), entry);
    }
    for effect in &step.effects {
        transaction = match effect {
            AfterEffect::TakeBack(id) => take_back(transaction, after, *id, now)?,
            AfterEffect::Fiscal(of) => fiscal(transaction, after, *of)?,
            AfterEffect::Incident(incident) => transaction.incident(&of_incident(after, *incident), now),
        };
    }
    Ok(transaction)
}

/// The money has gone: off the balance at once, whether or not the company has counted the payment.
fn take_back(
    transaction: Transaction<Obstacle>,
    after: &Aftermath,
    id: RefundId,
    now: DateTime<Utc>,
) -> Result<Transaction<Obstacle>, StoreError> {
    let Some(refund) = after.refund(id) else { return Ok(transaction) };
    let account = &after.account;
    let number = PaymentId::from(id);
    let entry = DayEntry {
        number,
        of: Some(after.payment),
        account: account.clone(),
        amount: -refund.amount,
        gateway_id: refund.gateway_id.clone().unwrap_or_default(),
    };
    // The bank tells no moment of a refund's success, so days are compared by its beginning.
    let day = moscow_day(refund.gateway_created_at.unwrap_or(now));
    let refunded = vec![("refunded", Some(attribute(&after.refunded())?))];
    let event = Event::PaymentRefunded {
        payment: after.payment,
        refund: id,
        user: after.user,
        account: account.clone(),
    };
    Ok(transaction
        .put(
            keys::accounts::credit(account, number),
            &Credit::of_refund(refund, now),
            Condition::Absent,
            Obstacle::TakenBack,
        )
        .write(keys::payments::of_account(account, number), &ListedPayment::of_refund(after, refund))
        .set(
            keys::payments::of_account(account, after.payment),
            refunded,
            Condition::Exists,
            Obstacle::NotListed,
        )
        .write(keys::payments::of_day(&account.company, day, number), &entry)
        .event(&event, now))
}

fn fiscal(
    transaction: Transaction<Obstacle>,
    after: &Aftermath,
    of: Option<RefundId>,
) -> Result<Transaction<Obstacle>, StoreError> {
    let (number, state): (PaymentId, FiscalReceipt) = match of {
        None => (after.payment, after.fiscal.state),
        Some(id) => (id.into(), after.refund(id).map(|refund| refund.fiscal.state).unwrap_or_default()),
    };
    let told = vec![("fiscal_receipt", Some(attribute(&state)?))];
    let key = keys::payments::of_account(&after.account, number);
    Ok(transaction.set(key, told, Condition::Exists, Obstacle::NotListed))
}

fn found(step: &AfterStep) -> Vec<Incident> {
    let incidents = step.effects.iter().filter_map(|effect| match effect {
        AfterEffect::Incident(incident) => Some(of_incident(&step.after, *incident)),
        _ => None,
    });
    incidents.collect()
}

fn of_incident(after: &Aftermath, incident: AfterIncident) -> Incident {
    let subject = incident.refund().map_or(after.payment, PaymentId::from);
    let found =
        Incident::new(incident.kind(), &after.account.company, subject).fact(Fact::Payment, after.payment);
    let found = match incident.detail() {
        Some(detail) => found.fact(Fact::What, detail),
        None => found,
    };
    let refund = incident.refund().and_then(|id| after.refund(id));
    match refund {
        Some(refund) => found
            .fact(Fact::Amount, domain::format_roubles(refund.amount))
            .fact(Fact::AtBank, refund.gateway_id.as_deref().unwrap_or("—"))
            .fact(Fact::ReasonAtBank, refund.refusal.as_ref().map_or("—", |refusal| &refusal.reason)),
        None => found.fact(Fact::AtBank, &after.gateway_id),
    }
}
