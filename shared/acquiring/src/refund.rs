//! Money given back (`/refunds`, payments §3.5): the request, the answer, and their way to the gateway.

use crate::{
    Answer, Cancellation, Customer, Doubt, Line, Outcome, YooKassa, amount,
    hook::is_object_id,
    payment::{GatewayStatus, cancellation, text, time},
    receipt::{Receipt, cut, rub},
    yookassa::{PAGE_SIZE, key_header, malformed_key},
};
use chrono::{DateTime, SecondsFormat, Utc};
use domain::{AccountId, FiscalRules, Kopecks, PaymentId, RefundId};
use reqwest::{Method, header::CONTENT_TYPE};
use serde::Deserialize;
use serde_json::{Value, json};

/// Longest description of a refund, characters.
const DESCRIPTION: usize = 250;

/// A refund to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateRefund {
    pub refund: RefundId,
    pub payment: PaymentId,
    /// The gateway's number of the payment.
    pub gateway_payment: String,
    pub account: AccountId,
    pub reason: String,
    /// Where the fiscal receipt of the return is sent.
    pub customer: Customer,
    pub lines: Vec<Line>,
    pub vat_code: u8,
    pub fiscal: FiscalRules,
    pub supplier: Option<String>,
}

impl CreateRefund {
    /// The bytes to store and to send. The same refund gives the same bytes.
    pub fn to_body(&self) -> String {
        let receipt = Receipt {
            customer: &self.customer,
            account: &self.account,
            lines: &self.lines,
            vat_code: self.vat_code,
            fiscal: self.fiscal,
            supplier: self.supplier.as_deref(),
        };
        let amount: Kopecks = self.lines.iter().map(|line| line.amount).sum();
        json!({
            "payment_id": self.gateway_payment,
            "amount": rub(amount),
            "description": cut(&format!("Возврат по ЛС {}: {}", self.account.number(), self.reason), DESCRIPTION),
            "metadata": {
                "payment_id": self.payment.to_string(),
                "refund_id": self.refund.to_string(),
                "company": self.account.company.as_str(),
                "account": self.account.number(),
            },
            "receipt": receipt.to_json(),
        })
        .to_string()
    }
}

/// A refund as the gateway has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewayRefund {
    pub id: String,
    /// The gateway's number of the payment.
    pub payment: String,
    pub status: GatewayStatus,
    pub amount: Kopecks,
    pub currency: String,
    /// `metadata.refund_id`, `metadata.payment_id`, `metadata.account`.
    pub refund_id: Option<String>,
    pub payment_id: Option<String>,
    pub account: Option<String>,
    pub created_at: Option<DateTime<Utc>>,
    pub cancellation: Option<Cancellation>,
    pub receipt_registration: Option<String>,
}

/// A page of refunds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundPage {
    pub items: Vec<GatewayRefund>,
    /// `None` on the last page.
    pub next_cursor: Option<String>,
}

/// From a moment, and up to another if there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub from: DateTime<Utc>,
    pub to: Option<DateTime<Utc>>,
}

impl Period {
    pub fn since(from: DateTime<Utc>) -> Self {
        Self { from, to: None }
    }

    /// `{field}.gte` and `{field}.lt`.
    pub(crate) fn query(self, field: &str) -> Vec<(String, String)> {
        let moment = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Millis, true);
        let mut query = vec![(format!("{field}.gte"), moment(self.from))];
        query.extend(self.to.map(|to| (format!("{field}.lt"), moment(to))));
        query
    }
}

impl GatewayRefund {
    /// `None` when a field that decides about money is missing or malformed.
    fn read(json: &Value) -> Option<Self> {
        let money = &json["amount"];
        Some(Self {
            id: text(&json["id"])?,
            payment: text(&json["payment_id"])?,
            status: GatewayStatus::deserialize(&json["status"]).ok()?,
            amount: amount::read(money["value"].as_str()?)?,
            currency: text(&money["currency"])?,
            refund_id: text(&json["metadata"]["refund_id"]),
            payment_id: text(&json["metadata"]["payment_id"]),
            account: text(&json["metadata"]["account"]),
            created_at: time(&json["created_at"]),
            cancellation: cancellation(&json["cancellation_details"]),
            receipt_registration: text(&json["receipt_registration"]),
        })
    }
}

impl RefundPage {
    fn read(json: &Value) -> Option<Self> {
        Some(Self {
            items: json["items"].as_array()?.iter().map(GatewayRefund::read).collect::<Option<_>>()?,
            next_cursor: text(&json["next_cursor"]),
        })
    }
}

impl YooKassa {
    pub(crate) fn send_refund<'a>(&'a self, body: &'a str, key: &'a str) -> Answer<'a, GatewayRefund> {
        Box::pin(async move {
            let Some(key) = key_header(key) else { return malformed_key() };
            let request = self
                .request(Method::POST, &["refunds"], &[])
                .header(CONTENT_TYPE, "application/json")
                .header("Idempotence-Key", key)
                .body(body.to_owned());
            match self.call("refund", request, GatewayRefund::read).await {
                // The gateway knows the payment: it has taken the money of it.
                Outcome::NotFound => Outcome::Unknown { why: Doubt::Status(404) },
                outcome => outcome,
            }
        })
    }

    pub(crate) fn read_refund<'a>(&'a self, id: &'a str) -> Answer<'a, GatewayRefund> {
        Box::pin(async move {
            if !is_object_id(id) {
                return Outcome::NotFound;
            }
            let request = self.request(Method::GET, &["refunds", id], &[]);
            // An answer about another refund is no answer.
            let read = |json: &Value| GatewayRefund::read(json).filter(|refund| refund.id == id);
            self.call("get_refund", request, read).await
        })
    }

    pub(crate) fn read_refunds<'a>(
        &'a self,
        created: Period,
        cursor: Option<&'a str>,
    ) -> Answer<'a, RefundPage> {
        Box::pin(async move {
            let period = created.query("created_at");
            let mut query: Vec<(&str, &str)> = period.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            query.push(("limit", PAGE_SIZE));
            query.extend(cursor.map(|cursor| ("cursor", cursor)));
            let request = self.request(Method::GET, &["refunds"], &query);
            self.call("list_refunds", request, RefundPage::read).await
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refund() -> CreateRefund {
        CreateRefund {
            refund: "01JD3V6Z8Q7M2R4TA0B1C2D3E9".parse().expect("a ULID"),
            payment: "01JD3V6Z8Q7M2R4TA0B1C2D3E4".parse().expect("a ULID"),
            gateway_payment: "2e8f1a3c-000f-5000-8000-18db351245c7".into(),
            account: "sever-03301635".parse().expect("an account"),
            reason: "ошибка в сумме".into(),
            customer: Customer::Email("ivanov@example.ru".into()),
            lines: vec![Line { name: "ТО ВДГО".into(), amount: Kopecks(30_000) }],
            vat_code: 11,
            fiscal: FiscalRules { tax_system_code: Some(1), ..FiscalRules::default() },
            supplier: Some("ООО «Сервис»".into()),
        }
    }

    /// 54-ФЗ: a return has a receipt of its own, whose items add up to it.
    #[test]
    fn a_refund_carries_its_own_receipt() {
        let body: Value = serde_json::from_str(&refund().to_body()).expect("JSON");
        assert_eq!(body["payment_id"], "2e8f1a3c-000f-5000-8000-18db351245c7");
        assert_eq!(body["amount"], json!({"value": "300.00", "currency": "RUB"}));
        let receipt = &body["receipt"];
        assert_eq!((&receipt["tax_system_code"], &receipt["internet"]), (&json!(1), &json!(true)));
        assert_eq!(receipt["items"][0]["amount"]["value"], "300.00");
        assert_eq!(receipt["items"][0]["payment_mode"], "full_payment");
        assert_eq!(receipt["items"][0]["description"], "ТО ВДГО, ЛС 03301635, ООО «Сервис»");
        assert_eq!(refund().to_body(), refund().to_body());
    }

    #[test]
    fn what_decides_about_money_must_be_there() {
        let whole = json!({
            "id": "2e8f2b11-0015", "payment_id": "2e8f1a3c-000f", "status": "succeeded",
            "amount": {"value": "300.00", "currency": "RUB"}, "metadata": {"refund_id": "01JD3V6Z8Q"},
        });
        let read = GatewayRefund::read(&whole).expect("a refund");
        assert_eq!((read.amount, read.refund_id.as_deref()), (Kopecks(30_000), Some("01JD3V6Z8Q")));
        for field in ["id", "payment_id", "status", "amount"] {
            let mut json = whole.clone();
            json[field] = Value::Null;
            assert_eq!(GatewayRefund::read(&json), None, "{field}");
        }
    }
}
