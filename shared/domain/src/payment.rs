//! A payment through the portal (payments §4, §5, §8): its record and its life.
//! Only an answer of the gateway ends a payment; see [`advance()`].

mod advance;
mod aftermath;
mod fiscal;
mod graph;
mod incident;
mod journal;
mod observation;
mod open;
mod refund;
mod refusal;
mod saved;
mod schedule;
mod step;
#[cfg(test)]
mod tests;

pub use advance::{advance, submit, tick};
pub use aftermath::{AfterEffect, AfterIncident, AfterStep, Aftermath, RefundEntry, RefundRefused, Task};
pub use fiscal::{Fiscal, FiscalReceipt, FiscalTrouble};
pub use graph::GRAPH;
pub use incident::{Detail, Fact, IncidentKind};
pub use journal::{JournalEntry, LedgerAccount, Posting};
pub use observation::{GatewayStatus, Mismatch, Observation, Paid, Seen, Shop};
pub use open::{OpenPayment, compare_with_open};
pub use refund::{
    NewRefund, REFUND_GRAPH, Refund, RefundMismatch, RefundSeen, RefundState, RefundStatus, RefundTrouble,
    SeenRefund,
};
pub use refusal::{Refusal, RefusalText};
pub use saved::{SavedCharge, SavedMethod};
pub use schedule::{ABANDONED_AFTER, CONFIRMATION_LIVES, GIVE_UP_ASKING, GIVE_UP_SENDING, SEND_LEASE};
pub(crate) use schedule::{ask_again_at, send_again_at};
pub use step::{Effect, Incident, Step, Tick};

use crate::{AccountId, CardId, Kopecks, PaidTo, PaymentId, UserId, card::OfferAcceptance};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Place of payment shown for ours.
pub const PLACE: &str = "Личный кабинет";

/// A service that is paid for, with the name the company gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PaymentLine {
    pub service: String,
    pub name: String,
    pub amount: Kopecks,
}

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum PaymentState {
    /// Stored with the exact body; nothing sent.
    Created,
    /// Sent, no authoritative answer yet: the same bytes with the same key are sent again.
    Submitting,
    /// The person is on the bank's page.
    AwaitingUser,
    Processing,
    /// Money held, not taken: only in two-stage payments.
    Authorized,
    Succeeded,
    Canceled,
    /// The gateway never took it.
    Failed,
    /// Something does not fit; a person looks.
    Review,
}

impl PaymentState {
    pub const ALL: [Self; 9] = [
        Self::Created,
        Self::Submitting,
        Self::AwaitingUser,
        Self::Processing,
        Self::Authorized,
        Self::Succeeded,
        Self::Canceled,
        Self::Failed,
        Self::Review,
    ];

    /// Never left.
    pub fn is_terminal(self) -> bool {
        matches!(self, Self::Succeeded | Self::Canceled | Self::Failed)
    }

    /// As told to the site: a held payment is one more «В обработке».
    pub fn shown(self) -> Self {
        if self == Self::Authorized { Self::Processing } else { self }
    }

    /// Label of a row in «Платежи» (payments §8); `None`: such a payment is not listed.
    pub fn label(self) -> Option<&'static str> {
        match self {
            Self::Created | Self::Submitting | Self::Canceled | Self::Failed => None,
            Self::AwaitingUser | Self::Processing => Some("В обработке"),
            Self::Authorized => Some("Зарезервировано"),
            Self::Succeeded => Some("Проведён"),
            Self::Review => Some("Проверяется"),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaymentMethod {
    /// «Ввести на странице банка».
    NewCard,
    /// A linked card.
    SavedCard,
}

/// What may be kept of a card: never its first digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    pub last4: String,
    /// As the gateway names it: `Mir`, `Visa`, `MasterCard`…
    pub card_type: String,
}

impl Card {
    /// «•••• 0004».
    pub fn mask(&self) -> String {
        format!("•••• {}", self.last4)
    }
}

/// Why a payment is looked at by a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewReason {
    /// The gateway answered with something else than what was asked.
    Mismatch(Mismatch),
    /// No answer that decides for too long; a late one still does.
    Overdue,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    pub id: PaymentId,
    pub user: UserId,
    pub account: AccountId,
    pub lines: Vec<PaymentLine>,
    /// Sum of the lines.
    pub amount: Kopecks,
    pub method: PaymentMethod,
    pub state: PaymentState,
    /// Grows with every change; the condition of every write.
    pub version: u32,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// First sending.
    pub submitted_at: Option<DateTime<Utc>>,
    /// First answer of the gateway with an id: its link lives an hour from here.
    pub accepted_at: Option<DateTime<Utc>>,
    pub paid_at: Option<DateTime<Utc>>,
    /// When the sweeper is to look again; `None`: never.
    pub next_check_at: Option<DateTime<Utc>>,
    /// Times sent, and times asked about on schedule.
    pub sends: u32,
    pub checks: u32,
    pub gateway_id: Option<String>,
    pub confirmation_url: Option<String>,
    /// Ours to the gateway; never regenerated.
    pub idempotence_key: String,
    /// Exact body: every sending repeats it byte for byte.
    pub request_body: String,
    /// Digest of what the browser asked, to tell a replay from another request.
    pub request_hash: String,
    pub refusal: Option<Refusal>,
    pub review: Option<ReviewReason>,
    pub card: Option<Card>,
    pub rrn: Option<String>,
    pub auth_code: Option<String>,
    /// Who receives the money; `None` in payments begun before companies could have several: the company itself.
    #[serde(default)]
    pub payee: Option<PaidTo>,
    #[serde(default)]
    pub charge: Option<SavedCharge>,
    /// The bank's offer was accepted: the card is to be linked, and the bank was asked to keep it.
    #[serde(default)]
    pub offer: Option<OfferAcceptance>,
    /// The card that this payment has linked.
    #[serde(default)]
    pub linked_card: Option<CardId>,
}

/// What a payment is made of before it has a life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPayment {
    pub id: PaymentId,
    pub user: UserId,
    pub account: AccountId,
    pub lines: Vec<PaymentLine>,
    pub amount: Kopecks,
    pub method: PaymentMethod,
    pub payee: Option<PaidTo>,
    pub request_body: String,
    pub request_hash: String,
}

impl Payment {
    pub fn create(new: NewPayment, now: DateTime<Utc>) -> Self {
        Self {
            idempotence_key: Self::idempotence_key(new.id),
            id: new.id,
            user: new.user,
            account: new.account,
            lines: new.lines,
            amount: new.amount,
            method: new.method,
            state: PaymentState::Created,
            version: 1,
            created_at: now,
            updated_at: now,
            submitted_at: None,
            accepted_at: None,
            paid_at: None,
            next_check_at: Some(now + ABANDONED_AFTER),
            sends: 0,
            checks: 0,
            gateway_id: None,
            confirmation_url: None,
            request_body: new.request_body,
            request_hash: new.request_hash,
            refusal: None,
            review: None,
            card: None,
            rrn: None,
            auth_code: None,
            payee: new.payee,
            charge: None,
            offer: None,
            linked_card: None,
        }
    }

    /// `pay-<ULID>`: known before the body is built (payments §5.3).
    pub fn idempotence_key(id: PaymentId) -> String {
        format!("pay-{id}")
    }

    /// Among the payees of the company.
    pub fn payee_id(&self) -> &str {
        self.payee.as_ref().map_or(crate::payee::MAIN, |payee| &payee.id)
    }

    /// Whether an answer of the gateway can still change it: something was sent, nothing has ended, and no person has
    /// to look first.
    pub fn may_move(&self) -> bool {
        let stuck = self.state == PaymentState::Review && self.review != Some(ReviewReason::Overdue);
        !self.state.is_terminal() && self.state != PaymentState::Created && !stuck
    }

    /// When the bank's page closes.
    pub fn expires_at(&self) -> Option<DateTime<Utc>> {
        self.accepted_at.map(|at| at + CONFIRMATION_LIVES)
    }

    /// Where the person may go on paying, while that is possible.
    pub fn continue_url(&self, now: DateTime<Utc>) -> Option<&str> {
        let open = self.state == PaymentState::AwaitingUser && self.expires_at().is_some_and(|end| now < end);
        self.confirmation_url.as_deref().filter(|_| open)
    }
}
