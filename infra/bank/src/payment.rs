//! One payment as the bank keeps it, and as the acquirer's API shows it.

use crate::{cards::Verdict, money};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// The acquirer's state of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Pending,
    WaitingForCapture,
    Succeeded,
    Canceled,
}

/// Where the payer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Types the card.
    Card,
    /// Types the confirmation code, after so many wrong ones.
    Code {
        verdict: Verdict,
        wrong: u8,
    },
    /// Is done; the money is taken at this time.
    Settling {
        at: DateTime<Utc>,
    },
    Done,
}

/// What is kept of a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardKept {
    pub last4: String,
    pub card_type: String,
    pub expiry_month: u32,
    pub expiry_year: i32,
}

/// Why a payment was cancelled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancellation {
    pub party: String,
    pub reason: String,
}

/// A payment. Sums are in kopecks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Payment {
    pub id: String,
    pub shop_id: String,
    pub test: bool,
    pub status: Status,
    pub step: Step,
    pub amount: i64,
    pub refunded: i64,
    /// How many times the card was really charged: more than one is a fault of the bank itself.
    pub charges: u32,
    /// Takes the money at once rather than holding it.
    pub capture: bool,
    pub description: Option<String>,
    pub metadata: Map<String, Value>,
    pub merchant_customer_id: Option<String>,
    pub return_url: String,
    /// Whether a fiscal receipt was asked for.
    pub with_receipt: bool,
    pub created_at: DateTime<Utc>,
    /// End of the time to pay, then end of the hold.
    pub expires_at: DateTime<Utc>,
    pub captured_at: Option<DateTime<Utc>>,
    pub cancellation: Option<Cancellation>,
    pub card: Option<CardKept>,
    /// Whether the payer typed a code.
    pub confirmed: bool,
    pub rrn: Option<String>,
    pub auth_code: Option<String>,
}

impl Payment {
    /// As the API and webhooks show it.
    pub fn to_json(&self, public_url: &str, now: DateTime<Utc>) -> Value {
        let mut json = json!({
            "id": self.id,
            "status": self.status,
            "paid": self.is_paid(),
            "amount": money::to_json(self.amount),
            "created_at": moment(self.created_at),
            "metadata": self.metadata,
            "recipient": {"account_id": self.shop_id, "gateway_id": format!("{}-1", self.shop_id)},
            "refundable": self.status == Status::Succeeded && self.refunded < self.amount,
            "test": self.test,
        });
        let mut add = |field: &str, value: Value| json[field] = value;
        if let Some(description) = &self.description {
            add("description", json!(description));
        }
        if let Some(customer) = &self.merchant_customer_id {
            add("merchant_customer_id", json!(customer));
        }
        if let Some(captured_at) = self.captured_at {
            // The acquirer's fee, 3.25 %, in whole kopecks.
            let fee = self.amount * 325 / 10_000;
            add("captured_at", json!(moment(captured_at)));
            add("income_amount", money::to_json(self.amount - fee));
            add("refunded_amount", money::to_json(self.refunded));
            if self.with_receipt {
                let registered = now - captured_at > TimeDelta::seconds(5);
                add("receipt_registration", json!(if registered { "succeeded" } else { "pending" }));
            }
        }
        if self.status == Status::WaitingForCapture {
            add("expires_at", json!(moment(self.expires_at)));
        }
        if let Some(cancellation) = &self.cancellation {
            add("cancellation_details", json!(cancellation));
        }
        if let Some(card) = &self.card {
            add("payment_method", self.payment_method(card));
        }
        if let (Some(rrn), Some(auth_code)) = (&self.rrn, &self.auth_code) {
            let details = json!({
                "rrn": rrn, "auth_code": auth_code, "three_d_secure": {"applied": self.confirmed},
            });
            add("authorization_details", details);
        }
        if self.status == Status::Pending && matches!(self.step, Step::Card | Step::Code { .. }) {
            let confirmation = json!({
                "type": "redirect",
                "return_url": self.return_url,
                "confirmation_url": format!("{public_url}/pay/{}", self.id),
            });
            add("confirmation", confirmation);
        }
        json
    }

    fn payment_method(&self, card: &CardKept) -> Value {
        json!({
            "type": "bank_card",
            "id": self.id,
            "saved": false,
            "status": "inactive",
            "title": format!("Bank card *{}", card.last4),
            "card": {
                "last4": card.last4,
                "expiry_year": card.expiry_year.to_string(),
                "expiry_month": format!("{:02}", card.expiry_month),
                "card_type": card.card_type,
                "issuer_country": "RU",
            },
        })
    }

    /// Whether money was taken or held.
    pub fn is_paid(&self) -> bool {
        matches!(self.status, Status::WaitingForCapture | Status::Succeeded)
    }

    /// The event a webhook names for the present state; nothing is posted about a pending payment.
    pub fn event(&self) -> Option<&'static str> {
        match self.status {
            Status::Pending => None,
            Status::WaitingForCapture => Some("payment.waiting_for_capture"),
            Status::Succeeded => Some("payment.succeeded"),
            Status::Canceled => Some("payment.canceled"),
        }
    }
}

/// `2026-11-23T18:10:09.373Z`.
pub fn moment(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}
