//! Data of the fiscal receipt (54-ФЗ, payments §3.8), of a payment and of a refund alike.

use crate::{Customer, Line, amount};
use domain::{AccountId, FiscalRules, Kopecks};
use serde_json::{Value, json};

/// Longest description of an item, characters.
const DESCRIPTION: usize = 128;

pub(crate) struct Receipt<'a> {
    pub customer: &'a Customer,
    pub account: &'a AccountId,
    pub lines: &'a [Line],
    pub vat_code: u8,
    pub fiscal: FiscalRules,
    pub supplier: Option<&'a str>,
}

impl Receipt<'_> {
    pub fn to_json(&self) -> Value {
        let customer = match self.customer {
            Customer::Email(email) => json!({"email": email}),
            Customer::Phone(phone) => {
                let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
                json!({"phone": digits})
            }
        };
        let items: Vec<Value> = self.lines.iter().map(|line| self.item(line)).collect();
        let mut receipt = json!({"customer": customer, "internet": true, "items": items});
        if let Some(code) = self.fiscal.tax_system_code {
            receipt["tax_system_code"] = json!(code);
        }
        receipt
    }

    fn item(&self, line: &Line) -> Value {
        let mut name = format!("{}, ЛС {}", line.name, self.account.number());
        if let Some(supplier) = self.supplier {
            name = format!("{name}, {supplier}");
        }
        json!({
            "description": cut(&name, DESCRIPTION),
            "quantity": 1,
            "measure": "piece",
            "amount": rub(line.amount),
            "vat_code": self.vat_code,
            "payment_subject": "service",
            "payment_mode": self.fiscal.payment_mode,
        })
    }
}

pub(crate) fn rub(sum: Kopecks) -> Value {
    json!({"value": amount::write(sum), "currency": "RUB"})
}

/// The first `limit` characters.
pub(crate) fn cut(text: &str, limit: usize) -> &str {
    text.char_indices().nth(limit).map_or(text, |(end, _)| &text[..end])
}
