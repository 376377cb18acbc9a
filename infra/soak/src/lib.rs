//! The soak: thousands of payments by people who click twice, over a bank that fails in every way it can, while the
//! process of the functions is killed again and again. Afterwards our tables are held against the bank's books:
//! nothing may be doubled, lost or stuck.
//!
//! This process holds what survives in the cloud: the store, the streams, the gateway, the bank. The functions run in
//! a process of their own ([`serve`]), which is what is killed. All of them live by one clock that runs faster than
//! the wall's, so that hours of retries pass in minutes.

mod args;
mod audit;
mod browser;
mod drive;
mod log;
mod operator;
mod person;
mod plan;
mod process;
mod reconciliation;
mod report;
mod sum;
mod tally;
mod town;
mod worker;

pub use args::{Args, Worker};
pub use audit::{Audit, Finding, Trouble};
pub use drive::run;
pub use report::Report;
pub use worker::serve;
