//! What is kept and told of a card: never its number.

use crate::cards::CardNumber;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardKept {
    /// Tells the bank that issued the card; ten of sixteen digits are as many as may be kept.
    #[serde(default)]
    pub first6: String,
    pub last4: String,
    pub card_type: String,
    pub expiry_month: u32,
    pub expiry_year: i32,
}

impl CardKept {
    /// `expiry`: month and year.
    pub fn of(number: CardNumber<'_>, (expiry_month, expiry_year): (u32, i32)) -> Self {
        Self {
            first6: number.first6().to_owned(),
            last4: number.last4().to_owned(),
            card_type: number.card_type().to_owned(),
            expiry_month,
            expiry_year,
        }
    }

    /// As the API shows it: a payment method. `id` is what the shop may pay with later if it is `saved`.
    pub fn to_json(&self, id: &str, saved: bool) -> Value {
        json!({
            "type": "bank_card",
            "id": id,
            "saved": saved,
            "status": if saved { "active" } else { "inactive" },
            "title": format!("Bank card *{}", self.last4),
            "card": {
                "first6": self.first6,
                "last4": self.last4,
                "expiry_year": self.expiry_year.to_string(),
                "expiry_month": format!("{:02}", self.expiry_month),
                "card_type": self.card_type,
                "issuer_country": "RU",
                "issuer_name": "Учебный банк",
            },
        })
    }
}
