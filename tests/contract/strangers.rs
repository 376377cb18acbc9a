//! Who is not signed in gets nothing, and who is gets nothing of another's (security rows 35, 36 and 44). The matrix
//! is made from the OpenAPI document, so that a new operation is in it by itself.

use crate::{
    calls::{Operation, operations},
    support::visitor::{Answer, Visitor},
};
use local_cloud::{Options, Running};
use reqwest::Method;
use serde_json::{Value, json};

/// Operations that anybody may call. A new one comes here on purpose or not at all.
const PUBLIC: &[&str] = &[
    "DELETE /api/session",
    "GET /api/consent",
    "POST /api/hooks/yookassa/{company}/{token}",
    "POST /api/recoveries",
    "POST /api/recoveries/{id}/code",
    "POST /api/recoveries/{id}/confirmation",
    "POST /api/registrations",
    "POST /api/registrations/{id}/code",
    "POST /api/registrations/{id}/confirmation",
    "POST /api/session",
];

const ACCOUNT: &str = "sever-33016355";

async fn cloud() -> Running {
    local_cloud::start(Options::for_tests()).await.expect("the cloud starts")
}

#[track_caller]
fn assert_problem(name: &str, answer: &Answer, status: u16, code: &str) {
    assert_eq!(
        (answer.status, answer.body["code"].as_str()),
        (status, Some(code)),
        "{name}: {}",
        answer.body
    );
    assert_eq!(answer.content_type, "application/problem+json", "{name}");
}

#[test]
fn what_is_public_is_public_on_purpose() {
    let public: Vec<_> =
        operations().iter().filter(|operation| !operation.wants_session()).map(Operation::name).collect();
    let mut expected: Vec<_> = PUBLIC.iter().map(|name| (*name).to_owned()).collect();
    let mut found = public;
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn everything_else_answers_a_stranger_with_401() {
    let cloud = cloud().await;
    let mut stranger = Visitor::new(&cloud.portal_url);
    for operation in operations().into_iter().filter(Operation::wants_session) {
        let answer = operation.call(&mut stranger, ACCOUNT, "01JD3V6Z8Q7M2R4T0000000000").await;
        assert_problem(&operation.name(), &answer, 401, "session_required");
    }
    cloud.stop().await;
}

#[tokio::test]
async fn an_invented_session_is_no_session() {
    let cloud = cloud().await;
    let mut stranger = Visitor::new(&cloud.portal_url);
    stranger.keep("__Host-sid=01JD3V6Z8Q7M2R4T0000000000.0123456789abcdef0123456789abcdef; Path=/");
    for operation in operations().into_iter().filter(Operation::wants_session) {
        let answer = operation.call(&mut stranger, ACCOUNT, "01JD3V6Z8Q7M2R4T0000000000").await;
        assert_problem(&operation.name(), &answer, 401, "session_required");
    }
    cloud.stop().await;
}

#[tokio::test]
async fn anothers_account_and_payment_are_as_absent_as_those_that_do_not_exist() {
    let cloud = cloud().await;
    let mut owner = Visitor::new(&cloud.portal_url);
    owner.register("owner@example.ru", "gaz2026!owner").await;
    owner.post("/api/accounts", json!({ "company": "sever", "number": "33016355" })).await.ok();
    let page = owner.get(&format!("/api/accounts/{ACCOUNT}")).await.ok();
    let services = page["services"].as_array().expect("services");
    let service = services.iter().find(|service| service["payable"] == true).expect("a service to pay for");
    let order = json!({ "lines": [{ "service": service["code"], "amount": 1000 }], "method": "new_card" });
    let path = format!("/api/accounts/{ACCOUNT}/payments");
    let payment = owner.post_once(&path, "order-1", order).await.ok();
    let payment = payment["id"].as_str().expect("an id");

    let mut other = Visitor::new(&cloud.portal_url);
    other.register("other@example.ru", "gaz2026!other").await;
    for operation in operations().into_iter().filter(|operation| operation.path.contains("{id}")) {
        if !operation.wants_session() {
            continue;
        }
        let name = operation.name();
        let foreign = operation.call(&mut other, ACCOUNT, payment).await;
        let code = if operation.path.contains("/changes/") { "flow_not_found" } else { "not_found" };
        assert_problem(&name, &foreign, 404, code);
        let absent = operation.call(&mut other, "sever-99999999", "01JD3V6Z8Q7M2R4T0000000000").await;
        assert_eq!(
            (foreign.status, same(&foreign)),
            (absent.status, same(&absent)),
            "{name} tells them apart"
        );
    }
    cloud.stop().await;
}

/// A body without the number of its request.
fn same(answer: &Answer) -> Value {
    let mut body = answer.body.clone();
    if let Some(fields) = body.as_object_mut() {
        fields.remove("request_id");
    }
    body
}

#[tokio::test]
async fn a_change_without_our_own_pages_header_is_refused_everywhere() {
    let cloud = cloud().await;
    let client = reqwest::Client::new();
    for operation in operations().into_iter().filter(|operation| operation.method != Method::GET) {
        if operation.path.contains("/hooks/") {
            continue;
        }
        let url = format!("{}{}", cloud.portal_url, operation.path.replace(['{', '}'], ""));
        let form =
            client.request(operation.method.clone(), &url).header("content-type", "text/plain").body("a=b");
        let answer = form.send().await.expect("an answer");
        assert_eq!(answer.status(), 403, "{}", operation.name());
        let foreign = client
            .request(operation.method.clone(), url)
            .header("x-lk-request", "1")
            .header("sec-fetch-site", "cross-site")
            .json(&json!({}));
        assert_eq!(foreign.send().await.expect("an answer").status(), 403, "{}", operation.name());
    }
    cloud.stop().await;
}

#[tokio::test]
async fn answers_are_never_stored_and_allow_no_other_origin() {
    let cloud = cloud().await;
    let client = reqwest::Client::new();
    for operation in operations().into_iter().filter(|operation| operation.method == Method::GET) {
        let url = format!("{}{}", cloud.portal_url, operation.path.replace(['{', '}'], ""));
        let answer =
            client.get(url).header("origin", "https://evil.example").send().await.expect("an answer");
        let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok());
        assert_eq!(header("cache-control"), Some("no-store"), "{}", operation.name());
        assert_eq!(header("access-control-allow-origin"), None, "{}", operation.name());
        assert_eq!(header("x-content-type-options"), Some("nosniff"), "{}", operation.name());
        assert!(header("content-security-policy").is_some(), "{}", operation.name());
    }
    cloud.stop().await;
}
