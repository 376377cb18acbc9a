//! Money given back of a payment (payments §3.5, §4): its record, and every move that it may make as a table.

use super::{Fiscal, PaymentLine, Refusal};
use crate::{Kopecks, PaymentId, RefundId};
use RefundState::*;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundState {
    /// Made with its exact body; nothing sent.
    Created,
    /// Sent, no authoritative answer yet: the same bytes with the same key are sent again.
    Submitting,
    /// The gateway has taken it and not decided.
    Pending,
    /// The money went back (final).
    Succeeded,
    Canceled,
    /// The gateway never took it.
    Failed,
}

/// What is not here does not happen.
pub const REFUND_GRAPH: &[(RefundState, &[RefundState])] = &[
    (Created, &[Submitting]),
    (Submitting, &[Pending, Succeeded, Canceled, Failed]),
    (Pending, &[Succeeded, Canceled]),
    (Succeeded, &[]),
    (Canceled, &[]),
    (Failed, &[]),
];

impl RefundState {
    pub const ALL: [Self; 6] = [Created, Submitting, Pending, Succeeded, Canceled, Failed];

    pub fn may_become(self, next: Self) -> bool {
        REFUND_GRAPH.iter().any(|(from, to)| *from == self && to.contains(&next))
    }

    /// Never left.
    pub fn is_terminal(self) -> bool {
        matches!(self, Succeeded | Canceled | Failed)
    }

    /// Its money is given back or may still be: it counts towards what the payment has left.
    pub fn counts(self) -> bool {
        !matches!(self, Canceled | Failed)
    }
}

/// Why nobody can go on with a refund but a person. Its money stays set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundTrouble {
    /// The gateway's refund is not the one that was asked for.
    Mismatch(RefundMismatch),
    /// Sent for so long without an answer that the gateway has forgotten the key: the same bytes could be a second
    /// refund. A late answer still decides.
    Unanswered,
    /// Taken by the gateway and not decided for too long; it is asked on.
    Undecided,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundMismatch {
    Payment,
    Amount,
    Currency,
    Metadata,
    GatewayId,
    IdempotenceKey,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    pub id: RefundId,
    pub lines: Vec<PaymentLine>,
    /// Sum of the lines.
    pub amount: Kopecks,
    /// The operator's words.
    pub reason: String,
    pub state: RefundState,
    pub created_at: DateTime<Utc>,
    pub submitted_at: Option<DateTime<Utc>>,
    /// First answer of the gateway with an id.
    pub accepted_at: Option<DateTime<Utc>>,
    /// When it ended here.
    pub completed_at: Option<DateTime<Utc>>,
    pub next_check_at: Option<DateTime<Utc>>,
    pub sends: u32,
    pub gateway_id: Option<String>,
    /// When the gateway took it: the day that it counts for when days are compared (payments §7 R3).
    pub gateway_created_at: Option<DateTime<Utc>>,
    /// `ref-<ULID>`; never regenerated.
    pub idempotence_key: String,
    /// Exact body: every sending repeats it byte for byte. Gone when the refund has ended: it names the payer.
    pub request_body: String,
    pub refusal: Option<Refusal>,
    pub trouble: Option<RefundTrouble>,
    pub fiscal: Fiscal,
}

/// A refund that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRefund {
    /// Made by whoever asks, so that asking twice is one refund.
    pub id: RefundId,
    /// Service and how much of it is given back.
    pub lines: Vec<(String, Kopecks)>,
    pub reason: String,
}

impl Refund {
    /// Known before the body is built (payments §5.3).
    pub fn idempotence_key(id: RefundId) -> String {
        format!("ref-{id}")
    }
}

/// A refund as the gateway shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenRefund {
    pub gateway_id: String,
    /// The gateway's number of the payment.
    pub payment: String,
    pub amount: Kopecks,
    pub currency: String,
    /// `metadata.refund_id`.
    pub refund: Option<RefundId>,
    /// `metadata.payment_id`.
    pub of: Option<PaymentId>,
    pub status: RefundStatus,
    pub created_at: Option<DateTime<Utc>>,
    pub receipt: super::FiscalReceipt,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundStatus {
    Pending,
    Succeeded,
    Canceled(Refusal),
}

/// Outcome of one sending or one asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundSeen {
    Shown(Box<SeenRefund>),
    /// Sending was answered 400, 401 or 403: not taken. Asking answered so decides nothing.
    Refused {
        http: u16,
        parameter: Option<String>,
    },
    /// Timeout, 5xx, 429, 202, a torn connection: anything may have happened.
    Unknown,
    /// Asking was answered 404.
    NotFound,
}
