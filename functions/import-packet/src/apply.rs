//! Writes the records of a checked packet. Every write may be repeated: a packet begun again ends the same.

use crate::{
    inbox::Inbox,
    journal::Lease,
    merge::walk,
    owners,
    read::{Checked, Packet, Standing},
};
use domain::{
    PaymentId,
    packet::{AccountData, CompanyPayments, Kind, MeterHistory, Problems, ServiceSettlements},
};
use platform::{
    App, BatchWrite, CommitError, EventError, Query, StoreError, Table, Transaction, pins::PinKey,
    store::keys::accounts,
};
use std::{collections::BTreeSet, convert::Infallible, mem, ops::ControlFlow};
use tokio::{sync::mpsc, task::JoinSet};

/// Rows written by one task, and tasks at work at a time.
const ROWS: usize = 200;
const TASKS: usize = 4;
/// Accounts read ahead of the writes.
const AHEAD: usize = 256;
/// Rows of one transaction besides the account's own two.
const CREDITS: usize = 90;

/// Claims the packet, writes all its accounts, closes the claim.
pub async fn apply(
    app: &App,
    inbox: &Inbox,
    packet: &Packet,
    standing: &Standing,
    checked: &Checked,
) -> Result<(), EventError> {
    let mut lease = Lease::take(app, inbox, packet, standing, checked).await?;
    let written = match packet.manifest.kind {
        Kind::Settings => Ok(()),
        Kind::Accounts => write_all(app, packet, checked, &mut lease).await,
    };
    match written {
        Ok(()) => lease.finish(&packet.claim(), checked).await,
        Err(error) => {
            lease.give_up().await;
            Err(error)
        }
    }
}

async fn write_all(
    app: &App,
    packet: &Packet,
    checked: &Checked,
    lease: &mut Lease<'_>,
) -> Result<(), EventError> {
    let (sender, mut accounts) = mpsc::channel(AHEAD);
    let reading = {
        let (packet, context) = (packet.clone(), checked.context.clone());
        tokio::task::spawn_blocking(move || {
            let mut problems = Problems::default();
            walk(&packet.archive, &packet.manifest, &context, &mut problems, |account| {
                match sender.blocking_send(account) {
                    Ok(()) => ControlFlow::Continue(()),
                    // The writer has failed and gone.
                    Err(_) => ControlFlow::Break(()),
                }
            });
        })
    };
    let mut tasks = JoinSet::new();
    let mut batch = BatchWrite::new();
    let key = PinKey::read(app).await?;
    while let Some(mut account) = accounts.recv().await {
        account.account.pin = account.pin_hash.as_deref().map(|digest| key.seal(digest));
        if account.owner_changed || account.payments.iter().any(|payment| payment.portal_payment.is_some()) {
            start(&mut tasks, with_care(app.clone(), account)).await?;
        } else {
            own_records(&mut batch, &account)?;
            other_records(&mut batch, &account)?;
        }
        if batch.len() >= ROWS {
            lease.keep().await?;
            start(&mut tasks, run(app.clone(), mem::take(&mut batch))).await?;
        }
    }
    start(&mut tasks, run(app.clone(), batch)).await?;
    while let Some(done) = tasks.join_next().await {
        ended(done)?;
    }
    reading.await.map_err(|error| EventError::Other(error.to_string()))
}

/// Waits for a free place first.
async fn start(
    tasks: &mut JoinSet<Result<(), EventError>>,
    task: impl Future<Output = Result<(), EventError>> + Send + 'static,
) -> Result<(), EventError> {
    if tasks.len() >= TASKS
        && let Some(done) = tasks.join_next().await
    {
        ended(done)?;
    }
    tasks.spawn(task);
    Ok(())
}

fn ended(done: Result<Result<(), EventError>, tokio::task::JoinError>) -> Result<(), EventError> {
    done.map_err(|error| EventError::Other(error.to_string()))?
}

async fn run(app: App, batch: BatchWrite) -> Result<(), EventError> {
    Ok(batch.run(&app.store).await?)
}

/// An account whose links end, or whose portal payments the company has counted.
async fn with_care(app: App, data: AccountData) -> Result<(), EventError> {
    if data.owner_changed {
        // Before the new owner's name is written: the old one must not see it.
        owners::detach_all(&app, &data.account.id).await?;
    }
    let mut batch = BatchWrite::new();
    other_records(&mut batch, &data)?;
    let counted = counted_credits(&app, &data).await?;
    if counted.is_empty() {
        own_records(&mut batch, &data)?;
        return run(app, batch).await;
    }
    batch.run(&app.store).await?;
    write_counted(&app, &data, &counted).await
}

/// The portal's payments of this account that the packet has in its balance but the portal still adds to it.
async fn counted_credits(app: &App, data: &AccountData) -> Result<Vec<PaymentId>, StoreError> {
    let named: BTreeSet<&str> =
        data.payments.iter().filter_map(|payment| payment.portal_payment.as_deref()).collect();
    if named.is_empty() {
        return Ok(Vec::new());
    }
    let query =
        Query::partition(Table::Accounts, accounts::partition(&data.account.id)).prefix(accounts::CREDITS);
    let open = query.run(&app.store).await?;
    Ok(open
        .sort_keys()
        .filter_map(|key| key.strip_prefix(accounts::CREDITS))
        .filter(|id| named.contains(id))
        .filter_map(|id| id.parse().ok())
        .collect())
}

/// The new balance and the end of the credits are one write: a payment is never seen twice, nor not at all
/// (payments §8).
async fn write_counted(app: &App, data: &AccountData, counted: &[PaymentId]) -> Result<(), EventError> {
    let id = &data.account.id;
    for credits in counted.chunks(CREDITS) {
        let mut transaction = Transaction::<Infallible>::new()
            .write(accounts::account(id), &data.account)
            .write(accounts::payments(id), &payments(data));
        for credit in credits {
            transaction = transaction.remove(accounts::credit(id, *credit));
        }
        match transaction.commit(&app.store).await {
            Ok(()) => {}
            Err(CommitError::Store(error)) => return Err(error.into()),
            Err(CommitError::Refused(never)) => match never {},
        }
    }
    Ok(())
}

/// What must change together with the credits.
fn own_records(batch: &mut BatchWrite, data: &AccountData) -> Result<(), StoreError> {
    let id = &data.account.id;
    batch.put(accounts::account(id), &data.account)?;
    batch.put(accounts::payments(id), &payments(data))
}

fn other_records(batch: &mut BatchWrite, data: &AccountData) -> Result<(), StoreError> {
    let id = &data.account.id;
    if let Some(card) = &data.card {
        batch.put(accounts::card(id), card)?;
    }
    for (meter, readings) in &data.history {
        batch.put(
            accounts::history(id, meter),
            &MeterHistory { meter: meter.into(), readings: readings.into() },
        )?;
    }
    for (service, months) in &data.settlements {
        batch.put(
            accounts::settlements(id, service),
            &ServiceSettlements { service: service.into(), months: months.into() },
        )?;
    }
    Ok(())
}

fn payments(data: &AccountData) -> CompanyPayments<'_> {
    CompanyPayments { payments: (&data.payments).into() }
}
