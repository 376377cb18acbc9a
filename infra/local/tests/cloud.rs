//! The cloud without our functions: a stub stands where the runtime emulator would, so that
//! what the cloud itself does is seen alone.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{any, post};
use axum::{Json, Router};
use local_cloud::{Fault, Options, Running};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Everything the stub was called with; its event answers may be set.
#[derive(Clone, Default)]
struct Stub {
    events: Arc<Mutex<Vec<(String, Value)>>>,
    headers: Arc<Mutex<Vec<HeaderMap>>>,
    refusals: Arc<Mutex<u32>>,
}

impl Stub {
    async fn start() -> (Self, String) {
        let stub = Self::default();
        let router = Router::new()
            .route("/2015-03-31/functions/{name}/invocations", post(invoked))
            .fallback(any(requested))
            .with_state(stub.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (stub, url)
    }

    fn events(&self, function: &str) -> Vec<Value> {
        let events = self.events.lock().unwrap();
        events.iter().filter(|(name, _)| name == function).map(|(_, event)| event.clone()).collect()
    }
}

async fn invoked(
    State(stub): State<Stub>,
    Path(name): Path<String>,
    Json(event): Json<Value>,
) -> (StatusCode, Json<Value>) {
    stub.events.lock().unwrap().push((name, event));
    let mut refusals = stub.refusals.lock().unwrap();
    if *refusals > 0 {
        *refusals -= 1;
        return (StatusCode::INTERNAL_SERVER_ERROR, Json(json!({"errorMessage": "planned"})));
    }
    (StatusCode::OK, Json(Value::Null))
}

async fn requested(State(stub): State<Stub>, headers: HeaderMap) -> &'static str {
    stub.headers.lock().unwrap().push(headers);
    "answered"
}

async fn cloud() -> (Running, Stub) {
    let (stub, url) = Stub::start().await;
    let options = Options { demo: false, api: Some(url), ..Options::for_tests() };
    (local_cloud::start(options).await.unwrap(), stub)
}

/// Waits until the function has been called so often.
async fn calls(stub: &Stub, function: &str, count: usize) -> Vec<Value> {
    let started = Instant::now();
    loop {
        let events = stub.events(function);
        if events.len() >= count {
            return events;
        }
        assert!(started.elapsed() < Duration::from_secs(20), "{function} was called {} times", events.len());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn put_outbox(cloud: &Running, id: &str) {
    use aws_sdk_dynamodb::types::AttributeValue::S;
    let put = cloud.dynamodb().put_item().table_name("outbox");
    let put = put.item("pk", S(format!("EVENT#{id}"))).item("sk", S("EVENT".to_owned()));
    put.send().await.unwrap();
}

fn ids(events: &[Value]) -> Vec<String> {
    let records = events.iter().flat_map(|event| event["Records"].as_array().unwrap().clone());
    records.map(|record| record["dynamodb"]["NewImage"]["pk"]["S"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn what_enters_the_outbox_reaches_notify_and_what_leaves_it_does_not() {
    use aws_sdk_dynamodb::types::AttributeValue::S;
    let (cloud, stub) = cloud().await;
    put_outbox(&cloud, "1").await;
    calls(&stub, "notify", 1).await;
    let delete = cloud.dynamodb().delete_item().table_name("outbox");
    delete.key("pk", S("EVENT#1".into())).key("sk", S("EVENT".into())).send().await.unwrap();
    put_outbox(&cloud, "2").await;
    let events = calls(&stub, "notify", 2).await;
    assert_eq!(ids(&events), ["EVENT#1", "EVENT#2"]);
    assert_eq!(events[0]["Records"][0]["eventName"], "INSERT");
    cloud.stop().await;
}

#[tokio::test]
async fn a_record_that_is_not_taken_at_first_comes_again() {
    let (cloud, stub) = cloud().await;
    *stub.refusals.lock().unwrap() = 2;
    put_outbox(&cloud, "1").await;
    let events = calls(&stub, "notify", 3).await;
    assert_eq!(ids(&events), ["EVENT#1"; 3]);
    assert!(cloud.failures.all().is_empty());
    cloud.stop().await;
}

#[tokio::test]
async fn a_stored_packet_calls_the_import_and_other_objects_do_not() {
    let (cloud, stub) = cloud().await;
    for key in ["sever/out/1.ack.json", "sever/in/пакет 1.zip"] {
        let put = cloud.s3().put_object().bucket("exchange").key(key);
        put.body(b"PK".to_vec().into()).send().await.unwrap();
    }
    let events = calls(&stub, "import-packet", 1).await;
    let s3 = &events[0]["Records"][0]["s3"];
    assert_eq!(s3["bucket"]["name"], "exchange");
    assert_eq!(s3["object"]["key"], "sever/in/%D0%BF%D0%B0%D0%BA%D0%B5%D1%82+1.zip");
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(stub.events("import-packet").len(), 1);
    cloud.stop().await;
}

#[tokio::test]
async fn an_event_that_nobody_takes_waits_for_a_person_and_can_be_delivered_again() {
    let (cloud, stub) = cloud().await;
    *stub.refusals.lock().unwrap() = 1;
    assert!(cloud.run_schedule("settle-payments").await.is_err());
    let failures = cloud.failures.all();
    assert_eq!((failures.len(), failures[0].attempts), (1, 1), "the next minute is the retry");
    assert_eq!(failures[0].event["detail-type"], "Scheduled Event");
    let url = format!("{}/local/failures/{}", cloud.portal_url, failures[0].id);
    let answer = reqwest::Client::new().post(url).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(cloud.failures.all().is_empty());
    cloud.stop().await;
}

#[tokio::test]
async fn a_presigned_link_opens_the_file_until_it_is_forged() {
    let (cloud, _) = cloud().await;
    cloud.app.files.put("documents", "a/b.pdf", "application/pdf", b"%PDF-".to_vec()).await.unwrap();
    let link = cloud.app.files.link("documents", "a/b.pdf", "счёт.pdf", Duration::from_secs(60)).await;
    let link = link.unwrap();
    let answer = reqwest::get(&link).await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "application/pdf");
    assert_eq!(answer.bytes().await.unwrap().as_ref(), b"%PDF-");
    let forged = link.replace("b.pdf", "c.pdf");
    assert_eq!(reqwest::get(forged).await.unwrap().status(), 403);
    let unsigned = link.split('?').next().unwrap();
    assert_eq!(reqwest::get(unsigned).await.unwrap().status(), 403);
    cloud.stop().await;
}

#[tokio::test]
async fn the_gateway_answers_known_routes_only_and_every_answer_is_secured() {
    let (cloud, stub) = cloud().await;
    let client = reqwest::Client::new();
    let get = |path: &str| client.get(format!("{}{path}", cloud.portal_url));
    let spoofed = get("/api/companies").header("cloudfront-viewer-address", "203.0.113.7:1");
    let answer = spoofed.header("x-forwarded-for", "203.0.113.7").send().await.unwrap();
    assert_eq!(answer.status(), 200);
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("strict-transport-security", "max-age=31536000; includeSubDomains"),
        ("cross-origin-opener-policy", "same-origin"),
    ] {
        assert_eq!(answer.headers()[name], value);
    }
    assert!(answer.headers()["content-security-policy"].to_str().unwrap().contains("frame-ancestors 'none'"));
    {
        let headers = stub.headers.lock().unwrap();
        assert!(headers[0]["cloudfront-viewer-address"].to_str().unwrap().starts_with("127.0.0.1:"));
        assert!(!headers[0].contains_key("x-forwarded-for"));
    }
    for path in ["/api/none", "/api/", "/api/companies/x"] {
        let answer = get(path).send().await.unwrap();
        assert_eq!(answer.status(), 404, "{path}");
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
        assert_eq!(answer.json::<Value>().await.unwrap()["code"], "not_found");
    }
    let wrong_method = client.delete(format!("{}/api/companies", cloud.portal_url)).send().await;
    assert_eq!(wrong_method.unwrap().status(), 404);
    let huge = client.post(format!("{}/api/session", cloud.portal_url)).body(vec![0; 7 * 1024 * 1024]);
    assert_eq!(huge.send().await.unwrap().status(), 413);
    assert_eq!(get("/local/health").send().await.unwrap().status(), 200);
    cloud.stop().await;
}

#[tokio::test]
async fn planned_faults_happen_to_the_functions_calls_and_are_counted() {
    let (cloud, _) = cloud().await;
    cloud.wire.fail("PUT", Fault::AnswerLost, 0, 1);
    let put = cloud.app.files.put("documents", "a", "text/plain", b"x".to_vec());
    put.await.expect("the SDK tries again");
    assert_eq!(cloud.wire.calls()["PUT"], 2);
    cloud.wire.reset_calls();
    cloud.wire.fail("*", Fault::Unreachable, 0, 10);
    assert!(cloud.app.files.get("documents", "a").await.is_err());
    cloud.wire.mend();
    assert!(cloud.app.files.get("documents", "a").await.unwrap().is_some());
    cloud.stop().await;
}

#[tokio::test]
async fn what_is_stored_outlives_the_process() {
    let folder = tempfile::tempdir().unwrap();
    let (_stub, url) = Stub::start().await;
    let options =
        Options { demo: false, api: Some(url), data: Some(folder.path().to_owned()), ..Options::for_tests() };
    let cloud = local_cloud::start(options.clone()).await.unwrap();
    put_outbox(&cloud, "1").await;
    cloud.app.files.put("documents", "a", "text/plain", b"x".to_vec()).await.unwrap();
    let key = cloud.app.secrets.platform().await.unwrap().code_key;
    cloud.stop().await;

    let cloud = local_cloud::start(options).await.unwrap();
    let rows = cloud.dynamodb().scan().table_name("outbox").send().await.unwrap();
    assert_eq!(rows.count(), 1);
    assert_eq!(cloud.app.files.get("documents", "a").await.unwrap().unwrap().as_ref(), b"x");
    assert_eq!(cloud.app.secrets.platform().await.unwrap().code_key, key);
    cloud.stop().await;
}
