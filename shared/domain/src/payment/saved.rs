//! A payment and linked cards: one that a card pays, and one that leaves a card behind.

use super::{ABANDONED_AFTER, Payment, PaymentState};
use crate::{
    CardId,
    card::{BankCard, OfferAcceptance, Token},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The linked card that a payment charges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedCharge {
    pub card: CardId,
    /// «Мир •••• 0004».
    pub title: String,
    /// The bank's token as the card's own row keeps it, encrypted; empty once nothing will be sent again.
    pub token: String,
}

/// A card that the bank keeps since this payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedMethod {
    pub token: Token,
    pub card: BankCard,
}

impl Payment {
    /// Paid with this linked card.
    pub fn charging(self, charge: SavedCharge) -> Self {
        Self { charge: Some(charge), ..self }
    }

    /// With the bank's offer accepted: the card of this payment is to be linked.
    pub fn linking(self, offer: OfferAcceptance) -> Self {
        Self { offer: Some(offer), ..self }
    }

    /// The linked card that pays.
    pub fn charged_card(&self) -> Option<&CardId> {
        self.charge.as_ref().map(|charge| &charge.card)
    }

    /// Whether nothing was sent yet because a code of ours is to be given first.
    pub fn waits_for_code(&self) -> bool {
        self.state == PaymentState::Created && self.charge.is_some()
    }

    /// Until when the payer can go on: with the code, or on the bank's page.
    pub fn continues_until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if self.waits_for_code() {
            return Some(self.created_at + ABANDONED_AFTER);
        }
        self.continue_url(now).and_then(|_| self.expires_at())
    }

    /// Takes away what only a sending needs: the order names the payer, who may want to be forgotten, and the token
    /// is good for other payments.
    pub fn forget_order(&mut self) {
        self.request_body.clear();
        self.offer = None;
        if let Some(charge) = &mut self.charge {
            charge.token.clear();
        }
    }
}
