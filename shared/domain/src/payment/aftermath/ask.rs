//! What time asks of a refund or of a receipt (payments §7 R1; there is no notice of a refund that was cancelled).

use super::{AfterEffect, AfterIncident, AfterStep, Aftermath, Task};
use crate::{
    RefundId,
    payment::{GIVE_UP_SENDING, Refund, RefundState, RefundTrouble, SEND_LEASE},
};
use chrono::{DateTime, Utc};

impl Aftermath {
    /// The next thing that is due; each ends with its next moment put off, so that asking again comes to an end.
    pub fn task(&self, now: DateTime<Utc>) -> Option<Task> {
        let due = |at: Option<DateTime<Utc>>| at.is_some_and(|at| at <= now);
        let of_refund = |refund: &Refund| {
            if due(refund.next_check_at) {
                return Some(match refund.state {
                    RefundState::Created | RefundState::Submitting => {
                        let since = refund.submitted_at.unwrap_or(refund.created_at);
                        if now - since >= GIVE_UP_SENDING {
                            Task::GiveUp(refund.id)
                        } else {
                            Task::SendRefund(refund.id)
                        }
                    }
                    _ => Task::AskRefund(refund.id),
                });
            }
            refund.fiscal.is_due(now).then_some(Task::AskRefund(refund.id))
        };
        let task = self.refunds.iter().find_map(of_refund);
        task.or_else(|| self.fiscal.is_due(now).then_some(Task::AskPayment))
    }

    /// Whoever writes this sends; of two sweepers one does.
    pub fn lease(&self, id: RefundId, now: DateTime<Utc>) -> AfterStep {
        let Some(refund) = self.refund(id) else { return AfterStep::unchanged(self, Vec::new()) };
        let leased = Refund {
            sends: refund.sends.saturating_add(1),
            next_check_at: Some(now + SEND_LEASE),
            ..refund.clone()
        };
        AfterStep::new(self, self.with(leased), Vec::new(), now)
    }

    /// Nothing is sent any more: the gateway forgets a key in a day, and the same bytes could be a second refund.
    pub fn give_up(&self, id: RefundId, now: DateTime<Utc>) -> AfterStep {
        self.stop(id, RefundTrouble::Unanswered, None, now)
    }

    pub(super) fn stop(
        &self,
        id: RefundId,
        trouble: RefundTrouble,
        next_check_at: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> AfterStep {
        let Some(refund) = self.refund(id) else { return AfterStep::unchanged(self, Vec::new()) };
        let told = refund.trouble == Some(trouble);
        let stopped = Refund { trouble: Some(trouble), next_check_at, ..refund.clone() };
        let incident = AfterEffect::Incident(AfterIncident::Trouble(id, trouble));
        AfterStep::new(self, self.with(stopped), if told { Vec::new() } else { vec![incident] }, now)
    }
}
