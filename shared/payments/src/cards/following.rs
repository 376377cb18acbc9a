//! One turn of following a binding: ask or send, decide, write, as of payments. Two who do it at once end with what
//! one would have done.

use super::{AtBank, rows};
use crate::{Bank, Failure, take_turn};
use chrono::TimeDelta;
use domain::{
    BindingId, BindingState, UserId,
    card::{self, BindingSeen, BindingStep, BindingTick},
    payment::IncidentKind,
};
use platform::{
    App, CommitError, Condition, Store, StoreError, Transaction,
    incidents::{self, Incident},
    records::cards::StoredBinding,
    store::keys,
};
use std::time::Duration;

/// Decisions about one answer before giving up on those who keep changing the binding.
const TRIES: usize = 5;
/// Pages make the bank be asked about one binding no more often than this.
const TURN: TimeDelta = TimeDelta::seconds(3);

/// One binding of a user, strongly consistent.
pub async fn load_binding(
    store: &Store,
    user: UserId,
    id: BindingId,
) -> Result<Option<StoredBinding>, StoreError> {
    store.get(&keys::cards::binding(user, id)).await
}

/// Sends a binding that has just been written down as about to be sent.
pub async fn send_binding(
    app: &App,
    bank: &Bank,
    stored: StoredBinding,
    patience: Duration,
) -> Result<StoredBinding, Failure> {
    let seen = bank.bind(&stored.binding, patience).await;
    apply(app, stored, &seen).await
}

/// What a page that looks at its binding may cause: a binding under way is asked about at once, but once in [`TURN`]
/// whoever looks; one that the bank has not answered yet is sent again when it is due.
pub async fn refresh_binding(
    app: &App,
    mut stored: StoredBinding,
    patience: Duration,
) -> Result<StoredBinding, Failure> {
    match stored.binding.state {
        BindingState::Pending => {
            let key = keys::cards::binding(stored.binding.user, stored.binding.id);
            if take_turn(app, key, &mut stored.asked_at, TURN).await? {
                ask(app, stored, patience).await
            } else {
                Ok(stored)
            }
        }
        BindingState::Submitting => pursue_binding(app, stored, patience).await,
        BindingState::Created | BindingState::Active | BindingState::Inactive | BindingState::Failed => {
            Ok(stored)
        }
    }
}

/// Does what time asks of a binding: sends it again, asks about it, ends it, or nothing.
pub async fn pursue_binding(
    app: &App,
    stored: StoredBinding,
    patience: Duration,
) -> Result<StoredBinding, Failure> {
    match card::tick(&stored.binding, app.clock.now()) {
        BindingTick::Wait => Ok(stored),
        BindingTick::Ask => ask(app, stored, patience).await,
        BindingTick::Settle(step) => settle(app, stored, step).await.map(|(after, _)| after),
        BindingTick::Send(step) => {
            let bank = Bank::of(app, &stored.binding.company).await?;
            // The lease first: of two sweepers one sends.
            match settle(app, stored, step).await? {
                (leased, true) => send_binding(app, &bank, leased, patience).await,
                (theirs, false) => Ok(theirs),
            }
        }
    }
}

/// Asks the bank out of turn. One that the bank has not answered yet is sent again instead, which under the same
/// key begins nothing new.
pub async fn ask_binding(
    app: &App,
    stored: StoredBinding,
    patience: Duration,
) -> Result<StoredBinding, Failure> {
    match stored.binding.state {
        BindingState::Submitting => {
            let bank = Bank::of(app, &stored.binding.company).await?;
            send_binding(app, &bank, stored, patience).await
        }
        BindingState::Pending => ask(app, stored, patience).await,
        BindingState::Created | BindingState::Active | BindingState::Inactive | BindingState::Failed => {
            Ok(stored)
        }
    }
}

async fn ask(app: &App, stored: StoredBinding, patience: Duration) -> Result<StoredBinding, Failure> {
    let Some(at_bank) = AtBank::of(app, &stored).await? else { return Ok(stored) };
    let bank = Bank::of(app, &stored.binding.company).await?;
    let seen = bank.ask_bound(&stored.binding, &at_bank.token(), patience).await;
    apply(app, stored, &seen).await
}

/// Moves a binding by what the bank said.
async fn apply(app: &App, mut stored: StoredBinding, seen: &BindingSeen) -> Result<StoredBinding, Failure> {
    let (user, id) = (stored.binding.user, stored.binding.id);
    if matches!(seen, BindingSeen::Mismatch) {
        let company = &stored.binding.company;
        incidents::note(app, &Incident::new(IncidentKind::CardMismatch, company, id)).await?;
    }
    for _ in 0..TRIES {
        let step = card::advance(&stored.binding, seen, app.clock.now());
        let at_bank = AtBank::kept(app, &stored, seen).await?;
        if let Some(after) = write(app, &stored, step, at_bank).await? {
            return Ok(after);
        }
        stored = load_binding(&app.store, user, id).await?.ok_or(Failure::Gone)?;
        if matches!(seen, BindingSeen::Unknown | BindingSeen::NotFound) {
            // We learned nothing, and somebody else did.
            return Ok(stored);
        }
    }
    Err(Failure::Contended)
}

/// Writes a step of time alone; `false`: somebody else was first, and what they wrote is returned.
async fn settle(
    app: &App,
    stored: StoredBinding,
    step: BindingStep,
) -> Result<(StoredBinding, bool), Failure> {
    if let Some(after) = write(app, &stored, step, stored.at_bank.clone()).await? {
        return Ok((after, true));
    }
    let (user, id) = (stored.binding.user, stored.binding.id);
    Ok((load_binding(&app.store, user, id).await?.ok_or(Failure::Gone)?, false))
}

/// The binding and the card that comes of it in one transaction. `None`: somebody else changed the binding first.
async fn write(
    app: &App,
    before: &StoredBinding,
    step: BindingStep,
    at_bank: Option<String>,
) -> Result<Option<StoredBinding>, Failure> {
    if !step.is_change(&before.binding) {
        return Ok(Some(before.clone()));
    }
    let now = app.clock.now();
    let BindingStep { mut binding, link } = step;
    let ended = binding.state.is_terminal();
    if ended {
        // Nothing will be sent or asked again.
        binding.request_body.clear();
    }
    let after = StoredBinding::new(binding, at_bank.filter(|_| !ended), before.asked_at);
    let binding = &after.binding;
    let unchanged = Condition::equals("version", &before.binding.version);
    let mut transaction =
        Transaction::new().put(keys::cards::binding(binding.user, binding.id), &after, unchanged, ());
    if let Some((token, card)) = &link {
        let card = (token, card);
        let row = rows::close(app, binding.user, &binding.company, card, binding.offer.clone(), now).await?;
        transaction = rows::link(transaction, &row, (), now);
    }
    match transaction.commit(&app.store).await {
        Ok(()) => Ok(Some(after)),
        Err(CommitError::Refused(())) => Ok(None),
        Err(CommitError::Store(error)) => Err(error.into()),
    }
}
