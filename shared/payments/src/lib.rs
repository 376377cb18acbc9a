//! Following a payment: what `pay`, `receive-payment-event` and `settle-payments` share (payments §4, §7, §8).
//!
//! The rules are in `domain::payment`, the wire is in `acquiring`, the rows are in `platform::records::payments`.
//! Here they meet: one question to the bank, one decision, one transaction of state, journal, «Платежи», credit and
//! event. Whoever asks, however often and in whatever order, the end is the same.

mod aftermath;
mod bank;
pub mod cards;
mod failure;
mod follow;
mod ledger;
mod listing;
mod refund_bank;
pub mod refunds;
#[cfg(feature = "testing")]
pub mod testing;
pub mod vault;

pub use aftermath::load_aftermath;
pub use bank::Bank;
pub use failure::Failure;
pub use follow::{apply, ask, pursue, refresh};
pub use ledger::load;
pub(crate) use ledger::take_turn;
pub use refunds::{apply_refund, ask_refund, pursue_aftermath};

use chrono::{DateTime, NaiveDate, Utc};

/// Hours by which the clock of Moscow is ahead of UTC: the bank's days are its days (payments §7 R3).
const MOSCOW: i32 = 3;

pub fn moscow_day(at: DateTime<Utc>) -> NaiveDate {
    domain::calendar::local_date(at, MOSCOW)
}
