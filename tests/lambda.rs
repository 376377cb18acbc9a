//! Built functions, each in a process of its own, answer events of API Gateway and of the other triggers through the
//! Lambda Runtime API, in the shapes that the cloud expects.

mod support;

use local_cloud::openapi;
use runtime_api::{Call, Function, HttpAnswer};
use serde_json::{Value, json};
use support::{programs, template};

/// What template.yaml sets, on a cloud that nobody answers for: these requests must not need it.
fn without_a_cloud() -> Vec<(&'static str, &'static str)> {
    vec![
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:9"),
        ("AWS_REGION", "eu-central-1"),
        ("AWS_ACCESS_KEY_ID", "test"),
        ("AWS_SECRET_ACCESS_KEY", "test"),
        ("IDENTITY_TABLE", "identity"),
        ("ACCOUNTS_TABLE", "accounts"),
        ("PAYMENTS_TABLE", "payments"),
        ("OUTBOX_TABLE", "outbox"),
        ("DOCUMENTS_BUCKET", "documents"),
        ("EXCHANGE_BUCKET", "exchange"),
        ("SITE_URL", "https://lk.example"),
        ("MAIL_FROM", "noreply@lk.example"),
        ("SECRETS_PREFIX", "moigaz/test"),
        ("ORIGIN_SECRET", "moigaz/test/origin"),
        ("ACQUIRING_URL", "http://127.0.0.1:9/v3"),
    ]
}

async fn start(name: &str) -> Function {
    Function::start(&programs::path(name), &[], without_a_cloud()).await.expect("the function starts")
}

async fn http(function: &mut Function, call: Call) -> HttpAnswer {
    function.http(call).await.expect("an answer")
}

fn assert_problem(answer: &HttpAnswer, status: u64, code: &str) {
    assert_eq!(answer.status, status, "{answer:?}");
    assert_eq!(answer.body["code"], code, "{answer:?}");
    assert_eq!(answer.body["status"], status);
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert_eq!(answer.body["request_id"], "request-1", "the number that API Gateway gave");
    assert_eq!(answer.headers["x-request-id"], "request-1");
    assert!(answer.cookies.is_empty(), "a refusal sets no cookie");
}

#[tokio::test]
async fn every_http_function_answers_an_unknown_path_with_a_problem() {
    for function in template::functions().into_iter().filter(|function| !function.routes().is_empty()) {
        let mut running = start(function.binary()).await;
        let answer = http(&mut running, Call::new("GET", "/api/nothing-of-the-kind")).await;
        assert_problem(&answer, 404, "not_found");
    }
}

#[tokio::test]
async fn every_http_function_asks_a_stranger_for_a_session_before_it_asks_the_store() {
    let document = openapi::document();
    for function in template::functions() {
        let mut running = None;
        for (method, path) in function.routes() {
            let operation = &document["paths"][path][method.to_lowercase()];
            if !operation["security"].is_array() {
                continue;
            }
            let path = path
                .replace("/accounts/{id}", "/accounts/sever-33016355")
                .replace("/payments/{id}", "/payments/01JD3V6Z8Q7M2R4T0000000000")
                .replace("{meter}", "1")
                .replace("{file}", "payments.csv");
            let call = Call::new(&method, &path).header("idempotency-key", "a").from_our_page(&json!({}));
            if running.is_none() {
                running = Some(start(function.binary()).await);
            }
            let answer = http(running.as_mut().expect("running"), call).await;
            assert_problem(&answer, 401, "session_required");
        }
    }
}

#[tokio::test]
async fn a_change_that_another_site_may_have_sent_is_refused() {
    let mut running = start("sign-in").await;
    let call = Call::new("POST", "/api/session").header("content-type", "text/plain");
    assert_problem(&http(&mut running, call).await, 403, "cross_site");
}

#[tokio::test]
async fn a_store_that_does_not_answer_is_a_problem_that_says_nothing_of_it() {
    let mut running = start("sign-in").await;
    let session = "__Host-sid=01JD3V6Z8Q7M2R4T0000000000.0123456789abcdef0123456789abcdef";
    let answer = http(&mut running, Call::new("GET", "/api/session").cookie(session)).await;
    assert_problem(&answer, 503, "unavailable");
    let text = answer.body.to_string().to_lowercase();
    for word in ["dynamo", "127.0.0.1", "batchget", "aws"] {
        assert!(!text.contains(word), "{word} in {text}");
    }
}

#[tokio::test]
async fn a_function_without_its_settings_does_not_start() {
    let program = programs::path("sign-in");
    let mut running =
        Function::start(&program, &[], [("AWS_REGION", "eu-central-1")]).await.expect("spawned");
    let call = Call::new("GET", "/api/session").into_event();
    assert!(running.call(&call).await.is_err(), "it must end at once");
}

#[tokio::test]
async fn the_guard_keeps_everybody_out_when_it_cannot_read_its_key() {
    let mut running = start("guard").await;
    let event = json!({ "version": "2.0", "type": "REQUEST", "headers": { "x-origin-key": "guess" } });
    assert!(running.call(&event).await.expect("an answer").is_err(), "an error is a refusal at API Gateway");
    let nobody = json!({ "version": "2.0", "type": "REQUEST", "headers": {} });
    let verdict = running.call(&nobody).await.expect("an answer").expect("a verdict");
    assert_eq!(verdict, json!({ "isAuthorized": false }));
}

#[tokio::test]
async fn an_event_that_could_not_be_handled_is_reported_so_that_it_comes_again() {
    let mut running = start("settle-payments").await;
    let tick = json!({
        "version": "0",
        "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "000000000000",
        "time": "2026-11-24T06:00:00Z",
        "region": "eu-central-1",
        "resources": ["arn:aws:events:eu-central-1:000000000000:rule/EveryMinute"],
        "detail": {},
    });
    let failure = running.call(&tick).await.expect("an answer").expect_err("the store is away");
    let Value::String(message) = &failure.0["errorMessage"] else { panic!("{failure:?}") };
    assert!(!message.is_empty());
}
