//! A refund as the bank keeps it and the API shows it.

use crate::{
    money,
    payment::{Cancellation, moment},
    receipt::Receipt,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundStatus {
    Pending,
    #[default]
    Succeeded,
    Canceled,
}

/// Money to give back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Refund {
    pub id: String,
    pub shop_id: String,
    pub payment_id: String,
    #[serde(default)]
    pub status: RefundStatus,
    /// Kopecks.
    pub amount: i64,
    pub description: Option<String>,
    #[serde(default)]
    pub metadata: Value,
    pub created_at: DateTime<Utc>,
    /// When a pending one is decided, and how.
    #[serde(default)]
    pub decision: Option<Decision>,
    #[serde(default)]
    pub cancellation: Option<Cancellation>,
    #[serde(default)]
    pub receipt: Option<Receipt>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    pub at: DateTime<Utc>,
    pub ends: RefundStatus,
}

impl Refund {
    /// As the API and webhooks show it.
    pub fn to_json(&self, now: DateTime<Utc>) -> Value {
        let mut json = json!({
            "id": self.id,
            "payment_id": self.payment_id,
            "status": self.status,
            "amount": money::to_json(self.amount),
            "created_at": moment(self.created_at),
        });
        if let Some(description) = &self.description {
            json["description"] = json!(description);
        }
        if self.metadata.as_object().is_some_and(|pairs| !pairs.is_empty()) {
            json["metadata"] = self.metadata.clone();
        }
        if let Some(cancellation) = &self.cancellation {
            json["cancellation_details"] = json!(cancellation);
        }
        if let Some(status) = self.receipt.as_ref().and_then(|receipt| receipt.status(now)) {
            json["receipt_registration"] = json!(status);
        }
        json
    }

    /// Whether its money is given back or about to be.
    pub fn counts(&self) -> bool {
        self.status != RefundStatus::Canceled
    }
}
