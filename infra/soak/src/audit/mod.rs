//! What is true when all is over: our tables as they stand against the bank's own books. Nothing is asked of the
//! functions and nothing is taken from what the people believed.

mod books;
mod cards;
mod days;
mod judge;
mod refunds;
mod story;
mod tables;
#[cfg(test)]
mod tests;

pub use books::Books;
pub use days::{Day, Side};
pub use judge::{Audit, Finding, Trouble, judge};
pub use refunds::Refunds;
pub use tables::{Tables, scan, text};
