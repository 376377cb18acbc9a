//! Sums (R-068, C-09; security rows 59 and 60).

use crate::{another, gas, opened, start};
use http::StatusCode;
use serde_json::{Value, json};

#[tokio::test]
async fn sums_from_10_to_15000_roubles_are_taken() {
    let (till, _, mut browser) = opened().await;
    for (n, amount) in [1_000, 1_500_000].into_iter().enumerate() {
        let reply = start(&mut browser, &format!("form-{n}"), another(amount)).await;
        assert_eq!(
            (reply.status, &reply.json["amount"]),
            (StatusCode::CREATED, &json!(amount)),
            "{}",
            reply.json
        );
    }
    assert_eq!(till.bank.payments().len(), 2);
}

#[tokio::test]
async fn any_other_sum_is_refused_where_it_stands() {
    let (till, _, mut browser) = opened().await;
    let line = |service: &str, amount: Value| json!({ "service": service, "amount": amount });
    let cases = [
        (vec![line("gas", json!(999))], "amount_below_minimum", "lines"),
        (vec![line("gas", json!(1_500_001))], "amount_above_maximum", "lines"),
        (
            vec![line("gas", json!(i64::MAX)), line("maintenance", json!(i64::MAX))],
            "amount_above_maximum",
            "lines",
        ),
        (vec![line("gas", json!(-1))], "invalid_fields", "lines[0].amount"),
        (vec![line("gas", json!(5_000)), line("penalty", json!(0))], "invalid_fields", "lines[1].amount"),
        (vec![line("gas", json!(10.001))], "invalid_fields", "lines[0].amount"),
        (vec![line("gas", json!(1e3))], "invalid_fields", "lines[0].amount"),
        (vec![line("gas", json!("1000"))], "invalid_fields", "lines[0].amount"),
        (vec![line("gas", json!(null))], "invalid_fields", "lines[0].amount"),
        (vec![line("water", json!(1_000))], "invalid_fields", "lines[0].service"),
        (vec![line("gas", json!(1_000)), line("gas", json!(1_000))], "invalid_fields", "lines[1].service"),
        (vec![], "invalid_fields", "lines"),
    ];
    for (lines, code, field) in cases {
        let reply = start(&mut browser, "form", json!({ "lines": lines, "method": "new_card" })).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", reply.json);
        assert_eq!((&reply.json["code"], &reply.json["fields"][0]["field"]), (&json!(code), &json!(field)));
    }
    assert!(till.bank.payments().is_empty());
}

#[tokio::test]
async fn what_the_server_decides_cannot_be_sent_along() {
    let (till, _, mut browser) = opened().await;
    for field in ["amount", "amount_paid", "status", "state", "user"] {
        let mut body = gas(10_000);
        body[field] = json!(1);
        let reply = start(&mut browser, "form", body).await;
        assert_eq!(
            (reply.status, &reply.json["fields"][0]["code"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("unknown_field"))
        );
    }
    assert!(till.bank.payments().is_empty());
}
