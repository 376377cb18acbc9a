//! Rows of linked cards, all in one partition of their user, so that erasing a profile finds every one of them.
//! They are written by the crate `payments` alone; the bank's token is in them encrypted (security row 71).

use crate::store::keys::cards::DUE;
use chrono::{DateTime, Utc};
use domain::{
    BindingId, CardId, CompanyId, PaymentId, UserId,
    card::{BankCard, Binding, OfferAcceptance},
};
use serde::{Deserialize, Serialize};

/// A linked card, under `keys::cards::card`. Linking the same card again takes the row's place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredCard {
    pub id: CardId,
    pub user: UserId,
    pub company: CompanyId,
    /// The bank's token, encrypted for this user, company and card.
    pub token: String,
    #[serde(flatten)]
    pub card: BankCard,
    pub linked_at: DateTime<Utc>,
    pub offer: OfferAcceptance,
}

/// A binding as it is kept under `keys::cards::binding`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredBinding {
    #[serde(flatten)]
    pub binding: Binding,
    /// The bank's token and page, encrypted for this user, company and binding; gone once it has ended.
    #[serde(default)]
    pub at_bank: Option<String>,
    /// Puts the row into the sweeper's index while [`Binding::next_check_at`] is set.
    #[serde(default)]
    pub due: Option<String>,
    /// When a page last made us ask the bank out of turn, epoch milliseconds.
    #[serde(default)]
    pub asked_at: Option<i64>,
}

impl StoredBinding {
    pub fn new(binding: Binding, at_bank: Option<String>, asked_at: Option<i64>) -> Self {
        let due = binding.next_check_at.map(|_| DUE.to_owned());
        Self { binding, at_bank, due, asked_at }
    }
}

/// An `Idempotency-Key` under which a binding was begun, under `keys::cards::begun`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BegunBinding {
    pub binding: BindingId,
    /// Digest of what was asked under the key.
    pub request_hash: String,
    /// Epoch seconds after which the key is new again.
    pub ttl: i64,
}

/// A charge of a card that is under way, under `keys::cards::charge`: of two at once the second waits (payments §5.5).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Charge {
    pub payment: PaymentId,
    /// Epoch seconds from which another may begin although this one has not ended.
    pub until: i64,
    pub ttl: i64,
}
