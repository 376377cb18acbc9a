//! Proving who somebody is: a code sent to an address, and a password that may be guessed only so often. Whoever
//! registers, recovers, changes an address or signs in does it by these two alone.
//!
//! A [`Flow`] is what waits for its code: nothing else of it is stored, and nothing has happened, until
//! [`Flow::accept`] says that the code is right (security rows 1–9, 12). An [`Attempt`] is one try of a password
//! (rows 17–20).

mod attempt;
mod browser;
mod codes;
mod device;
mod fields;
mod flow;
mod purpose;
mod sending;
pub mod texts;

pub use attempt::Attempt;
pub use browser::Browser;
pub use device::{Device, remember};
pub use fields::{checked_password, login_and_password};
pub use flow::{Accepted, Confirmation, Flow, FlowView, Issued, Standing, Waits};
pub use purpose::Purpose;
pub use texts::Code;
