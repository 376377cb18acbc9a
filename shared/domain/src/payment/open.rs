//! Two tabs, a second click an hour later: is the open payment of an account the one that is asked for?
//! (payments §5.2, security row 62)

use super::{Payment, PaymentLine, PaymentMethod, PaymentState};
use crate::CardId;
use chrono::{DateTime, TimeDelta, Utc};

/// With less than five minutes left on the bank's page a new payment is kinder.
const STILL_OPEN: TimeDelta = TimeDelta::minutes(55);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenPayment {
    /// Nothing stands in the way.
    None,
    /// The same request: answer with the open payment.
    Same,
    /// Another sum: «Продолжить» or «Начать новый» is the person's choice.
    Different,
}

pub fn compare_with_open(
    open: &Payment,
    lines: &[PaymentLine],
    method: PaymentMethod,
    card: Option<&CardId>,
    now: DateTime<Utc>,
) -> OpenPayment {
    let over =
        open.state.is_terminal() || open.state == PaymentState::Review || now - open.created_at >= STILL_OPEN;
    if over {
        return OpenPayment::None;
    }
    let parts = |lines: &[PaymentLine]| {
        let mut parts: Vec<_> = lines.iter().map(|line| (line.service.clone(), line.amount)).collect();
        parts.sort_unstable();
        parts
    };
    if open.method == method && open.charged_card() == card && parts(&open.lines) == parts(lines) {
        OpenPayment::Same
    } else {
        OpenPayment::Different
    }
}
