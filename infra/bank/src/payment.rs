//! One payment as the bank keeps it, and as the acquirer's API shows it.

use crate::{money, receipt::Receipt, visit::Visit};
use chrono::{DateTime, SecondsFormat, Utc};
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

impl Status {
    /// Nothing but a refund comes after it.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Succeeded | Self::Canceled)
    }
}

/// Why a payment was cancelled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancellation {
    pub party: String,
    pub reason: String,
}

/// Who decides whether the card is saved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Saving {
    /// The shop: not.
    #[default]
    Never,
    /// The payer, on the page.
    Offered,
    /// The shop: it is.
    Forced,
}

/// A payment. Sums are in kopecks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Payment {
    pub id: String,
    pub shop_id: String,
    pub test: bool,
    pub status: Status,
    /// Until the money is held; then its `expires_at` is the end of the hold.
    #[serde(flatten)]
    pub visit: Visit,
    pub amount: i64,
    /// Given back for certain.
    pub refunded: i64,
    /// How many times the card was really charged: more than one is a fault of the bank itself.
    pub charges: u32,
    /// Takes the money at once rather than holding it.
    pub capture: bool,
    pub description: Option<String>,
    pub metadata: Map<String, Value>,
    pub merchant_customer_id: Option<String>,
    #[serde(default)]
    pub saving: Saving,
    /// Whether the card is to be saved when it has paid.
    #[serde(default)]
    pub save_card: bool,
    /// The saved card that pays, or the one that this payment saved.
    #[serde(default)]
    pub method: Option<String>,
    #[serde(default)]
    pub payment_order: Option<Value>,
    #[serde(default)]
    pub receipt: Option<Receipt>,
    pub created_at: DateTime<Utc>,
    pub captured_at: Option<DateTime<Utc>>,
    pub cancellation: Option<Cancellation>,
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
            "recipient": holder(&self.shop_id),
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
        }
        if let Some(status) = self.receipt.as_ref().and_then(|receipt| receipt.status(now)) {
            add("receipt_registration", json!(status));
        }
        if self.status == Status::WaitingForCapture {
            add("expires_at", json!(moment(self.visit.expires_at)));
        }
        if let Some(cancellation) = &self.cancellation {
            add("cancellation_details", json!(cancellation));
        }
        if let Some(card) = &self.visit.card {
            let id = self.method.as_ref().unwrap_or(&self.id);
            add("payment_method", card.to_json(id, self.method.is_some()));
        }
        if let (Some(rrn), Some(auth_code)) = (&self.rrn, &self.auth_code) {
            let details = json!({
                "rrn": rrn, "auth_code": auth_code, "three_d_secure": {"applied": self.visit.confirmed},
            });
            add("authorization_details", details);
        }
        if self.visit.is_open() {
            let confirmation = json!({
                "type": "redirect",
                "return_url": self.visit.return_url,
                "confirmation_url": format!("{public_url}/pay/{}", self.id),
            });
            add("confirmation", confirmation);
        }
        json
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

/// The shop that money goes to, or that a card is saved for.
pub fn holder(shop_id: &str) -> Value {
    json!({"account_id": shop_id, "gateway_id": format!("{shop_id}-1")})
}

/// `2026-11-23T18:10:09.373Z`.
pub fn moment(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}
