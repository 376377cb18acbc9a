//! A card that a shop may charge again, as the bank keeps it and the API shows it (payments §3.6).

use crate::{cards::Refusal, payment::holder, visit::Visit};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MethodStatus {
    /// Waits for its owner.
    Pending,
    Active,
    Inactive,
}

/// A saved card, or one that is being saved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Method {
    pub id: String,
    pub shop_id: String,
    pub status: MethodStatus,
    #[serde(flatten)]
    pub visit: Visit,
    pub metadata: Map<String, Value>,
    pub created_at: DateTime<Utc>,
    /// What its payments end with; `None`: they succeed.
    pub refusal: Option<Refusal>,
}

impl Method {
    /// As the API and webhooks show it.
    pub fn to_json(&self, public_url: &str) -> Value {
        let saved = self.status == MethodStatus::Active;
        let card = self.visit.card.as_ref().filter(|_| self.status != MethodStatus::Pending);
        let mut json = match card {
            Some(card) => card.to_json(&self.id, saved),
            None => json!({"type": "bank_card", "id": self.id, "saved": saved}),
        };
        json["status"] = json!(self.status);
        json["holder"] = holder(&self.shop_id);
        if !self.metadata.is_empty() {
            json["metadata"] = json!(self.metadata);
        }
        if self.visit.is_open() {
            json["confirmation"] = json!({
                "type": "redirect",
                "return_url": self.visit.return_url,
                "confirmation_url": format!("{public_url}/bind/{}", self.id),
            });
        }
        json
    }
}
