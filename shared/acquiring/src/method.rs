//! A card that the gateway keeps for a shop, and the request that begins to keep one (`/payment_methods`).

use crate::payment::text;
use serde::Deserialize;
use serde_json::{Value, json};
use std::{fmt, net::IpAddr};

/// The gateway's own state of a saved card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GatewayMethodStatus {
    Pending,
    Active,
    Inactive,
}

/// A saved card at the gateway, or one that is being saved.
#[derive(Clone, PartialEq, Eq)]
pub struct GatewayMethod {
    /// The token: what the card is charged by.
    pub id: String,
    pub status: GatewayMethodStatus,
    /// The shop that may charge it (`holder.account_id`).
    pub shop: String,
    /// Our own number of the binding (`metadata.bind_id`).
    pub bind_id: Option<String>,
    /// The page where the card is typed; only ever an address of the gateway itself.
    pub confirmation_url: Option<String>,
    /// There once a card has been typed.
    pub card: Option<MethodCard>,
}

impl fmt::Debug for GatewayMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GatewayMethod").field("status", &self.status).finish_non_exhaustive()
    }
}

/// What may be kept of a saved card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MethodCard {
    pub last4: String,
    pub card_type: String,
    pub expiry_year: String,
    pub expiry_month: String,
    pub issuer: Option<String>,
}

/// A card that the gateway has kept in the course of a payment.
#[derive(Clone, PartialEq, Eq)]
pub struct SavedMethod {
    pub id: String,
    pub card: MethodCard,
}

impl fmt::Debug for SavedMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SavedMethod").field("card", &self.card).finish_non_exhaustive()
    }
}

/// A card to be saved without a payment; it is typed on the gateway's own page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateMethod {
    pub bind_id: String,
    pub user_id: String,
    /// Where the gateway's page sends the person back; at most 2048 characters.
    pub return_url: String,
    pub client_ip: Option<IpAddr>,
}

impl CreateMethod {
    /// The bytes to store and to send. The same binding gives the same bytes.
    pub fn to_body(&self) -> String {
        let mut body = json!({
            "type": "bank_card",
            "confirmation": {"type": "redirect", "return_url": self.return_url, "locale": "ru_RU"},
            "metadata": {"bind_id": self.bind_id, "user_id": self.user_id},
        });
        if let Some(ip) = self.client_ip {
            body["client_ip"] = json!(ip.to_canonical().to_string());
        }
        body.to_string()
    }
}

impl GatewayMethod {
    /// `None` when a field that decides is missing or malformed.
    pub(crate) fn read(json: &Value) -> Option<Self> {
        Some(Self {
            id: text(&json["id"])?,
            status: GatewayMethodStatus::deserialize(&json["status"]).ok()?,
            shop: text(&json["holder"]["account_id"])?,
            bind_id: text(&json["metadata"]["bind_id"]),
            confirmation_url: text(&json["confirmation"]["confirmation_url"]),
            card: MethodCard::read(&json["card"]),
        })
    }
}

impl MethodCard {
    fn read(json: &Value) -> Option<Self> {
        Some(Self {
            last4: text(&json["last4"])
                .filter(|last4| last4.len() == 4 && last4.bytes().all(|b| b.is_ascii_digit()))?,
            card_type: text(&json["card_type"])?,
            expiry_year: text(&json["expiry_year"])?,
            expiry_month: text(&json["expiry_month"])?,
            issuer: text(&json["issuer_name"]),
        })
    }
}

impl SavedMethod {
    /// Of a payment's `payment_method`; `None` for a card that is not kept.
    pub(crate) fn read(json: &Value) -> Option<Self> {
        let saved = json["saved"] == true && json["type"] == "bank_card";
        saved.then(|| Some(Self { id: text(&json["id"])?, card: MethodCard::read(&json["card"])? }))?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn active() -> Value {
        json!({
            "type": "bank_card", "id": "2e8f3c22-000f-5000-8000-1c0ffee0babe", "saved": true, "status": "active",
            "title": "Bank card *0004", "holder": {"account_id": "100500", "gateway_id": "100700"},
            "metadata": {"bind_id": "01JD3W"},
            "card": {"first6": "220000", "last4": "0004", "expiry_year": "2030", "expiry_month": "11",
                "card_type": "Mir", "issuer_name": "Sberbank"}
        })
    }

    #[test]
    fn an_active_card_is_read_and_its_token_is_not_printed() {
        let method = GatewayMethod::read(&active()).expect("a card");
        assert_eq!((method.status, method.shop.as_str()), (GatewayMethodStatus::Active, "100500"));
        assert_eq!(method.bind_id.as_deref(), Some("01JD3W"));
        assert_eq!(method.card.as_ref().map(|card| card.expiry_month.as_str()), Some("11"));
        assert!(!format!("{method:?}").contains("c0ffee"));
    }

    #[test]
    fn what_decides_about_a_card_must_be_there() {
        for field in ["id", "status", "holder"] {
            let mut json = active();
            json[field] = Value::Null;
            assert_eq!(GatewayMethod::read(&json), None, "{field}");
        }
        for (field, odd) in [("last4", json!("2200000000000004")), ("expiry_year", json!(2030))] {
            let mut json = active();
            json["card"][field] = odd;
            assert_eq!(GatewayMethod::read(&json).expect("a card").card, None, "{field}");
        }
    }

    #[test]
    fn a_card_of_a_payment_counts_only_if_it_is_kept() {
        let kept = SavedMethod::read(&active()).expect("kept");
        assert_eq!(kept.card.last4, "0004");
        let mut json = active();
        json["saved"] = json!(false);
        assert_eq!(SavedMethod::read(&json), None);
    }

    #[test]
    fn a_binding_carries_no_card_and_comes_back_to_us() {
        let create = CreateMethod {
            bind_id: "01JD3W".into(),
            user_id: "01JUSER".into(),
            return_url: "http://localhost:3000/cards/01JD3W/result".into(),
            client_ip: Some("::ffff:203.0.113.7".parse().expect("an address")),
        };
        assert_eq!(create.to_body(), create.to_body());
        let body: Value = serde_json::from_str(&create.to_body()).expect("JSON");
        assert_eq!((&body["type"], &body["card"]), (&json!("bank_card"), &Value::Null));
        assert_eq!(body["client_ip"], "203.0.113.7");
        assert_eq!(body["metadata"]["bind_id"], "01JD3W");
    }
}
