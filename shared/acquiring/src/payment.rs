//! A payment as the gateway tells of it. What the portal decides by must be there and well-formed;
//! everything else may be missing or new.

use crate::{SavedMethod, amount};
use chrono::{DateTime, Utc};
use domain::Kopecks;
use serde::Deserialize;
use serde_json::Value;

/// The gateway's own state of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GatewayStatus {
    Pending,
    WaitingForCapture,
    Succeeded,
    Canceled,
}

/// A payment at the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewayPayment {
    /// The gateway's identifier.
    pub id: String,
    pub status: GatewayStatus,
    pub amount: Kopecks,
    /// ISO 4217 code, `RUB`.
    pub currency: String,
    /// The shop the money goes to (`recipient.account_id`).
    pub shop: String,
    /// Whether it is a payment of a test shop.
    pub test: bool,
    /// Our own number of the payment (`metadata.payment_id`); absent in a payment that is not ours.
    pub payment_id: Option<String>,
    /// Number of the account that is paid for (`metadata.account`).
    pub account: Option<String>,
    pub created_at: Option<DateTime<Utc>>,
    /// When the money was taken.
    pub captured_at: Option<DateTime<Utc>>,
    /// The page where the payer goes on; only ever an address of the gateway itself.
    pub confirmation_url: Option<String>,
    pub cancellation: Option<Cancellation>,
    pub card: Option<Card>,
    /// The card that the gateway keeps since this payment.
    pub saved: Option<SavedMethod>,
    /// Retrieval reference number of the card operation.
    pub rrn: Option<String>,
    pub auth_code: Option<String>,
    /// State of the fiscal receipt: `pending`, `succeeded`, `canceled`.
    pub receipt_registration: Option<String>,
}

/// Why the gateway cancelled a payment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cancellation {
    /// `yoo_money`, `payment_network`, `merchant`.
    pub party: String,
    /// `insufficient_funds` and others; an unknown one means a general refusal.
    pub reason: String,
}

/// What may be kept and shown of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    pub last4: String,
    /// `Mir`, `Visa`, `MasterCard` (Maestro is reported as MasterCard).
    pub card_type: String,
}

/// A page of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub items: Vec<GatewayPayment>,
    /// Absent on the last page.
    pub next_cursor: Option<String>,
}

impl GatewayPayment {
    /// `None` when a field that decides about money is missing or malformed.
    pub(crate) fn read(json: &Value) -> Option<Self> {
        let money = &json["amount"];
        Some(Self {
            id: text(&json["id"])?,
            status: GatewayStatus::deserialize(&json["status"]).ok()?,
            amount: amount::read(money["value"].as_str()?)?,
            currency: text(&money["currency"])?,
            shop: text(&json["recipient"]["account_id"])?,
            test: json["test"].as_bool()?,
            payment_id: text(&json["metadata"]["payment_id"]),
            account: text(&json["metadata"]["account"]),
            created_at: time(&json["created_at"]),
            captured_at: time(&json["captured_at"]),
            confirmation_url: text(&json["confirmation"]["confirmation_url"]),
            cancellation: cancellation(&json["cancellation_details"]),
            card: card(&json["payment_method"]["card"]),
            saved: SavedMethod::read(&json["payment_method"]),
            rrn: text(&json["authorization_details"]["rrn"]),
            auth_code: text(&json["authorization_details"]["auth_code"]),
            receipt_registration: text(&json["receipt_registration"]),
        })
    }
}

impl Page {
    pub(crate) fn read(json: &Value) -> Option<Self> {
        Some(Self {
            items: json["items"].as_array()?.iter().map(GatewayPayment::read).collect::<Option<_>>()?,
            next_cursor: text(&json["next_cursor"]),
        })
    }
}

pub(crate) fn text(json: &Value) -> Option<String> {
    json.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}

pub(crate) fn time(json: &Value) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(json.as_str()?).ok().map(|time| time.to_utc())
}

pub(crate) fn cancellation(json: &Value) -> Option<Cancellation> {
    Some(Cancellation { party: text(&json["party"]).unwrap_or_default(), reason: text(&json["reason"])? })
}

fn card(json: &Value) -> Option<Card> {
    Some(Card { last4: text(&json["last4"])?, card_type: text(&json["card_type"])? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn succeeded() -> Value {
        json!({
            "id": "2e8f1a3c-000f-5000-8000-18db351245c7", "status": "succeeded", "paid": true, "refundable": true,
            "amount": {"value": "2580.43", "currency": "RUB"},
            "income_amount": {"value": "2496.57", "currency": "RUB"},
            "captured_at": "2026-11-23T18:12:44.901Z", "created_at": "2026-11-23T18:10:09.373Z",
            "metadata": {"payment_id": "01JD3V6Z8Q7M2R4T"},
            "recipient": {"account_id": "100500", "gateway_id": "100700"}, "test": true,
            "receipt_registration": "pending",
            "payment_method": {"type": "bank_card", "title": "Bank card *0004",
                "card": {"first6": "220000", "last4": "0004", "card_type": "Mir", "something_new": {}}},
            "authorization_details": {"rrn": "603668680243", "auth_code": "062467"}
        })
    }

    #[test]
    fn succeeded_payment_is_read() {
        let payment = GatewayPayment::read(&succeeded()).expect("a payment");
        assert_eq!(payment.status, GatewayStatus::Succeeded);
        assert_eq!(payment.amount, Kopecks(258_043));
        assert_eq!(payment.shop, "100500");
        assert_eq!(payment.card, Some(Card { last4: "0004".into(), card_type: "Mir".into() }));
        assert_eq!(payment.rrn.as_deref(), Some("603668680243"));
        assert_eq!(payment.captured_at.map(|at| at.timestamp()), Some(1_795_457_564));
    }

    #[test]
    fn what_is_optional_may_be_missing_or_odd() {
        let mut json = succeeded();
        json["captured_at"] = json!("yesterday");
        json["payment_method"] = json!("none");
        json["metadata"] = Value::Null;
        let payment = GatewayPayment::read(&json).expect("a payment");
        assert_eq!((payment.captured_at, payment.card, payment.payment_id), (None, None, None));
    }

    #[test]
    fn what_decides_about_money_must_be_there() {
        for field in ["id", "status", "amount", "recipient", "test"] {
            let mut json = succeeded();
            json[field] = Value::Null;
            assert_eq!(GatewayPayment::read(&json), None, "{field}");
        }
        let mut json = succeeded();
        json["amount"]["value"] = json!(2580.43);
        assert_eq!(GatewayPayment::read(&json), None, "a number is not a sum");
    }
}
