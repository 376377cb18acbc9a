//! Every move that a payment may make, as a table: what is not here does not happen.

use super::PaymentState::{self, *};

pub const GRAPH: &[(PaymentState, &[PaymentState])] = &[
    (Created, &[Submitting, Failed, Review]),
    (Submitting, &[AwaitingUser, Processing, Authorized, Succeeded, Canceled, Failed, Review]),
    (AwaitingUser, &[Processing, Authorized, Succeeded, Canceled, Review]),
    (Processing, &[AwaitingUser, Authorized, Succeeded, Canceled, Review]),
    (Authorized, &[Succeeded, Canceled, Review]),
    (Succeeded, &[]),
    (Canceled, &[]),
    (Failed, &[]),
    // An answer that came too late is still the gateway's answer.
    (Review, &[Succeeded, Canceled]),
];

impl PaymentState {
    pub fn may_become(self, next: Self) -> bool {
        GRAPH.iter().any(|(from, to)| *from == self && to.contains(&next))
    }
}
