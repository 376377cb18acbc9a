//! Whether a refund may be begun, and its beginning: written down as sent before the first byte leaves.

use super::{AfterStep, Aftermath};
use crate::{
    Kopecks, format_roubles,
    payment::{Fiscal, NewRefund, PaymentLine, Refund, RefundState, SEND_LEASE},
};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// Longest reason, characters: the gateway's own text of 250 has to hold it.
pub const REASON: usize = 180;

/// Why a refund is not begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundRefused {
    NoLines,
    UnknownService {
        service: String,
    },
    DuplicateService {
        service: String,
    },
    NotPositive {
        service: String,
    },
    /// More than the payment has left of that service.
    TooMuch {
        service: String,
        left: Kopecks,
    },
    NoReason,
    LongReason,
    /// The number was used for another refund.
    NumberUsed,
}

impl RefundRefused {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoLines => "no_lines",
            Self::UnknownService { .. } => "unknown_service",
            Self::DuplicateService { .. } => "duplicate_service",
            Self::NotPositive { .. } => "not_positive",
            Self::TooMuch { .. } => "too_much",
            Self::NoReason => "no_reason",
            Self::LongReason => "long_reason",
            Self::NumberUsed => "number_used",
        }
    }

    pub fn message(&self) -> String {
        match self {
            Self::NoLines => "Укажите, за какие услуги вернуть деньги".to_owned(),
            Self::UnknownService { service } => format!("В платеже нет услуги {service}"),
            Self::DuplicateService { service } => format!("Услуга {service} указана дважды"),
            Self::NotPositive { service } => {
                format!("Сумма возврата за услугу {service} должна быть больше нуля")
            }
            Self::TooMuch { service, left } => {
                format!("За услугу {service} можно вернуть не больше {}", format_roubles(*left))
            }
            Self::NoReason => "Укажите причину возврата".to_owned(),
            Self::LongReason => format!("Причина возврата — не длиннее {REASON} знаков"),
            Self::NumberUsed => {
                "Под этим номером уже оформлен другой возврат. Откройте страницу заново".to_owned()
            }
        }
    }
}

shown_by_message!(RefundRefused);

impl Aftermath {
    /// The lines of the refund with their names. Asked once more under its number, a refund is the one there is.
    pub fn check(&self, new: &NewRefund) -> Result<Vec<PaymentLine>, RefundRefused> {
        if let Some(old) = self.refund(new.id) {
            let same = |lines: &[PaymentLine]| {
                let mut old: Vec<_> = lines.iter().map(|line| (line.service.clone(), line.amount)).collect();
                let mut asked = new.lines.clone();
                old.sort();
                asked.sort();
                old == asked
            };
            return if same(&old.lines) { Ok(old.lines.clone()) } else { Err(RefundRefused::NumberUsed) };
        }
        match new.reason.trim().chars().count() {
            0 => return Err(RefundRefused::NoReason),
            length if length > REASON => return Err(RefundRefused::LongReason),
            _ => {}
        }
        if new.lines.is_empty() {
            return Err(RefundRefused::NoLines);
        }
        let mut seen = BTreeSet::new();
        new.lines
            .iter()
            .map(|(service, amount)| {
                let service = service.clone();
                let Some(line) = self.lines.iter().find(|line| line.service == service) else {
                    return Err(RefundRefused::UnknownService { service });
                };
                if !seen.insert(service.clone()) {
                    return Err(RefundRefused::DuplicateService { service });
                }
                if *amount <= Kopecks::ZERO {
                    return Err(RefundRefused::NotPositive { service });
                }
                let left = self.left_of(&service);
                if *amount > left {
                    return Err(RefundRefused::TooMuch { service, left });
                }
                Ok(PaymentLine { amount: *amount, ..line.clone() })
            })
            .collect()
    }

    /// Begins a refund; `body` is exactly what will be sent. Unchanged when the refund is there already.
    pub fn begin(
        &self,
        new: &NewRefund,
        body: String,
        now: DateTime<Utc>,
    ) -> Result<AfterStep, RefundRefused> {
        let lines = self.check(new)?;
        if self.refund(new.id).is_some() {
            return Ok(AfterStep::unchanged(self, Vec::new()));
        }
        let refund = Refund {
            id: new.id,
            amount: lines.iter().map(|line| line.amount).sum(),
            lines,
            reason: new.reason.trim().to_owned(),
            // The dispatch stamp: whatever dies now, the row says what is to be done.
            state: RefundState::Submitting,
            created_at: now,
            submitted_at: Some(now),
            accepted_at: None,
            completed_at: None,
            next_check_at: Some(now + SEND_LEASE),
            sends: 1,
            gateway_id: None,
            gateway_created_at: None,
            idempotence_key: Refund::idempotence_key(new.id),
            request_body: body,
            refusal: None,
            trouble: None,
            fiscal: Fiscal::default(),
        };
        let mut after = self.clone();
        after.refunds.push(refund);
        Ok(AfterStep::new(self, after, Vec::new(), now))
    }
}
