//! Events told in the same transaction as what they tell of. The table's stream feeds `notify`, which deletes a row
//! once everybody has been told, and `settle-payments`, whose kinds are `payment_check`, `refund_check` and
//! `binding_check`.
//! Codes and passwords never go this way.

use chrono::{DateTime, Duration, Utc};
use domain::{AccountId, BindingId, Channel, CompanyId, Login, PaymentId, RefundId, UserId};
use serde::{Deserialize, Serialize};
use ulid::Ulid;

/// Something that happened and that somebody must hear of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    PaymentSucceeded {
        payment: PaymentId,
        user: UserId,
        account: AccountId,
    },
    /// Money was refused or the payment needs an operator.
    PaymentFailed {
        payment: PaymentId,
        user: UserId,
        account: AccountId,
    },
    /// Money went back to the payer's card.
    PaymentRefunded {
        payment: PaymentId,
        refund: RefundId,
        user: UserId,
        account: AccountId,
    },
    AccountLinked {
        user: UserId,
        account: AccountId,
    },
    AccountExtended {
        user: UserId,
        account: AccountId,
    },
    AccountUnlinked {
        user: UserId,
        account: AccountId,
    },
    /// Somebody who holds the account has asked for a PIN.
    PinRequested {
        user: UserId,
        account: AccountId,
    },
    /// The company's operator gave no PIN.
    PinDeclined {
        user: UserId,
        account: AccountId,
    },
    /// Signed in from a browser not seen before (security row 26).
    NewDevice {
        user: UserId,
        browser: String,
        system: String,
    },
    PasswordChanged {
        user: UserId,
    },
    /// A forgotten password was replaced by a code.
    PasswordRecovered {
        user: UserId,
    },
    /// `old` no longer opens anything; its owner is told there as well (security row 24).
    LoginChanged {
        user: UserId,
        old: Login,
    },
    ContactChanged {
        user: UserId,
        channel: Channel,
        /// The address that was in its place.
        old: Option<Login>,
    },
    DeletionRequested {
        user: UserId,
        erases_at: DateTime<Utc>,
    },
    DeletionCancelled {
        user: UserId,
    },
    /// A card can be charged from now on.
    CardLinked {
        user: UserId,
        company: CompanyId,
        /// «Мир •••• 0004».
        card: String,
    },
    /// The bank no longer charges the card, so the portal has forgotten it.
    CardRevoked {
        user: UserId,
        company: CompanyId,
        card: String,
    },
    /// The profile is gone, so the addresses come along: this is the last letter.
    ProfileErased {
        to: Vec<Login>,
    },
    /// The bank says that it has news of a payment: `settle-payments` asks for them, nobody is told.
    /// `gateway_id` is the bank's number as claimed by a notice that proves nothing.
    PaymentCheck {
        payment: PaymentId,
        gateway_id: String,
    },
    /// The same of a refund.
    RefundCheck {
        payment: PaymentId,
        refund: RefundId,
        gateway_id: String,
    },
    /// The bank says that a card is saved: `settle-payments` asks, nobody is told. The bank's own number is the
    /// card's token and stays out of here.
    BindingCheck {
        user: UserId,
        binding: BindingId,
    },
}

/// A row of the outbox.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutboxRow {
    pub id: Ulid,
    pub event: Event,
    pub at: DateTime<Utc>,
    /// Epoch seconds; a sweep for what could not be delivered in a fortnight.
    pub ttl: i64,
}

impl OutboxRow {
    pub fn new(event: Event, at: DateTime<Utc>) -> Self {
        let id = Ulid::from_parts(u64::try_from(at.timestamp_millis()).unwrap_or_default(), rand::random());
        Self { id, event, at, ttl: (at + Duration::days(14)).timestamp() }
    }
}
