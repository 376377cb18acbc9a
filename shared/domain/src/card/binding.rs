//! How a binding moves (payments §4). Pure, like a payment: the caller writes the row under the condition that the
//! stored version is still the old one, and the card in the same transaction.

use super::{
    BankCard, BindingSeen, CardRefusal, OfferAcceptance, Token,
    schedule::{GIVE_UP_SENDING, SILENT_FOR, UNDECIDED_FOR},
};
use crate::{
    BindingId, CardId, CompanyId, UserId,
    payment::{CONFIRMATION_LIVES, SEND_LEASE, ask_again_at, send_again_at},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum BindingState {
    /// Stored with the exact body; nothing sent.
    Created,
    /// Sent, no authoritative answer yet.
    Submitting,
    /// The person is on the bank's page.
    Pending,
    /// The card is linked.
    Active,
    /// The bank has no card that could be charged.
    Inactive,
    /// The bank never took it.
    Failed,
}

/// Every move that a binding may make: what is not here does not happen.
pub const BINDING_GRAPH: &[(BindingState, &[BindingState])] = {
    use BindingState::*;
    &[
        (Created, &[Submitting]),
        (Submitting, &[Pending, Active, Inactive, Failed]),
        (Pending, &[Active, Inactive]),
        (Active, &[]),
        (Inactive, &[]),
        (Failed, &[]),
    ]
};

impl BindingState {
    pub const ALL: [Self; 6] =
        [Self::Created, Self::Submitting, Self::Pending, Self::Active, Self::Inactive, Self::Failed];

    pub fn may_become(self, next: Self) -> bool {
        BINDING_GRAPH.iter().any(|(from, to)| *from == self && to.contains(&next))
    }

    /// Never left.
    pub fn is_terminal(self) -> bool {
        matches!(self, Self::Active | Self::Inactive | Self::Failed)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binding {
    pub id: BindingId,
    pub user: UserId,
    pub company: CompanyId,
    pub state: BindingState,
    /// Grows with every change; the condition of every write.
    pub version: u32,
    pub offer: OfferAcceptance,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub submitted_at: Option<DateTime<Utc>>,
    /// First answer of the bank: its page lives an hour from here.
    pub accepted_at: Option<DateTime<Utc>>,
    pub next_check_at: Option<DateTime<Utc>>,
    pub sends: u32,
    /// Ours to the bank; never regenerated.
    pub idempotence_key: String,
    /// Exact body: every sending repeats it byte for byte.
    pub request_body: String,
    pub refusal: Option<CardRefusal>,
    pub card: Option<CardId>,
}

/// What a decision about a binding consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BindingStep {
    pub binding: Binding,
    /// The card to be written in the same transaction.
    pub link: Option<(Token, BankCard)>,
}

/// What the sweeper is to do with a binding now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BindingTick {
    Wait,
    /// Write the step, then send the stored body with the stored key again.
    Send(BindingStep),
    /// Ask the bank, then [`advance()`].
    Ask,
    /// Write the step; there is nothing to ask.
    Settle(BindingStep),
}

impl Binding {
    pub fn create(
        id: BindingId,
        user: UserId,
        company: CompanyId,
        offer: OfferAcceptance,
        request_body: String,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            idempotence_key: format!("pm-{id}"),
            id,
            user,
            company,
            state: BindingState::Created,
            version: 1,
            offer,
            created_at: now,
            updated_at: now,
            submitted_at: None,
            accepted_at: None,
            next_check_at: None,
            sends: 0,
            request_body,
            refusal: None,
            card: None,
        }
    }

    /// When the bank's page closes.
    pub fn expires_at(&self) -> Option<DateTime<Utc>> {
        self.accepted_at.map(|at| at + CONFIRMATION_LIVES)
    }

    /// Whether the bank's page can still be gone to.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.state == BindingState::Pending && self.expires_at().is_some_and(|end| now < end)
    }

    fn becomes(&self, change: impl FnOnce(Self) -> Self, now: DateTime<Utc>) -> BindingStep {
        let mut after = change(self.clone());
        if after != *self {
            after.version = self.version + 1;
            after.updated_at = now;
        }
        BindingStep { binding: after, link: None }
    }

    fn ends(&self, state: BindingState, refusal: CardRefusal, now: DateTime<Utc>) -> BindingStep {
        self.becomes(|binding| Self { state, refusal: Some(refusal), next_check_at: None, ..binding }, now)
    }
}

impl BindingStep {
    pub fn is_change(&self, before: &Binding) -> bool {
        self.binding.version != before.version
    }
}

/// The dispatch stamp: written before the first byte leaves. `None` when it was sent before.
pub fn submit(binding: &Binding, now: DateTime<Utc>) -> Option<BindingStep> {
    (binding.state == BindingState::Created).then(|| {
        binding.becomes(
            |binding| Binding {
                state: BindingState::Submitting,
                submitted_at: Some(now),
                sends: 1,
                next_check_at: Some(now + SEND_LEASE),
                ..binding
            },
            now,
        )
    })
}

/// What time alone asks for.
pub fn tick(binding: &Binding, now: DateTime<Utc>) -> BindingTick {
    if binding.next_check_at.is_none_or(|due| now < due) {
        return BindingTick::Wait;
    }
    match binding.state {
        BindingState::Submitting => {
            let since = binding.submitted_at.unwrap_or(binding.created_at);
            if now - since >= GIVE_UP_SENDING {
                return BindingTick::Settle(binding.ends(
                    BindingState::Failed,
                    CardRefusal::GatewayRefused,
                    now,
                ));
            }
            BindingTick::Send(binding.becomes(
                |binding| Binding {
                    sends: binding.sends.saturating_add(1),
                    next_check_at: Some(now + SEND_LEASE),
                    ..binding
                },
                now,
            ))
        }
        BindingState::Pending => BindingTick::Ask,
        BindingState::Created | BindingState::Active | BindingState::Inactive | BindingState::Failed => {
            BindingTick::Wait
        }
    }
}

/// Moves a binding by what the bank said. Repetition, loss and any order of answers lead to the same end.
pub fn advance(binding: &Binding, seen: &BindingSeen, now: DateTime<Utc>) -> BindingStep {
    if binding.state.is_terminal() || binding.state == BindingState::Created {
        return binding.becomes(|binding| binding, now);
    }
    match seen {
        BindingSeen::Active { token, card } => {
            let id = CardId::of(&binding.company, card);
            let mut step = binding.becomes(
                |binding| Binding {
                    state: BindingState::Active,
                    card: Some(id),
                    accepted_at: binding.accepted_at.or(Some(now)),
                    next_check_at: None,
                    ..binding
                },
                now,
            );
            step.link = Some((token.clone(), card.clone()));
            step
        }
        BindingSeen::Inactive { typed: true } => {
            binding.ends(BindingState::Inactive, CardRefusal::CardDeclined, now)
        }
        BindingSeen::Inactive { typed: false } => {
            let late = binding.expires_at().is_some_and(|end| now >= end);
            let why = if late { CardRefusal::ExpiredOnConfirmation } else { CardRefusal::Abandoned };
            binding.ends(BindingState::Inactive, why, now)
        }
        BindingSeen::Mismatch => binding.ends(BindingState::Inactive, CardRefusal::Mismatch, now),
        BindingSeen::Pending { .. } => ask_later(
            binding,
            |binding| Binding {
                state: BindingState::Pending,
                accepted_at: binding.accepted_at.or(Some(now)),
                ..binding
            },
            UNDECIDED_FOR,
            now,
        ),
        // A refused repetition says nothing of what the first sending did, unless the request itself is bad.
        BindingSeen::Refused { http }
            if binding.state == BindingState::Submitting && (binding.sends <= 1 || *http == 400) =>
        {
            binding.ends(BindingState::Failed, CardRefusal::GatewayRefused, now)
        }
        BindingSeen::Refused { .. } | BindingSeen::Unknown | BindingSeen::NotFound => {
            ask_later(binding, |binding| binding, SILENT_FOR, now)
        }
    }
}

/// `patience`: since the bank's first answer; then the binding is over.
fn ask_later(
    binding: &Binding,
    change: impl FnOnce(Binding) -> Binding,
    patience: TimeDelta,
    now: DateTime<Utc>,
) -> BindingStep {
    let next = change(binding.clone());
    if next.accepted_at.is_some_and(|at| now - at >= patience) {
        return binding.ends(BindingState::Inactive, CardRefusal::ExpiredOnConfirmation, now);
    }
    let due = match next.accepted_at {
        Some(at) => ask_again_at(at, now),
        None => send_again_at(next.sends, now),
    };
    binding.becomes(|_| Binding { next_check_at: Some(due), ..next }, now)
}
