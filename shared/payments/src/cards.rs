//! Linked cards: following a binding to its end, and what a payment does to the cards it meets (payments §3.3, §3.6, §4).

mod following;
mod page;
mod rows;

pub use following::{ask_binding, load_binding, pursue_binding, refresh_binding, send_binding};
pub use page::AtBank;
pub use rows::{CHARGE_LASTS, take};
pub(crate) use rows::{close, let_go, link, unlink};
