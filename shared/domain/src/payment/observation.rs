//! What the gateway said, sorted by what it means for a payment.

use super::{Card, Payment, Refusal, SavedMethod};
use crate::{Kopecks, PaymentId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Outcome of one sending or one asking. A notification's body is none: it only makes us ask (payments §4, rule 1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Observation {
    Pending {
        gateway_id: String,
        confirmation_url: Option<String>,
    },
    WaitingForCapture {
        gateway_id: String,
    },
    Succeeded(Paid),
    Canceled {
        gateway_id: String,
        refusal: Refusal,
    },
    /// Sending was answered 400, 401 or 403: not taken. Asking answered so decides nothing.
    /// `parameter`: the field that the gateway named.
    Refused {
        http: u16,
        parameter: Option<String>,
    },
    /// Timeout, 5xx, 429, 202, a torn connection: anything may have happened.
    Unknown,
    /// Asking was answered 404.
    NotFound,
    Mismatch(Mismatch),
}

/// Money taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paid {
    pub gateway_id: String,
    pub captured_at: Option<DateTime<Utc>>,
    pub card: Option<Card>,
    pub rrn: Option<String>,
    pub auth_code: Option<String>,
    /// The bank keeps the card from now on.
    pub saved: Option<SavedMethod>,
}

/// What did not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mismatch {
    Amount,
    Currency,
    Shop,
    /// A test payment in a real shop or the other way round.
    Environment,
    /// `metadata.payment_id` names another payment.
    Metadata,
    GatewayId,
    /// The gateway knows a payment that was never sent to it.
    NeverSent,
    /// The gateway has seen our key with another body.
    IdempotenceKey,
}

/// The shop that a company's payments go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shop {
    pub id: String,
    pub test: bool,
}

/// A payment as the gateway shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub gateway_id: String,
    pub amount: Kopecks,
    pub currency: String,
    pub shop_id: String,
    pub test: bool,
    /// `metadata.payment_id`.
    pub payment: Option<PaymentId>,
    pub status: GatewayStatus,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GatewayStatus {
    Pending {
        confirmation_url: Option<String>,
    },
    WaitingForCapture,
    Succeeded {
        captured_at: Option<DateTime<Utc>>,
        card: Option<Card>,
        rrn: Option<String>,
        auth_code: Option<String>,
        saved: Option<SavedMethod>,
    },
    Canceled {
        party: String,
        reason: String,
    },
}

impl Observation {
    /// Compares what the gateway shows with what was asked (payments §6, security row 69).
    pub fn of(payment: &Payment, seen: Seen, shop: &Shop) -> Self {
        let fits = [
            (seen.shop_id == shop.id, Mismatch::Shop),
            (seen.test == shop.test, Mismatch::Environment),
            (seen.payment == Some(payment.id), Mismatch::Metadata),
            (seen.currency == "RUB", Mismatch::Currency),
            (seen.amount == payment.amount, Mismatch::Amount),
        ];
        if let Some((_, mismatch)) = fits.into_iter().find(|(fits, _)| !fits) {
            return Self::Mismatch(mismatch);
        }
        let gateway_id = seen.gateway_id;
        match seen.status {
            GatewayStatus::Pending { confirmation_url } => Self::Pending { gateway_id, confirmation_url },
            GatewayStatus::WaitingForCapture => Self::WaitingForCapture { gateway_id },
            GatewayStatus::Succeeded { captured_at, card, rrn, auth_code, saved } => {
                Self::Succeeded(Paid { gateway_id, captured_at, card, rrn, auth_code, saved })
            }
            GatewayStatus::Canceled { party, reason } => {
                Self::Canceled { gateway_id, refusal: Refusal { party, reason } }
            }
        }
    }

    pub fn gateway_id(&self) -> Option<&str> {
        match self {
            Self::Pending { gateway_id, .. }
            | Self::WaitingForCapture { gateway_id }
            | Self::Canceled { gateway_id, .. }
            | Self::Succeeded(Paid { gateway_id, .. }) => Some(gateway_id),
            Self::Refused { .. } | Self::Unknown | Self::NotFound | Self::Mismatch(_) => None,
        }
    }
}
