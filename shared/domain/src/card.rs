//! Linked cards (R-073, R-186…R-190; payments §3.6, §4): what may be kept of one, and the life of a binding, from
//! the bank's page to a card that can be charged.
//!
//! A bank's token belongs to one shop, so a card belongs to a user and a company.

mod binding;
mod bound;
mod id;
mod refusal;
mod schedule;
mod step_up;
#[cfg(test)]
mod tests;

pub use binding::{BINDING_GRAPH, Binding, BindingState, BindingStep, BindingTick, advance, submit, tick};
pub use bound::{BankCard, BindingSeen, BoundSeen, Expiry, MethodStatus, OfferAcceptance, Token};
pub use id::CardId;
pub use refusal::CardRefusal;
pub use step_up::StepUpRule;
