//! The shop asked about refunds, receipts and whole periods.

use crate::{Bank, Failure};
use acquiring::{Acquirer, GatewayPayment, GatewayRefund, GatewayStatus, Outcome, Period};
use chrono::TimeDelta;
use domain::payment::{Aftermath, FiscalReceipt, Refund, RefundSeen, RefundStatus, Refusal, SeenRefund};
use std::time::Duration;

/// Pages of a listing at most: far more than a shop has in a day.
const PAGES: usize = 1000;
/// Clocks differ: a refund is looked for from so long before its first sending.
const CLOCK_SKEW: TimeDelta = TimeDelta::minutes(5);

impl Bank {
    /// Sends the stored body with the stored key (security row 68).
    pub(crate) async fn send_refund(&self, refund: &Refund, patience: Duration) -> RefundSeen {
        let call = self.client.refund(&refund.request_body, &refund.idempotence_key);
        seen(tokio::time::timeout(patience, call).await.ok())
    }

    /// What the bank knows of a refund under its own number.
    pub async fn ask_refund(&self, gateway_id: &str, patience: Duration) -> RefundSeen {
        seen(tokio::time::timeout(patience, self.client.get_refund(gateway_id)).await.ok())
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
        let answer = tokio::time::timeout(patience, self.client.get(&of.gateway_id)).await.ok()?;
        let Outcome::Answer(payment) = answer else { return None };
        Some(receipt(payment.receipt_registration.as_deref()))
    }

    /// All payments created since then.
    pub async fn payments(&self, created: Period) -> Result<Vec<GatewayPayment>, Failure> {
        let mut all = Vec::new();
        let mut cursor: Option<String> = None;
        for _ in 0..PAGES {
            let page = answered(self.client.list(created.from, cursor.as_deref()).await)?;
            all.extend(page.items);
            match page.next_cursor {
                Some(next) => cursor = Some(next),
                None => return Ok(all),
            }
        }
        Err(Failure::Bank("a listing without end".into()))
    }

    /// All payments whose money was taken then.
    pub async fn captured(&self, period: Period) -> Result<Vec<GatewayPayment>, Failure> {
        let mut all = Vec::new();
        let mut cursor: Option<String> = None;
        for _ in 0..PAGES {
            let page = answered(self.client.list_captured(period, cursor.as_deref()).await)?;
            all.extend(page.items);
            match page.next_cursor {
                Some(next) => cursor = Some(next),
                None => return Ok(all),
            }
        }
        Err(Failure::Bank("a listing without end".into()))
    }

    /// All refunds created then.
    pub async fn refunds(&self, created: Period) -> Result<Vec<GatewayRefund>, Failure> {
        let mut all = Vec::new();
        let mut cursor: Option<String> = None;
        for _ in 0..PAGES {
            let page = answered(self.client.list_refunds(created, cursor.as_deref()).await)?;
            all.extend(page.items);
            match page.next_cursor {
                Some(next) => cursor = Some(next),
                None => return Ok(all),
            }
        }
        Err(Failure::Bank("a listing without end".into()))
    }
}

fn answered<T>(outcome: Outcome<T>) -> Result<T, Failure> {
    match outcome {
        Outcome::Answer(page) => Ok(page),
        Outcome::Unknown { why } => Err(Failure::Bank(format!("listing: {}", why.code()))),
        Outcome::Refused { code, .. } => Err(Failure::Bank(format!("listing: {code}"))),
        Outcome::NotFound => Err(Failure::Bank("listing: not_found".into())),
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
