//! The courier of webhooks: posts, and posts again until the shop answers 200 (payments §3.7).

use crate::engine::Bank;
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::{Client, redirect::Policy};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{
    sync::{Arc, Weak},
    time::Duration,
};

/// After this long a webhook is given up.
const GIVE_UP: TimeDelta = TimeDelta::hours(24);
/// How long a shop may think.
const TIMEOUT: Duration = Duration::from_secs(10);
/// A webhook on its way is not taken again sooner.
const LEASE: TimeDelta = TimeDelta::seconds(15);
/// The courier looks into the bag at least so often; it is also what ends links in time.
const ROUND: Duration = Duration::from_secs(1);

/// A webhook not yet answered 200.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Delivery {
    pub id: String,
    pub shop_id: String,
    /// The notice as it was when the thing happened.
    pub body: Value,
    pub failures: usize,
    pub since: DateTime<Utc>,
    pub due: DateTime<Utc>,
    /// Waits to be overtaken by the next one.
    pub held: bool,
}

/// Starts the courier; it ends with the bank.
pub fn start_courier(bank: &Arc<Bank>) {
    let client = Client::builder()
        .timeout(bank.options().clock.wall(TIMEOUT))
        .redirect(Policy::none())
        .no_proxy()
        .build();
    match client {
        Ok(client) => {
            tokio::spawn(rounds(Arc::downgrade(bank), client));
        }
        Err(error) => tracing::error!(%error, "the bank posts no webhooks"),
    }
}

async fn rounds(bank: Weak<Bank>, client: Client) {
    while let Some(open) = bank.upgrade() {
        let bell = open.bell.clone();
        let pause = open.take_due(&client);
        drop(open);
        let _ = tokio::time::timeout(pause, bell.notified()).await;
    }
}

impl Bank {
    /// Sends what is due on its way; answers how long until there is more.
    fn take_due(self: &Arc<Self>, client: &Client) -> Duration {
        let (due, next) = self.at_desk(|desk| {
            let now = desk.now;
            let mut due = Vec::new();
            for delivery in desk.ledger.deliveries.iter_mut().filter(|delivery| delivery.due <= now) {
                due.push(delivery.clone());
                delivery.due = now + LEASE;
                delivery.held = false;
            }
            let next = desk.ledger.deliveries.iter().map(|delivery| delivery.due - now).min();
            (due, next)
        });
        for delivery in due {
            let (bank, client) = (self.clone(), client.clone());
            tokio::spawn(async move { bank.deliver(&client, delivery).await });
        }
        let pause = next.and_then(|next| next.to_std().ok()).map_or(ROUND, |next| next.min(ROUND));
        self.options().clock.wall(pause)
    }

    async fn deliver(&self, client: &Client, delivery: Delivery) {
        let url = self.shop(&delivery.shop_id).and_then(|shop| shop.hook_url.as_deref());
        let taken = match url {
            Some(url) => {
                let answer = client.post(url).json(&delivery.body).send().await;
                answer.is_ok_and(|answer| answer.status() == reqwest::StatusCode::OK)
            }
            None => true,
        };
        let pauses = &self.options().hook_pauses;
        self.at_desk(|desk| {
            let now = desk.now;
            desk.ledger.changed = true;
            if taken || now - delivery.since >= GIVE_UP {
                desk.ledger.deliveries.retain(|other| other.id != delivery.id);
            } else if let Some(kept) = desk.ledger.deliveries.iter_mut().find(|other| other.id == delivery.id)
            {
                let pause = pauses.get(delivery.failures).or(pauses.last()).copied();
                kept.failures += 1;
                kept.due = now + pause.unwrap_or(ROUND);
            }
        });
    }
}
