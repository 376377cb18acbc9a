//! The shop asked about refunds and receipts.

use crate::Bank;
use acquiring::{Acquirer, GatewayRefund, GatewayStatus, Outcome, Period};
use chrono::TimeDelta;
use domain::payment::{Aftermath, FiscalReceipt, Refund, RefundSeen, RefundStatus, Refusal, SeenRefund};
use std::time::Duration;

/// Clocks differ: a refund is looked for from so long before its first sending.
const CLOCK_SKEW: TimeDelta = TimeDelta::minutes(5);

impl Bank {
    /// Sends the stored body with the stored key (security row 68).
    pub(crate) async fn send_refund(&self, refund: &Refund, patience: Duration) -> RefundSeen {
        let call = self.client.refund(&refund.request_body, &refund.idempotence_key);
        seen(self.within(patience, call).await)
    }

    /// What the bank knows of a refund under its own number.
    pub async fn ask_refund(&self, gateway_id: &str, patience: Duration) -> RefundSeen {
        seen(self.within(patience, self.client.get_refund(gateway_id)).await)
    }

    /// Looks for a refund whose sending was never answered. `None`: not found, or the bank did not list.
    pub(crate) async fn search_refund(&self, refund: &Refund) -> Option<RefundSeen> {
        let since = Period::since(refund.submitted_at.unwrap_or(refund.created_at) - CLOCK_SKEW);
        let ours = refund.id.to_string();
        let listed = self.refunds(since).await.ok()?;
        let found = listed.into_iter().find(|listed| listed.refund_id.as_ref() == Some(&ours))?;
        Some(seen(Some(Outcome::Answer(found))))
    }

    /// Registration of the payment's fiscal receipt; `None`: no answer.
    pub(crate) async fn ask_receipt(&self, of: &Aftermath, patience: Duration) -> Option<FiscalReceipt> {
        let answer = self.within(patience, self.client.get(&of.gateway_id)).await?;
        let Outcome::Answer(payment) = answer else { return None };
        Some(receipt(payment.receipt_registration.as_deref()))
    }
}

fn receipt(registration: Option<&str>) -> FiscalReceipt {
    match registration {
        Some("pending") => FiscalReceipt::Pending,
        Some("succeeded") => FiscalReceipt::Succeeded,
        Some("canceled") => FiscalReceipt::Canceled,
        _ => FiscalReceipt::None,
    }
}

/// `None`: our own patience ended first.
fn seen(outcome: Option<Outcome<GatewayRefund>>) -> RefundSeen {
    match outcome {
        Some(Outcome::Answer(refund)) => RefundSeen::Shown(Box::new(shown(refund))),
        Some(Outcome::Refused { code, parameter, .. }) => {
            let http = match code.as_str() {
                "invalid_request" => 400,
                "invalid_credentials" => 401,
                _ => 403,
            };
            RefundSeen::Refused { http, parameter }
        }
        Some(Outcome::NotFound) => RefundSeen::NotFound,
        Some(Outcome::Unknown { .. }) | None => RefundSeen::Unknown,
    }
}

fn shown(refund: GatewayRefund) -> SeenRefund {
    SeenRefund {
        status: match refund.status {
            GatewayStatus::Succeeded => RefundStatus::Succeeded,
            GatewayStatus::Canceled => {
                let why = refund.cancellation.unwrap_or_default();
                RefundStatus::Canceled(Refusal { party: why.party, reason: why.reason })
            }
            GatewayStatus::Pending | GatewayStatus::WaitingForCapture => RefundStatus::Pending,
        },
        gateway_id: refund.id,
        payment: refund.payment,
        amount: refund.amount,
        currency: refund.currency,
        refund: refund.refund_id.and_then(|id| id.parse().ok()),
        of: refund.payment_id.and_then(|id| id.parse().ok()),
        created_at: refund.created_at,
        receipt: receipt(refund.receipt_registration.as_deref()),
    }
}
