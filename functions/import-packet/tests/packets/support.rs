//! Puts packets into the exchange and looks at what became of the tables.

use aws_lambda_events::event::s3::{S3Event, S3EventRecord};
use chrono::NaiveDate;
use domain::{AccountId, packet::Acknowledgement};
use platform::{App, EventError, Query, Table, store::keys::accounts, testing::World};
use serde_json::Value;
use std::{future::Future, pin::Pin, task::Poll};

pub fn today() -> NaiveDate {
    "2026-11-24".parse().expect("a date")
}

/// The demo packet of a company under a sequence number.
pub fn demo_packet(company: &str, sequence: u64) -> Vec<u8> {
    let packets = demo::packets_numbered(today(), sequence).expect("made");
    packets.into_iter().find(|packet| packet.company.as_str() == company).expect("a demo company").bytes
}

pub fn event(key: &str) -> S3Event {
    let mut record = S3EventRecord::default();
    record.s3.object.key = Some(key.to_owned());
    let mut event = S3Event::default();
    event.records.push(record);
    event
}

/// Puts the object and lets the function take it.
pub async fn import(world: &World, key: &str, bytes: &[u8]) -> Result<Acknowledgement, EventError> {
    put(world, key, bytes).await;
    take(&world.app, key).await
}

pub async fn put(world: &World, key: &str, bytes: &[u8]) {
    let bucket = &world.app.config.exchange_bucket;
    world.app.files.put(bucket, key, "application/zip", bytes.to_vec()).await.expect("put");
}

pub async fn take(app: &App, key: &str) -> Result<Acknowledgement, EventError> {
    let mut answers = import_packet::handle(app, event(key)).await?;
    let answer = answers.pop().expect("an answer");
    let written = key.replace("/in/", "/out/").replace(".zip", ".ack.json");
    let body = app.files.get(&app.config.exchange_bucket, &written).await?.expect("an acknowledgement");
    assert_eq!(
        serde_json::from_slice::<Acknowledgement>(&body).expect("JSON"),
        answer,
        "as it lies in the outbox"
    );
    Ok(answer)
}

/// All rows of these accounts, of the companies and of the journal (but its workers and times).
pub async fn tables(app: &App, ids: &[AccountId]) -> Vec<Value> {
    let mut partitions: Vec<String> = ids.iter().map(accounts::partition).collect();
    partitions.push(accounts::COMPANIES.to_owned());
    partitions.extend(["sever", "volga", "yuzhny"].map(|company| format!("PACKET#{company}")));
    let mut rows = Vec::new();
    for partition in partitions {
        let page = Query::partition(Table::Accounts, partition).run(&app.store).await.expect("read");
        let mut found: Vec<Value> = page.all().expect("rows");
        for row in &mut found {
            if let Some(row) = row.as_object_mut() {
                row.remove("worker");
                row.remove("lease_until");
            }
        }
        rows.extend(found);
    }
    rows
}

/// Accounts of a demo company.
pub fn ids(company: &str) -> Vec<AccountId> {
    let guide = demo::guide(today()).expect("made");
    let ours = guide.into_iter().filter(|account| account.company.as_str() == company);
    ours.map(|account| AccountId::new(account.company, &account.number).expect("an id")).collect()
}

/// Runs until the store has been called so many times more, then drops everything as a killed process would.
pub async fn killed_after<T>(app: &App, calls: usize, work: impl Future<Output = T>) -> Option<T> {
    let end = app.store.trips() + calls;
    let mut work: Pin<Box<_>> = Box::pin(work);
    std::future::poll_fn(|context| {
        if app.store.trips() >= end {
            return Poll::Ready(None);
        }
        work.as_mut().poll(context).map(Some)
    })
    .await
}
