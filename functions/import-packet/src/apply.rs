//! Writes the records of a checked packet. Every write may be repeated: a packet begun again ends the same.

use crate::{
    counted::Counted,
    inbox::Inbox,
    journal::Lease,
    merge::walk,
    owners,
    read::{Checked, Packet, Standing},
};
use domain::packet::{AccountData, CompanyPayments, Kind, MeterHistory, Problems, ServiceSettlements};
use platform::{
    App, BatchWrite, CommitError, EventError, StoreError, Transaction, incidents, pins::PinKey,
    store::keys::accounts,
};
use std::{mem, ops::ControlFlow};
use tokio::{sync::mpsc, task::JoinSet};

/// Rows written by one task, and tasks at work at a time.
const ROWS: usize = 200;
const TASKS: usize = 4;
/// Accounts read ahead of the writes.
const AHEAD: usize = 256;
/// Credits of one transaction: each is two rows, beside the account's own two.
const CREDITS: usize = 45;

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
    let counted = Counted::look(&app, &data).await?;
    // Before anything is written: a packet that is taken up again has nothing named for the first time.
    for incident in &counted.incidents {
        incidents::note(&app, incident).await?;
    }
    if counted.credits.is_empty() {
        own_records(&mut batch, &data)?;
        return run(app, batch).await;
    }
    batch.run(&app.store).await?;
    write_counted(&app, &data, &counted).await
}

/// The new balance and the end of the credits are one write: a payment is never seen twice, nor not at all
/// (payments §8).
async fn write_counted(app: &App, data: &AccountData, counted: &Counted) -> Result<(), EventError> {
    let (id, now) = (&data.account.id, app.clock.now());
    for credits in counted.credits.chunks(CREDITS) {
        let mut transaction = Transaction::<()>::new()
            .write(accounts::account(id), &data.account)
            .write(accounts::payments(id), &payments(data));
        for credit in credits {
            transaction = counted.end(transaction, id, *credit, now)?;
        }
        match transaction.commit(&app.store).await {
            Ok(()) => {}
            Err(CommitError::Store(error)) => return Err(error.into()),
            Err(CommitError::Refused(())) => {
                return Err(EventError::Other("a line of «Платежи» went away".into()));
            }
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
