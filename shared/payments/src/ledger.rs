//! A decision written down: state, journal, «Платежи», credit, open payment and event in one transaction,
//! under the condition that the payment is still the one that was decided about (payments §4 rule 3, §8).

use crate::{Failure, cards, moscow_day};
use aws_sdk_dynamodb::types::AttributeValue;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Payment, PaymentId, format_roubles, limits,
    payment::{Aftermath, Effect, Fact, Incident, Refusal, Step},
};
use platform::{
    App, CommitError, Condition, Key, Store, StoreError, Transaction,
    incidents::{self, Incident as Found},
    limits::counter,
    outbox::Event,
    records::{
        cards::StoredCard,
        payments::{Credit, DayEntry, ListedPayment, StoredAftermath, StoredPayment},
    },
    store::keys,
};

/// One payment by its number, strongly consistent.
pub async fn load(store: &Store, id: PaymentId) -> Result<Option<StoredPayment>, StoreError> {
    store.get(&keys::payments::payment(id)).await
}

#[derive(Debug, Clone, Copy)]
enum Obstacle {
    Overtaken,
    Credited,
    /// The account's open payment is a newer one, which stays.
    AnotherOpen,
    /// The profile was erased while the payment was under way.
    Nobody,
    /// The card has been linked again or forgotten since.
    AnotherCard,
    /// The card is charged by another payment by now.
    AnotherCharge,
}

/// Writes a step; one round trip, or none where nothing changed. `None`: somebody else changed the payment first,
/// and it has to be decided again.
pub(crate) async fn write(
    app: &App,
    before: StoredPayment,
    step: Step,
    now: DateTime<Utc>,
) -> Result<Option<StoredPayment>, Failure> {
    if !step.is_change(&before.payment) {
        for incident in incidents_of(&step) {
            incidents::note(app, &incident).await?;
        }
        return Ok(Some(before));
    }
    let mut payment = step.payment.clone();
    if payment.state.is_terminal() {
        payment.forget_order();
    }
    let after = StoredPayment { asked_at: before.asked_at, ..payment.into() };
    let mut after = after;
    let mut cards = Cards::of(app, &before.payment, &step, now).await?;
    let mut apart = Apart {
        release: step.effects.contains(&Effect::ReleaseOpen),
        unlink: step.effects.contains(&Effect::UnlinkCard),
        let_go: after.payment.state.is_terminal(),
    };
    loop {
        let transaction = transaction(&before.payment, &after, &step, apart, now);
        let transaction = cards.write(transaction, &before.payment, apart, now);
        match transaction.commit(&app.store).await {
            Ok(()) => return Ok(Some(after)),
            Err(CommitError::Refused(Obstacle::Overtaken)) => return Ok(None),
            Err(CommitError::Refused(Obstacle::Credited)) => return Err(Failure::AlreadyCredited),
            Err(CommitError::Refused(Obstacle::AnotherOpen)) => apart.release = false,
            Err(CommitError::Refused(Obstacle::Nobody)) => {
                // Nobody would ever find the token to erase it.
                cards.linked = None;
                after.payment.linked_card = None;
            }
            Err(CommitError::Refused(Obstacle::AnotherCard)) => apart.unlink = false,
            Err(CommitError::Refused(Obstacle::AnotherCharge)) => apart.let_go = false,
            Err(CommitError::Store(error)) => return Err(error.into()),
        }
    }
}

/// Rows beside the payment that go only while they are still this payment's: what they have become meanwhile does
/// not hold the payment back.
#[derive(Debug, Clone, Copy)]
struct Apart {
    release: bool,
    unlink: bool,
    let_go: bool,
}

/// What a step does to linked cards.
struct Cards {
    linked: Option<StoredCard>,
}

impl Cards {
    async fn of(app: &App, before: &Payment, step: &Step, now: DateTime<Utc>) -> Result<Self, Failure> {
        let saved = step.effects.iter().find_map(|effect| match effect {
            Effect::LinkCard(saved) => Some(saved),
            _ => None,
        });
        let Some((saved, offer)) = saved.zip(before.offer.clone()) else { return Ok(Self { linked: None }) };
        let card = (&saved.token, &saved.card);
        let row = cards::close(app, before.user, &before.account.company, card, offer, now).await?;
        Ok(Self { linked: Some(row) })
    }

    fn write(
        &self,
        mut transaction: Transaction<Obstacle>,
        before: &Payment,
        apart: Apart,
        now: DateTime<Utc>,
    ) -> Transaction<Obstacle> {
        if let Some(row) = &self.linked {
            transaction = cards::link(transaction, row, Obstacle::Nobody, now);
        }
        if apart.unlink {
            transaction = cards::unlink(transaction, before, Obstacle::AnotherCard, now);
        }
        if apart.let_go {
            transaction = cards::let_go(transaction, before, Obstacle::AnotherCharge);
        }
        transaction
    }
}

/// Notes that the bank is being asked out of turn; `false` when somebody did so less than `pause` ago.
pub(crate) async fn take_turn(
    app: &App,
    key: Key,
    asked_at: &mut Option<i64>,
    pause: TimeDelta,
) -> Result<bool, StoreError> {
    let now = app.clock.now().timestamp_millis();
    let free_before = now - pause.num_milliseconds() + 1;
    if asked_at.is_some_and(|at| at >= free_before) {
        return Ok(false);
    }
    let free = Condition::All(vec![Condition::Exists, Condition::Below("asked_at", free_before)]);
    let stamp = vec![("asked_at", Some(AttributeValue::N(now.to_string())))];
    let taken = Transaction::new().set(key, stamp, free, ()).commit(&app.store).await;
    match taken {
        Ok(()) => {
            *asked_at = Some(now);
            Ok(true)
        }
        Err(CommitError::Refused(())) => Ok(false),
        Err(CommitError::Store(error)) => Err(error),
    }
}

fn transaction(
    before: &Payment,
    after: &StoredPayment,
    step: &Step,
    apart: Apart,
    now: DateTime<Utc>,
) -> Transaction<Obstacle> {
    let payment = &after.payment;
    let (id, user, account) = (payment.id, payment.user, payment.account.clone());
    let unchanged = Condition::equals("version", &before.version);
    let mut transaction =
        Transaction::new().put(keys::payments::payment(id), after, unchanged, Obstacle::Overtaken);
    if let Some(entry) = &step.journal {
        transaction = transaction.write(keys::payments::event(id, entry.seq), entry);
        let line = keys::payments::of_account(&account, id);
        transaction = match (ListedPayment::of(payment), before.state.label()) {
            (Some(listed), _) => transaction.write(line, &listed),
            (None, Some(_)) => transaction.remove(line),
            (None, None) => transaction,
        };
    }
    for effect in &step.effects {
        transaction = match effect {
            Effect::Credit => {
                let key = keys::accounts::credit(&account, id);
                let credit = Credit::of(payment, now);
                let credited = transaction.put(key, &credit, Condition::Absent, Obstacle::Credited);
                begin_aftermath(credited, payment, now)
            }
            Effect::AnnounceSuccess => transaction
                .event(&Event::PaymentSucceeded { payment: id, user, account: account.clone() }, now),
            Effect::AnnounceRefusal => {
                let event = Event::PaymentFailed { payment: id, user, account: account.clone() };
                count_decline(transaction.event(&event, now), payment, now)
            }
            Effect::Incident(incident) => transaction.incident(&found(payment, *incident), now),
            Effect::ReleaseOpen | Effect::LinkCard(_) | Effect::UnlinkCard => transaction,
        };
    }
    if apart.release {
        let ours = Condition::Any(vec![Condition::Absent, Condition::equals("payment", &id)]);
        transaction = transaction.delete(
            keys::payments::open(user, &account, payment.payee_id()),
            ours,
            Obstacle::AnotherOpen,
        );
    }
    transaction
}

/// Declined cards count towards the limit of carding (security row 73); time that ran out does not.
fn count_decline(
    transaction: Transaction<Obstacle>,
    payment: &Payment,
    now: DateTime<Utc>,
) -> Transaction<Obstacle> {
    if !payment.refusal.as_ref().is_some_and(is_decline) {
        return transaction;
    }
    let counter = counter(&limits::DECLINES_PER_USER, &payment.user.to_string(), now);
    let ttl = AttributeValue::N(counter.expires_at.to_string());
    transaction.bump(counter.key, "count", 1, vec![("ttl", ttl)])
}

fn is_decline(refusal: &Refusal) -> bool {
    const NOBODY_DECLINED: [&str; 6] = [
        "expired_on_confirmation",
        "expired_on_capture",
        "canceled_by_merchant",
        "internal_timeout",
        "deal_expired",
        "permission_revoked",
    ];
    !NOBODY_DECLINED.contains(&refusal.reason.as_str())
}

/// A success is followed by its receipt, perhaps by refunds, and is one entry of the day's books.
fn begin_aftermath(
    transaction: Transaction<Obstacle>,
    payment: &Payment,
    now: DateTime<Utc>,
) -> Transaction<Obstacle> {
    let Some(aftermath) = Aftermath::of(payment, now) else { return transaction };
    let entry = DayEntry {
        number: payment.id,
        of: None,
        account: payment.account.clone(),
        amount: payment.amount,
        gateway_id: aftermath.gateway_id.clone(),
    };
    let day = moscow_day(aftermath.paid_at);
    let key = keys::payments::aftermath(payment.id);
    transaction
        .put(key, &StoredAftermath::from(aftermath), Condition::Absent, Obstacle::Credited)
        .write(keys::payments::of_day(&payment.account.company, day, payment.id), &entry)
}

fn incidents_of(step: &Step) -> Vec<Found> {
    let incidents = step.effects.iter().filter_map(|effect| match effect {
        Effect::Incident(incident) => Some(found(&step.payment, *incident)),
        _ => None,
    });
    incidents.collect()
}

/// What somebody must look at, with what helps to find it at the bank.
fn found(payment: &Payment, incident: Incident) -> Found {
    Found::new(incident.kind(), &payment.account.company, payment.id)
        .fact(Fact::What, incident.detail())
        .fact(Fact::Amount, format_roubles(payment.amount))
        .fact(Fact::AtBank, payment.gateway_id.as_deref().unwrap_or("—"))
}
