//! A refund as the bank keeps it and the API shows it.

use crate::{money, payment::moment};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Money given back; done at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    pub id: String,
    pub shop_id: String,
    pub payment_id: String,
    /// Kopecks.
    pub amount: i64,
    pub description: Option<String>,
    pub created_at: DateTime<Utc>,
}

impl Refund {
    /// As the API and webhooks show it.
    pub fn to_json(&self) -> Value {
        let mut json = json!({
            "id": self.id,
            "payment_id": self.payment_id,
            "status": "succeeded",
            "amount": money::to_json(self.amount),
            "created_at": moment(self.created_at),
        });
        if let Some(description) = &self.description {
            json["description"] = json!(description);
        }
        json
    }
}
