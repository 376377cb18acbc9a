//! The fiscal receipt of a payment or a refund (54-ФЗ, payments §3.8). Its state is told by nobody: it is asked for.

use crate::payment::moment;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What is registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject<'a> {
    Payment { id: &'a str },
    Refund { id: &'a str, payment: &'a str },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    pub id: String,
    pub items: Value,
    pub tax_system_code: Option<i64>,
    /// When the till answers; `None` until money moves.
    pub registered_at: Option<DateTime<Utc>>,
    /// Whether the till refuses.
    pub fails: bool,
}

impl Receipt {
    /// State of the registration; `None` while there is nothing to register.
    pub fn status(&self, now: DateTime<Utc>) -> Option<&'static str> {
        self.registered_at.map(|at| match (at <= now, self.fails) {
            (false, _) => "pending",
            (true, false) => "succeeded",
            (true, true) => "canceled",
        })
    }

    /// As the API shows it; `None` while there is nothing to register.
    pub fn to_json(&self, subject: Subject<'_>, now: DateTime<Utc>) -> Option<Value> {
        let status = self.status(now)?;
        let mut json = json!({"id": self.id, "status": status, "items": self.items});
        match subject {
            Subject::Payment { id } => {
                json["type"] = json!("payment");
                json["payment_id"] = json!(id);
            }
            Subject::Refund { id, payment } => {
                json["type"] = json!("refund");
                json["payment_id"] = json!(payment);
                json["refund_id"] = json!(id);
            }
        }
        if let Some(code) = self.tax_system_code {
            json["tax_system_code"] = json!(code);
        }
        if let Some(at) = self.registered_at.filter(|_| status == "succeeded") {
            json["registered_at"] = json!(moment(at));
            json["fiscal_provider_id"] = json!(self.id);
            json["fiscal_storage_number"] = json!("9288000100115785");
            json["fiscal_document_number"] = json!(at.timestamp().to_string());
            json["fiscal_attribute"] = json!(at.timestamp_millis().rem_euclid(10_000_000_000).to_string());
        }
        Some(json)
    }
}
