//! Operations of the OpenAPI document, and how each is called so that nothing but the caller is wrong.

use crate::support::visitor::{Answer, Visitor};
use local_cloud::openapi;
use reqwest::Method;
use serde_json::{Value, json};

/// An operation as the document declares it.
pub struct Operation {
    pub method: Method,
    pub path: String,
    declared: Value,
}

impl Operation {
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    pub fn wants_session(&self) -> bool {
        self.declared["security"].is_array()
    }

    /// A body that is right in form, so that nothing but the caller is wrong.
    fn body(&self) -> Option<Value> {
        if self.method == Method::GET || self.method == Method::DELETE {
            return None;
        }
        Some(match self.path.rsplit('/').next() {
            Some("readings") => json!({ "readings": [{ "meter": "1", "value": 1 }] }),
            Some("payments") => {
                json!({ "lines": [{ "service": "gas", "amount": 1000 }], "method": "new_card" })
            }
            Some("pin-requests") => {
                json!({ "name": "Иванов Иван", "email": "ivanov@example.ru", "phone": "" })
            }
            Some("bindings") => json!({
                "company": "sever",
                "offer": { "version": platform::offer::VERSION, "sha256": platform::offer::text_sha256() },
                "accepted": true,
            }),
            Some("extension") => json!({ "question": "meter_serial", "answer": "1" }),
            Some("accounts") => json!({ "company": "sever", "number": "33016355" }),
            Some("confirmation") => json!({ "code": "123456" }),
            Some("changes") => json!({ "kind": "email", "value": "new@example.ru" }),
            Some("password") => json!({ "current": "прежний", "password": "новое-пламя-7" }),
            Some("deletion") => json!({ "password": "прежний" }),
            Some("consent") => json!({ "version": "1" }),
            Some("{id}") => json!({ "name": "Дом" }),
            _ => json!({}),
        })
    }

    pub async fn call(&self, visitor: &mut Visitor, account: &str, payment: &str) -> Answer {
        let path = self
            .path
            .replace("/accounts/{id}", &format!("/accounts/{account}"))
            .replace("/payments/{id}", &format!("/payments/{payment}"))
            .replace("{meter}", "m1")
            .replace("{file}", "payments.csv");
        self.call_at(visitor, &path).await
    }

    /// The same at a path that is whole.
    pub async fn call_at(&self, visitor: &mut Visitor, path: &str) -> Answer {
        visitor.send(self.method.clone(), path, self.body(), Some("key-1")).await
    }
}

/// Every operation there is.
pub fn operations() -> Vec<Operation> {
    let document = openapi::document();
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, declared) in item.as_object().expect("operations") {
            let method = method.to_uppercase().parse().expect("a method");
            all.push(Operation { method, path: path.clone(), declared: declared.clone() });
        }
    }
    all
}
