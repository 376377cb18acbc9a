//! Moves a refund, or a receipt, by what the gateway said. Repetition, loss and any order of answers lead to the same end.

use super::{AfterEffect, AfterIncident, AfterStep, Aftermath};
use crate::{
    RefundId,
    payment::{
        Fiscal, FiscalReceipt, GIVE_UP_ASKING, Refund, RefundMismatch, RefundSeen, RefundState, RefundStatus,
        RefundTrouble, Refusal, SeenRefund, fiscal::RARELY, schedule,
    },
};
use chrono::{DateTime, Utc};

impl Aftermath {
    /// The payment was asked about for its receipt. `None`: the gateway did not answer.
    pub fn hear_receipt(&self, seen: Option<FiscalReceipt>, now: DateTime<Utc>) -> AfterStep {
        let (fiscal, trouble) = match seen {
            Some(seen) => self.fiscal.hear(seen, now),
            None => self.fiscal.wait(now),
        };
        let changed = fiscal.state != self.fiscal.state;
        let mut effects: Vec<_> = changed.then_some(AfterEffect::Fiscal(None)).into_iter().collect();
        effects.extend(trouble.map(|trouble| AfterEffect::Incident(AfterIncident::Fiscal(None, trouble))));
        AfterStep::new(self, Self { fiscal, ..self.clone() }, effects, now)
    }

    pub fn hear(&self, id: RefundId, seen: &RefundSeen, now: DateTime<Utc>) -> AfterStep {
        let Some(refund) = self.refund(id) else { return AfterStep::unchanged(self, Vec::new()) };
        if let RefundSeen::Shown(shown) = seen
            && let Some(mismatch) = self.mismatch(refund, shown)
        {
            return self.unfit(refund, mismatch, now);
        }
        if refund.state.is_terminal() {
            return self.after_the_end(refund, seen, now);
        }
        // Nothing was sent, so nothing can be said of it.
        if refund.state == RefundState::Created {
            return AfterStep::unchanged(self, Vec::new());
        }
        match seen {
            RefundSeen::Shown(shown) => match &shown.status {
                RefundStatus::Succeeded => self.succeed(refund, shown, now),
                RefundStatus::Canceled(refusal) => {
                    self.refuse(refund, RefundState::Canceled, refusal, shown, now)
                }
                RefundStatus::Pending => self.proceed(refund, shown, now),
            },
            RefundSeen::Refused { http, parameter } if refund.state == RefundState::Submitting => {
                if parameter.as_ref().is_some_and(|name| name.eq_ignore_ascii_case("Idempotence-Key")) {
                    return self.stop(id, RefundTrouble::Mismatch(RefundMismatch::IdempotenceKey), None, now);
                }
                // As with payments: a shop whose key was changed meanwhile says nothing of the first sending.
                if refund.sends <= 1 || *http == 400 {
                    return self.fail(refund, now);
                }
                self.later(refund, now)
            }
            RefundSeen::Refused { .. } | RefundSeen::Unknown | RefundSeen::NotFound => {
                self.later(refund, now)
            }
        }
    }

    fn mismatch(&self, refund: &Refund, shown: &SeenRefund) -> Option<RefundMismatch> {
        let fits = [
            (shown.refund.is_none_or(|id| id == refund.id), RefundMismatch::Metadata),
            (shown.of.is_none_or(|id| id == self.payment), RefundMismatch::Metadata),
            (shown.payment == self.gateway_id, RefundMismatch::Payment),
            (shown.currency == "RUB", RefundMismatch::Currency),
            (shown.amount == refund.amount, RefundMismatch::Amount),
            (refund.gateway_id.as_ref().is_none_or(|id| *id == shown.gateway_id), RefundMismatch::GatewayId),
        ];
        fits.into_iter().find(|(fits, _)| !fits).map(|(_, mismatch)| mismatch)
    }

    /// What does not fit decides nothing; an ended refund stays as it is.
    fn unfit(&self, refund: &Refund, mismatch: RefundMismatch, now: DateTime<Utc>) -> AfterStep {
        if refund.state.is_terminal() {
            let incident = AfterEffect::Incident(AfterIncident::Contradiction(refund.id));
            return AfterStep::unchanged(self, vec![incident]);
        }
        self.stop(refund.id, RefundTrouble::Mismatch(mismatch), None, now)
    }

    fn after_the_end(&self, refund: &Refund, seen: &RefundSeen, now: DateTime<Utc>) -> AfterStep {
        let RefundSeen::Shown(shown) = seen else {
            let (fiscal, trouble) = refund.fiscal.wait(now);
            return self.fiscal_of(refund, fiscal, trouble, now);
        };
        let same = match (&shown.status, refund.state) {
            (RefundStatus::Succeeded, state) => state == RefundState::Succeeded,
            (RefundStatus::Canceled(_), state) => state != RefundState::Succeeded,
            (RefundStatus::Pending, _) => true,
        };
        if !same {
            let incident = AfterEffect::Incident(AfterIncident::Contradiction(refund.id));
            return AfterStep::unchanged(self, vec![incident]);
        }
        if shown.status == RefundStatus::Pending {
            return AfterStep::unchanged(self, Vec::new());
        }
        let (fiscal, trouble) = refund.fiscal.hear(shown.receipt, now);
        self.fiscal_of(refund, fiscal, trouble, now)
    }

    fn fiscal_of(
        &self,
        refund: &Refund,
        fiscal: Fiscal,
        trouble: Option<super::FiscalTrouble>,
        now: DateTime<Utc>,
    ) -> AfterStep {
        let changed = fiscal.state != refund.fiscal.state;
        let mut effects: Vec<_> =
            changed.then_some(AfterEffect::Fiscal(Some(refund.id))).into_iter().collect();
        let incident = |trouble| AfterEffect::Incident(AfterIncident::Fiscal(Some(refund.id), trouble));
        effects.extend(trouble.map(incident));
        AfterStep::new(self, self.with(Refund { fiscal, ..refund.clone() }), effects, now)
    }

    fn succeed(&self, refund: &Refund, shown: &SeenRefund, now: DateTime<Utc>) -> AfterStep {
        let begun = Fiscal::begun(now, now);
        let (fiscal, trouble) = begun.hear(shown.receipt, now);
        let done = Refund {
            state: RefundState::Succeeded,
            completed_at: Some(now),
            next_check_at: None,
            trouble: None,
            fiscal,
            ..accepted(refund, shown, now)
        };
        let mut effects = vec![AfterEffect::TakeBack(refund.id)];
        let incident = |trouble| AfterEffect::Incident(AfterIncident::Fiscal(Some(refund.id), trouble));
        effects.extend(trouble.map(incident));
        AfterStep::new(self, self.with(ended(done)), effects, now)
    }

    fn refuse(
        &self,
        refund: &Refund,
        state: RefundState,
        refusal: &Refusal,
        shown: &SeenRefund,
        now: DateTime<Utc>,
    ) -> AfterStep {
        let refused = Refund { state, refusal: Some(refusal.clone()), ..accepted(refund, shown, now) };
        self.end_without_money(refused, now)
    }

    fn fail(&self, refund: &Refund, now: DateTime<Utc>) -> AfterStep {
        let failed =
            Refund { state: RefundState::Failed, refusal: Some(Refusal::by_gateway()), ..refund.clone() };
        self.end_without_money(failed, now)
    }

    fn end_without_money(&self, refund: Refund, now: DateTime<Utc>) -> AfterStep {
        let incident = AfterEffect::Incident(AfterIncident::Refused(refund.id));
        let done = Refund { completed_at: Some(now), next_check_at: None, trouble: None, ..refund };
        AfterStep::new(self, self.with(ended(done)), vec![incident], now)
    }

    fn proceed(&self, refund: &Refund, shown: &SeenRefund, now: DateTime<Utc>) -> AfterStep {
        let pending = Refund { state: RefundState::Pending, ..accepted(refund, shown, now) };
        let trouble = pending.trouble.filter(|trouble| *trouble != RefundTrouble::Unanswered);
        self.reschedule(Refund { trouble, ..pending }, now)
    }

    fn later(&self, refund: &Refund, now: DateTime<Utc>) -> AfterStep {
        // Given up, or put aside for a person: only an answer that decides moves it.
        if refund.next_check_at.is_none() {
            return AfterStep::unchanged(self, Vec::new());
        }
        self.reschedule(refund.clone(), now)
    }

    fn reschedule(&self, refund: Refund, now: DateTime<Utc>) -> AfterStep {
        let Some(since) = refund.accepted_at else {
            let next = schedule::send_again_at(refund.sends, now);
            let waits = Refund { next_check_at: Some(next), ..refund };
            return AfterStep::new(self, self.with(waits), Vec::new(), now);
        };
        if now - since < GIVE_UP_ASKING {
            let waits = Refund { next_check_at: Some(schedule::ask_again_at(since, now)), ..refund };
            return AfterStep::new(self, self.with(waits), Vec::new(), now);
        }
        self.with_then(
            refund,
            |after, id| after.stop(id, RefundTrouble::Undecided, Some(now + RARELY), now),
            now,
        )
    }

    /// A step upon a change that is not written by itself.
    fn with_then(
        &self,
        refund: Refund,
        then: impl FnOnce(&Self, RefundId) -> AfterStep,
        now: DateTime<Utc>,
    ) -> AfterStep {
        let id = refund.id;
        let step = then(&self.with(refund), id);
        AfterStep::new(self, Self { version: self.version, ..step.after }, step.effects, now)
    }
}

/// The gateway has given it a number.
fn accepted(refund: &Refund, shown: &SeenRefund, now: DateTime<Utc>) -> Refund {
    Refund {
        gateway_id: Some(shown.gateway_id.clone()),
        gateway_created_at: refund.gateway_created_at.or(shown.created_at),
        accepted_at: refund.accepted_at.or(Some(now)),
        ..refund.clone()
    }
}

/// Nothing will be sent again, and the body names the payer, who may want to be forgotten.
fn ended(refund: Refund) -> Refund {
    Refund { request_body: String::new(), ..refund }
}
