//! The tables of a run, read whole.

use anyhow::{Context, Result};
use aws_sdk_dynamodb::types::AttributeValue;
use domain::{
    card::Binding,
    payment::{Aftermath, JournalEntry, Payment, RefundEntry},
};
use local_cloud::Running;
use platform::{
    incidents::IncidentRow,
    records::{
        cards::StoredBinding,
        payments::{Credit, IdempotencyRow, ListedPayment, StoredAftermath, StoredPayment},
    },
    store::keys::payments as keys,
};
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, HashMap};

pub type Row = HashMap<String, AttributeValue>;

/// Everything of ours that tells of payments.
#[derive(Debug, Default)]
pub struct Tables {
    pub payments: Vec<Payment>,
    /// By payment, in order.
    pub journals: BTreeMap<String, Vec<JournalEntry>>,
    /// What followed each payment.
    pub aftermaths: BTreeMap<String, Aftermath>,
    /// Of refunds, by payment, in order.
    pub refund_journals: BTreeMap<String, Vec<RefundEntry>>,
    pub bindings: Vec<Binding>,
    /// Cards that can be charged.
    pub cards: u64,
    /// Rows of incidents by kind.
    pub incidents: BTreeMap<&'static str, u64>,
    /// Lines of «Платежи», refunds among them.
    pub listed: Vec<ListedPayment>,
    /// What every used `Idempotency-Key` began.
    pub keys: Vec<IdempotencyRow>,
    pub credits: Vec<Credit>,
    /// Events that nobody has taken, by kind.
    pub outbox: BTreeMap<String, u64>,
}

impl Tables {
    pub async fn read(cloud: &Running) -> Result<Self> {
        let mut tables = Self::default();
        for row in scan(cloud, "PAYMENTS_TABLE").await? {
            let (pk, sk) = (text(&row, "pk").to_owned(), text(&row, "sk").to_owned());
            match pk.split('#').next() {
                Some("PAY") if sk == "PAYMENT" => tables.payments.push(of::<StoredPayment>(row)?.payment),
                Some("PAY") if sk.starts_with(keys::EVENTS) => {
                    let id = pk.trim_start_matches("PAY#").to_owned();
                    tables.journals.entry(id).or_default().push(of(row)?);
                }
                Some("PAY") if sk == keys::AFTERMATH => {
                    let after = of::<StoredAftermath>(row)?.aftermath;
                    tables.aftermaths.insert(after.payment.to_string(), after);
                }
                Some("PAY") if sk.starts_with(keys::REFUND_EVENTS) => {
                    let id = pk.trim_start_matches("PAY#").to_owned();
                    tables.refund_journals.entry(id).or_default().push(of(row)?);
                }
                Some("CARDS") if sk.starts_with("BINDING#") => {
                    tables.bindings.push(of::<StoredBinding>(row)?.binding);
                }
                Some("CARDS") if sk.starts_with("CARD#") => tables.cards += 1,
                Some(keys::INCIDENTS) => {
                    let row: IncidentRow = of(row)?;
                    *tables.incidents.entry(row.kind.code()).or_default() += 1;
                }
                Some("AC") => tables.listed.push(of(row)?),
                Some("IDEM") => tables.keys.push(of(row)?),
                _ => {}
            }
        }
        for journal in tables.journals.values_mut() {
            journal.sort_by_key(|entry| entry.seq);
        }
        for journal in tables.refund_journals.values_mut() {
            journal.sort_by_key(|entry| entry.seq);
        }
        for row in scan(cloud, "ACCOUNTS_TABLE").await? {
            if text(&row, "sk").starts_with("CREDIT#") {
                tables.credits.push(of(row)?);
            }
        }
        for row in scan(cloud, "OUTBOX_TABLE").await? {
            let kind =
                row.get("event").and_then(|event| event.as_m().ok()).and_then(|event| event.get("kind"));
            let kind = kind.and_then(|kind| kind.as_s().ok()).cloned().unwrap_or_default();
            *tables.outbox.entry(kind).or_default() += 1;
        }
        Ok(tables)
    }
}

/// All rows of the table that this setting names. The functions may not scan; an auditor must.
pub async fn scan(cloud: &Running, setting: &str) -> Result<Vec<Row>> {
    let named = cloud.environment.iter().find(|(name, _)| name == setting);
    let table = &named.with_context(|| format!("{setting} не задана"))?.1;
    let pages = cloud.dynamodb().scan().table_name(table).consistent_read(true).into_paginator();
    pages.items().send().collect::<Result<Vec<_>, _>>().await.with_context(|| format!("таблица {table}"))
}

/// An attribute of text; empty if it is none.
pub fn text<'a>(row: &'a Row, name: &str) -> &'a str {
    row.get(name).and_then(|value| value.as_s().ok()).map_or("", String::as_str)
}

fn of<T: DeserializeOwned>(row: Row) -> Result<T> {
    let key = format!("{} / {}", text(&row, "pk"), text(&row, "sk"));
    serde_dynamo::from_item(row).with_context(|| format!("запись {key} не читается"))
}
