//! Rows of cards as parts of a transaction.

use crate::{
    Failure,
    vault::{Context, Vault},
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    CardId, CompanyId, Payment, UserId,
    card::{BankCard, OfferAcceptance, Token},
};
use platform::{
    App, Condition, Transaction,
    outbox::Event,
    records::cards::{Charge, StoredCard},
    store::keys,
};

/// How long a charge keeps others of the same card waiting if nobody tells how it ended (payments §5.5).
pub const CHARGE_LASTS: TimeDelta = TimeDelta::seconds(30);

/// The row of a card that is to be linked, its token closed.
pub(crate) async fn close(
    app: &App,
    user: UserId,
    company: &CompanyId,
    (token, card): (&Token, &BankCard),
    offer: OfferAcceptance,
    now: DateTime<Utc>,
) -> Result<StoredCard, Failure> {
    let id = CardId::of(company, card);
    let token = Vault::of(app).await?.seal(token, &Context::card(user, &id))?;
    let (company, card) = (company.clone(), card.clone());
    Ok(StoredCard { id, user, company, token, card, linked_at: now, offer })
}

/// The card takes its place, be it new or linked again; its owner is told. `nobody`: the profile is gone, with which
/// the card's token would be left behind.
pub(crate) fn link<R: Clone>(
    transaction: Transaction<R>,
    row: &StoredCard,
    nobody: R,
    now: DateTime<Utc>,
) -> Transaction<R> {
    let event = Event::CardLinked { user: row.user, company: row.company.clone(), card: row.card.title() };
    let there = Condition::All(vec![Condition::Exists, Condition::Lacks("erasing_since")]);
    transaction
        .check(keys::identity::profile(row.user), there, nobody)
        .write(keys::cards::card(row.user, &row.id), row)
        .event(&event, now)
}

/// The card that this payment could not charge goes, and its owner is told. One that was linked again meanwhile has
/// another token and stays: `refusal` says so, as of one that is gone already.
pub(crate) fn unlink<R: Clone>(
    transaction: Transaction<R>,
    payment: &Payment,
    refusal: R,
    now: DateTime<Utc>,
) -> Transaction<R> {
    let Some(charge) = &payment.charge else { return transaction };
    let same = Condition::equals("token", &charge.token);
    let (user, company) = (payment.user, charge.card.company.clone());
    let event = Event::CardRevoked { user, company, card: charge.title.clone() };
    transaction.delete(keys::cards::card(user, &charge.card), same, refusal).event(&event, now)
}

/// Takes the card for a charge: it has to be linked still, `gone` otherwise, and not be charged by another payment,
/// which is `busy`. A payment with a new card takes nothing.
pub fn take<R: Clone>(
    transaction: Transaction<R>,
    payment: &Payment,
    (gone, busy): (R, R),
    now: DateTime<Utc>,
) -> Transaction<R> {
    let Some(charge) = &payment.charge else { return transaction };
    let until = (now + CHARGE_LASTS).timestamp();
    let row = Charge { payment: payment.id, until, ttl: until + 3600 };
    let free = Condition::Below("until", now.timestamp() + 1);
    transaction
        .check(keys::cards::card(payment.user, &charge.card), Condition::equals("token", &charge.token), gone)
        .put(keys::cards::charge(payment.user, &charge.card), &row, free, busy)
}

/// Lets the card go, whose charge has ended. `refusal`: another payment has taken it since.
pub(crate) fn let_go<R: Clone>(transaction: Transaction<R>, payment: &Payment, refusal: R) -> Transaction<R> {
    let Some(charge) = &payment.charge else { return transaction };
    let ours = Condition::Any(vec![Condition::Absent, Condition::equals("payment", &payment.id)]);
    transaction.delete(keys::cards::charge(payment.user, &charge.card), ours, refusal)
}
