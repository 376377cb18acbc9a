//! The request that begins a payment (`POST /payments`), with the gateway's limits kept.

use crate::receipt::{Receipt, cut, rub};
use domain::{AccountId, FiscalRules, Kopecks, Payee, PaymentId, UserId};
use serde_json::{Value, json};
use std::net::IpAddr;

/// Longest description of a payment and of a receipt item, characters.
const DESCRIPTION: usize = 128;
/// Longest purpose in a payment order, characters.
const PURPOSE: usize = 210;
/// Longest bank name in a payment order, characters.
const BANK_NAME: usize = 45;
/// Longest account number in a payment order, characters.
const ACCOUNT_NUMBER: usize = 30;

/// A payment to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreatePayment {
    pub payment: PaymentId,
    pub account: AccountId,
    pub user: UserId,
    /// Shown to the payer on the gateway's page; cut to 128 characters.
    pub description: String,
    /// Where the gateway's page sends the payer back; at most 2048 characters.
    pub return_url: String,
    pub client_ip: Option<IpAddr>,
    /// Where the fiscal receipt is sent (54-ФЗ).
    pub customer: Customer,
    /// What is paid; the sum of the payment is the sum of these and nothing else.
    pub lines: Vec<Line>,
    /// Rate of VAT as the gateway numbers it: 1 none … 11 22 %.
    pub vat_code: u8,
    /// What else the company's accountant has decided of the receipt.
    pub fiscal: FiscalRules,
    /// The legal entity that the money goes to where that is not the shop's own: every item of the receipt names it.
    pub supplier: Option<String>,
    /// Set for a housing-and-utilities shop, where the gateway refuses a payment without it.
    pub payment_order: Option<PaymentOrder>,
    pub source: Source,
}

/// Where the money comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A card that is typed on the gateway's page. `save`: the gateway keeps it, which the payer has agreed to.
    NewCard { save: bool },
    /// A card that the gateway keeps; its token is put in by [`with_token`] when the body is sent.
    SavedCard,
}

/// Stands where the token belongs in a body that is stored. As a whole it is found nowhere else in the body: inside
/// a text its quotes would be escaped.
const NO_TOKEN: &str = r#""payment_method_id":"""#;

/// A stored body with the token of the card in its place. The same token gives the same bytes.
pub fn with_token(body: &str, token: &str) -> String {
    body.replacen(NO_TOKEN, &format!(r#""payment_method_id":{}"#, json!(token)), 1)
}

/// Receiver of the fiscal receipt.
#[derive(Clone, PartialEq, Eq)]
pub enum Customer {
    Email(String),
    /// In any writing; only its digits are sent.
    Phone(String),
}

impl std::fmt::Debug for Customer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Email(_) => "Email(…)",
            Self::Phone(_) => "Phone(…)",
        })
    }
}

/// One paid service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub name: String,
    pub amount: Kopecks,
}

/// Order of payment for utilities: names the one legal entity that receives the money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentOrder {
    /// Cut to 210 characters.
    pub purpose: String,
    pub payee: Payee,
    /// Month paid for: year and month number from 1.
    pub period: (i32, u32),
}

impl CreatePayment {
    /// Sum of all lines.
    pub fn amount(&self) -> Kopecks {
        self.lines.iter().map(|line| line.amount).sum()
    }

    /// The bytes to store and to send. The same payment gives the same bytes.
    pub fn to_body(&self) -> String {
        let mut body = json!({
            "amount": rub(self.amount()),
            "capture": true,
            "description": cut(&self.description, DESCRIPTION),
            "confirmation": {"type": "redirect", "return_url": self.return_url, "locale": "ru_RU"},
            "merchant_customer_id": self.user.to_string(),
            "metadata": {
                "payment_id": self.payment.to_string(),
                "company": self.account.company.as_str(),
                "account": self.account.number(),
            },
            "receipt": self.receipt(),
        });
        match self.source {
            Source::NewCard { save } => {
                body["payment_method_data"] = json!({"type": "bank_card"});
                // Said outright: left out, the gateway's page would offer it, and a card could be kept for which
                // nobody has accepted the offer here.
                body["save_payment_method"] = json!(save);
            }
            Source::SavedCard => body["payment_method_id"] = json!(""),
        }
        if let Some(ip) = self.client_ip {
            body["client_ip"] = json!(ip.to_canonical().to_string());
        }
        if let Some(order) = &self.payment_order {
            body["payment_order"] = self.payment_order(order);
        }
        body.to_string()
    }

    fn receipt(&self) -> Value {
        Receipt {
            customer: &self.customer,
            account: &self.account,
            lines: &self.lines,
            vat_code: self.vat_code,
            fiscal: self.fiscal,
            supplier: self.supplier.as_deref(),
        }
        .to_json()
    }

    fn payment_order(&self, order: &PaymentOrder) -> Value {
        let payee = &order.payee;
        json!({
            "type": "utilities",
            "amount": rub(self.amount()),
            "payment_purpose": cut(&order.purpose, PURPOSE),
            "recipient": {
                "name": payee.name,
                "inn": payee.inn,
                "kpp": payee.kpp,
                "bank": {
                    "name": cut(&payee.bank, BANK_NAME),
                    "bic": payee.bic,
                    "account": payee.account,
                    "correspondent_account": payee.correspondent_account,
                },
            },
            "payment_period": {"year": order.period.0, "month": order.period.1},
            "account_number": cut(self.account.number(), ACCOUNT_NUMBER),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payment() -> CreatePayment {
        CreatePayment {
            payment: "01JD3V6Z8Q7M2R4TA0B1C2D3E4".parse().expect("a ULID"),
            account: "sever-03301635".parse().expect("an account"),
            user: "01JD3V6Z8Q7M2R4TA0B1C2D3E5".parse().expect("a ULID"),
            description: "ЛС 03301635: газоснабжение".into(),
            return_url: "http://localhost:3000/payments/1/result".into(),
            client_ip: Some("::ffff:203.0.113.7".parse().expect("an address")),
            customer: Customer::Phone("+7 (910) 000-00-00".into()),
            lines: vec![
                Line { name: "Газоснабжение".into(), amount: Kopecks(228_043) },
                Line { name: "ТО ВДГО".into(), amount: Kopecks(30_000) },
            ],
            vat_code: 11,
            fiscal: FiscalRules::default(),
            supplier: None,
            payment_order: None,
            source: Source::NewCard { save: false },
        }
    }

    fn sent(payment: &CreatePayment) -> Value {
        serde_json::from_str(&payment.to_body()).expect("JSON")
    }

    #[test]
    fn sum_is_a_string_and_equals_the_receipt() {
        let body = sent(&payment());
        assert_eq!(body["amount"], json!({"value": "2580.43", "currency": "RUB"}));
        assert_eq!(body["receipt"]["items"][0]["amount"]["value"], "2280.43");
        assert_eq!(body["receipt"]["items"][1]["amount"]["value"], "300.00");
        assert_eq!(body["receipt"]["customer"], json!({"phone": "79100000000"}));
    }

    #[test]
    fn payer_is_sent_to_the_gateways_page_and_back() {
        let body = sent(&payment());
        assert_eq!(body["confirmation"]["type"], "redirect");
        assert_eq!(body["confirmation"]["locale"], "ru_RU");
        assert_eq!(body["client_ip"], "203.0.113.7");
        assert_eq!(
            body["metadata"],
            json!({"payment_id": "01JD3V6Z8Q7M2R4TA0B1C2D3E4", "company": "sever", "account": "03301635"})
        );
        assert_eq!(body["payment_method_data"], json!({"type": "bank_card"}));
        assert!(body.get("payment_order").is_none());
    }

    #[test]
    fn card_is_kept_only_where_it_was_agreed_to() {
        assert_eq!(sent(&payment())["save_payment_method"], false);
        let agreed = CreatePayment { source: Source::NewCard { save: true }, ..payment() };
        assert_eq!(sent(&agreed)["save_payment_method"], true);
    }

    #[test]
    fn token_is_put_into_its_place_and_nowhere_else() {
        let mut saved = CreatePayment { source: Source::SavedCard, ..payment() };
        saved.description = r#"имя "payment_method_id":"" в кавычках"#.into();
        let body: Value = serde_json::from_str(&with_token(&saved.to_body(), "2e8f\"3c22")).expect("JSON");
        assert_eq!(body["payment_method_id"], "2e8f\"3c22");
        assert_eq!(body["description"], r#"имя "payment_method_id":"" в кавычках"#);
        assert!(body.get("payment_method_data").is_none() && body.get("save_payment_method").is_none());
        assert_eq!(body["confirmation"]["type"], "redirect", "the bank may want 3-D Secure after all");
    }

    #[test]
    fn same_payment_gives_the_same_bytes() {
        assert_eq!(payment().to_body(), payment().to_body());
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        let mut long = payment();
        long.description = "ы".repeat(300);
        long.lines[0].name = "ж".repeat(300);
        let body = sent(&long);
        let length = |value: &Value| value.as_str().map(|text| text.chars().count());
        assert_eq!(length(&body["description"]), Some(128));
        assert_eq!(length(&body["receipt"]["items"][0]["description"]), Some(128));
    }

    #[test]
    fn utilities_shop_gets_a_payment_order() {
        let mut order = payment();
        order.payment_order = Some(PaymentOrder {
            purpose: "Оплата газоснабжения;ЛСИ 03301635;ПРД 10.2026".into(),
            payee: Payee {
                name: "ООО «Северогаз Регион»".into(),
                inn: "4000000000".into(),
                kpp: "400000000".into(),
                account: "40702810000000000001".into(),
                bank: "Б".repeat(60),
                bic: "044525225".into(),
                correspondent_account: "30101810400000000225".into(),
            },
            period: (2026, 10),
        });
        let sent = &sent(&order)["payment_order"];
        assert_eq!(sent["type"], "utilities");
        assert_eq!(sent["amount"]["value"], "2580.43");
        assert_eq!(sent["account_number"], "03301635");
        assert_eq!(sent["recipient"]["bank"]["name"], "Б".repeat(45));
        assert_eq!(sent["payment_period"], json!({"month": 10, "year": 2026}));
    }

    #[test]
    fn customer_is_not_printed() {
        let printed = format!("{:?}", Customer::Email("ivanov@mail.ru".into()));
        assert!(!printed.contains("ivanov"));
    }
}
