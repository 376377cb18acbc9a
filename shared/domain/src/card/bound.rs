//! What the bank tells of a card that it keeps for a shop.

use crate::{BindingId, payment::Shop};
use chrono::{DateTime, Datelike, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The bank's name of a saved card: whoever has it and the shop's key can charge the card. It is kept encrypted
/// alone (security row 71), and no `Debug` prints it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(pub String);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Month and year until whose end the card is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Expiry {
    pub year: i32,
    pub month: u32,
}

impl Expiry {
    /// As banks write it: `2030`, `11`.
    pub fn parse(year: &str, month: &str) -> Option<Self> {
        let expiry = Self { year: year.parse().ok()?, month: month.parse().ok()? };
        let fits = (2000..=2199).contains(&expiry.year) && (1..=12).contains(&expiry.month);
        fits.then_some(expiry)
    }

    /// Over since the first moment of the next month, as UTC counts it: the bank has the last word anyway.
    pub fn is_over(self, now: DateTime<Utc>) -> bool {
        (self.year, self.month) < (now.year(), now.month())
    }
}

/// «11/2030», as it stands on the card.
impl fmt::Display for Expiry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}/{:04}", self.month, self.year)
    }
}

/// What may be kept of a linked card: enough to tell it from another, never its first digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankCard {
    pub last4: String,
    /// `Mir`, `Visa`, `MasterCard`…
    pub card_type: String,
    pub expiry: Expiry,
    pub issuer: Option<String>,
}

impl BankCard {
    /// «•••• 0004».
    pub fn mask(&self) -> String {
        format!("•••• {}", self.last4)
    }

    /// «Мир •••• 0004».
    pub fn title(&self) -> String {
        let kind = if self.card_type == "Mir" { "Мир" } else { &self.card_type };
        format!("{kind} {}", self.mask())
    }
}

/// Proof that the bank's offer was accepted (R-187; security row 72): there before anything is sent to the bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferAcceptance {
    pub version: String,
    /// SHA-256 of the text that was shown, hex.
    pub sha256: String,
    pub at: DateTime<Utc>,
    pub ip: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MethodStatus {
    Pending {
        confirmation_url: Option<String>,
    },
    /// `None`: without what is to be told of a card, which then is none.
    Active {
        card: Option<BankCard>,
    },
    /// `typed`: a card had been typed, so it was the bank that refused.
    Inactive {
        typed: bool,
    },
}

/// A saved card as the bank shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundSeen {
    pub token: Token,
    /// `holder.account_id`.
    pub shop_id: String,
    /// `metadata.bind_id`.
    pub binding: Option<BindingId>,
    pub status: MethodStatus,
}

/// Outcome of one sending or one asking, sorted by what it means for a binding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BindingSeen {
    Pending {
        token: Token,
        confirmation_url: Option<String>,
    },
    Active {
        token: Token,
        card: BankCard,
    },
    Inactive {
        typed: bool,
    },
    /// Sending was answered 400, 401 or 403.
    Refused {
        http: u16,
    },
    /// Anything may have happened.
    Unknown,
    /// Asking was answered 404.
    NotFound,
    /// The card of another shop or another binding, or one of which nothing is told.
    Mismatch,
}

impl BindingSeen {
    /// A card is ours only if it is the company's shop's and carries this binding's number (payments §4).
    pub fn of(binding: BindingId, seen: BoundSeen, shop: &Shop) -> Self {
        if seen.shop_id != shop.id || seen.binding != Some(binding) {
            return Self::Mismatch;
        }
        match seen.status {
            MethodStatus::Pending { confirmation_url } => {
                Self::Pending { token: seen.token, confirmation_url }
            }
            MethodStatus::Active { card: Some(card) } => Self::Active { token: seen.token, card },
            MethodStatus::Active { card: None } => Self::Mismatch,
            MethodStatus::Inactive { typed } => Self::Inactive { typed },
        }
    }

    pub fn token(&self) -> Option<&Token> {
        match self {
            Self::Pending { token, .. } | Self::Active { token, .. } => Some(token),
            _ => None,
        }
    }
}
