//! Servers of one test on free ports; they end with the test's runtime.

use super::Sent;
use axum::{
    Router, body::Bytes, error_handling::HandleError, http::HeaderMap, response::IntoResponse,
    routing::post as on_post,
};
use dynoxide::Database;
use s3s::{auth::SimpleAuth, service::S3ServiceBuilder};
use std::path::Path;
use tokio::net::TcpListener;

async fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    (listener, format!("http://{address}"))
}

pub(super) async fn dynamo(database: Database) -> String {
    let (listener, url) = listen().await;
    tokio::spawn(dynoxide::server::serve_with_shutdown(listener, database, std::future::pending()));
    url
}

pub(super) async fn s3(folder: &Path) -> String {
    for bucket in ["documents", "exchange"] {
        std::fs::create_dir_all(folder.join(bucket)).expect("a bucket");
    }
    let mut builder = S3ServiceBuilder::new(s3s_fs::FileSystem::new(folder).expect("a file system"));
    builder.set_auth(SimpleAuth::from_single("local", "locallocal"));
    let (listener, url) = listen().await;
    let broken = |_| async { http::StatusCode::INTERNAL_SERVER_ERROR };
    let router = Router::new().fallback_service(HandleError::new(builder.build(), broken));
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

/// Takes letters, SMS and questions for secrets; keeps the bodies of the former.
pub(super) async fn post(sent: Sent) -> String {
    let (listener, url) = listen().await;
    let answer = move |headers: HeaderMap, body: Bytes| async move {
        let target = headers.get("x-amz-target").and_then(|v| v.to_str().ok()).unwrap_or_default();
        if target.ends_with("GetSecretValue") {
            let secret = secret(&String::from_utf8_lossy(&body));
            return serde_json::json!({ "SecretString": secret.to_string() }).to_string().into_response();
        }
        let body = String::from_utf8_lossy(&body).into_owned();
        let action = if body.contains("Action=Publish") { "Publish" } else { "SendRawEmail" };
        sent.lock().expect("not poisoned").push(body);
        format!(
            "<{action}Response><{action}Result><MessageId>1</MessageId></{action}Result></{action}Response>"
        )
        .into_response()
    };
    let router = Router::new().route("/", on_post(answer));
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

fn secret(request: &str) -> serde_json::Value {
    if request.contains("acquiring/") {
        serde_json::json!({ "shop_id": "100500", "secret_key": "test_secret", "hook_token": "ab".repeat(16), "test": true })
    } else if request.contains("/cards") {
        serde_json::json!({ "current": "k1", "k1": "11".repeat(32) })
    } else {
        serde_json::json!({ "code_key": "00".repeat(32) })
    }
}

/// What a call to SES or SNS says to its reader: the SMS, or the plain part of the letter.
pub(super) fn letter_of(body: &str) -> String {
    if let Some(sms) = field(body, "Message") {
        return sms;
    }
    let raw = raw_letter(body);
    let letter = mail_parser::MessageParser::default().parse(&raw).expect("a letter");
    format!("{}\n{}", letter.subject().unwrap_or_default(), letter.body_text(0).unwrap_or_default())
}

/// The number or the address that a call to SES or SNS goes to.
pub(super) fn addressee_of(body: &str) -> String {
    if let Some(number) = field(body, "PhoneNumber") {
        return number;
    }
    let raw = raw_letter(body);
    let letter = mail_parser::MessageParser::default().parse(&raw).expect("a letter");
    let to = letter.to().and_then(|to| to.first()).and_then(|to| to.address());
    to.expect("an addressee").to_owned()
}

fn field(body: &str, name: &str) -> Option<String> {
    let value = body.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    value.map(|v| percent_decoded(&v.replace('+', " ")))
}

fn raw_letter(body: &str) -> Vec<u8> {
    let raw = field(body, "RawMessage.Data").expect("a letter");
    base64::Engine::decode(&base64::prelude::BASE64_STANDARD, raw).expect("base64")
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = (*first == b'%').then(|| tail.get(..2)).flatten();
        let byte = hex.and_then(|h| std::str::from_utf8(h).ok()).and_then(|h| u8::from_str_radix(h, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
