//! What is true when all is over: our tables as they stand against the bank's own books. Nothing is asked of the
//! functions and nothing is taken from what the people believed.

mod judge;
mod story;
mod tables;
#[cfg(test)]
mod tests;

pub use judge::{Audit, Finding, Trouble, judge};
pub use tables::{Tables, scan, text};
