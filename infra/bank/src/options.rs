//! What a bank is told when it is opened.

use crate::clock::Clock;
use std::{fmt, path::PathBuf, time::Duration};

/// One shop that takes payments through the bank.
#[derive(Clone, PartialEq, Eq)]
pub struct Shop {
    pub shop_id: String,
    pub secret_key: String,
    /// Shown to payers.
    pub name: String,
    /// Where webhooks are posted; `None` posts nothing.
    pub hook_url: Option<String>,
    /// Whether its payments carry `test: true`.
    pub test: bool,
    /// A shop of housing and utilities: no payment without a `payment_order`.
    pub utilities: bool,
    /// Whether the acquirer lets it save cards and charge them.
    pub saves_cards: bool,
}

impl fmt::Debug for Shop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The address of webhooks holds a token.
        f.debug_struct("Shop")
            .field("shop_id", &self.shop_id)
            .field("name", &self.name)
            .field("test", &self.test)
            .finish_non_exhaustive()
    }
}

/// Settings of a bank.
#[derive(Debug, Clone)]
pub struct Options {
    /// Origin under which payers' browsers reach the pages, e.g. `http://localhost:3004`.
    pub public_url: String,
    pub shops: Vec<Shop>,
    /// Where payments are kept between runs; `None` keeps them in memory.
    pub file: Option<PathBuf>,
    /// How long a payer may take to pay; the real acquirer gives one hour.
    pub link_lifetime: Duration,
    /// How long a till takes to register a fiscal receipt.
    pub receipt_delay: Duration,
    /// Pauses before a webhook that was not answered 200 is posted again; the last one repeats for 24 hours.
    pub hook_pauses: Vec<Duration>,
    pub clock: Clock,
}

impl Options {
    /// A bank without shops, in memory, with the real acquirer's times.
    pub fn new(public_url: impl Into<String>) -> Self {
        Self {
            public_url: public_url.into().trim_end_matches('/').to_owned(),
            shops: Vec::new(),
            file: None,
            link_lifetime: Duration::from_secs(60 * 60),
            receipt_delay: Duration::from_secs(5),
            hook_pauses: [1, 2, 5, 15, 60, 300, 900].map(Duration::from_secs).to_vec(),
            clock: Clock::default(),
        }
    }

    /// The same with one more shop.
    pub fn with_shop(mut self, shop: Shop) -> Self {
        self.shops.push(shop);
        self
    }
}
