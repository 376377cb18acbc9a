//! Following a payment: what `pay`, `receive-payment-event` and `settle-payments` share (payments §4, §7, §8).
//!
//! The rules are in `domain::payment`, the wire is in `acquiring`, the rows are in `platform::records::payments`.
//! Here they meet: one question to the bank, one decision, one transaction of state, journal, «Платежи», credit and
//! event. Whoever asks, however often and in whatever order, the end is the same.

mod bank;
pub mod cards;
mod failure;
mod follow;
mod ledger;
#[cfg(feature = "testing")]
pub mod testing;
pub mod vault;

pub use bank::Bank;
pub use failure::Failure;
pub use follow::{apply, ask, pursue, refresh};
pub use ledger::load;
pub(crate) use ledger::take_turn;
