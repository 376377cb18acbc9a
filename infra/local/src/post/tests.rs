//! The post office spoken to by the real SDK clients.

use super::*;
use crate::aws::Endpoints;
use crate::wire::Wire;
use aws_sdk_ses::primitives::Blob;
use aws_sdk_ses::types::RawMessage;

const LETTER: &str = "From: portal@example.ru\r\nTo: ivan@example.ru\r\n\
Subject: =?UTF-8?B?0JrQvtC0INC/0L7QtNGC0LLQtdGA0LbQtNC10L3QuNGP?=\r\nMIME-Version: 1.0\r\n\
Content-Type: multipart/mixed; boundary=out\r\n\r\n--out\r\n\
Content-Type: multipart/alternative; boundary=in\r\n\r\n--in\r\n\
Content-Type: text/plain; charset=utf-8\r\n\r\nВаш код: 482913\r\n--in\r\n\
Content-Type: text/html; charset=utf-8\r\n\r\n<p>Ваш код: <b>482913</b></p>\r\n--in--\r\n--out\r\n\
Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=bill.pdf\r\n\
Content-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n--out--\r\n";

async fn office(folder: Option<&std::path::Path>) -> (PostOffice, aws_config::SdkConfig) {
    let messages = match folder {
        Some(folder) => Messages::open(&folder.join("messages.jsonl")).unwrap(),
        None => Messages::default(),
    };
    let secrets = Secrets::open(
        folder.map(|folder| folder.join("secrets.json")).as_deref(),
        "moigaz/local",
        &["sever".to_owned()],
    )
    .unwrap();
    let office = PostOffice::new(messages, secrets);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = crate::ports::url(&listener).unwrap();
    let router = office.router();
    tokio::spawn(async move { axum::serve(listener, router).await });
    (office, Endpoints::new("", "", &url).sdk_config(&Wire::default()))
}

async fn send(config: &aws_config::SdkConfig) -> bool {
    let message = RawMessage::builder().data(Blob::new(LETTER)).build().unwrap();
    let client = aws_sdk_ses::Client::new(config);
    client.send_raw_email().raw_message(message).send().await.is_ok()
}

#[tokio::test]
async fn a_letter_is_kept_as_a_person_reads_it() {
    let (office, config) = office(None).await;
    assert!(send(&config).await);
    let [message] = office.messages.newest(Some("IVAN@example.ru")).try_into().unwrap();
    assert_eq!(message.channel, Channel::Email);
    assert_eq!(message.subject, "Код подтверждения");
    assert_eq!(message.text.trim(), "Ваш код: 482913");
    assert!(message.html.unwrap().contains("<b>482913</b>"));
    assert_eq!(message.code.as_deref(), Some("482913"));
    let (attachment, bytes) = office.messages.file(&message.id, 0).unwrap();
    assert_eq!((attachment.name.as_str(), bytes.as_slice()), ("bill.pdf", &b"%PDF-"[..]));
    assert!(office.messages.newest(Some("other@example.ru")).is_empty());
}

#[tokio::test]
async fn an_sms_is_kept_under_its_phone() {
    let (office, config) = office(None).await;
    let client = aws_sdk_sns::Client::new(&config);
    let sent = client.publish().phone_number("+79161234567").message("Код: 1234").send().await;
    assert!(sent.unwrap().message_id().is_some());
    let [message] = office.messages.newest(Some(" 79161234567")).try_into().unwrap();
    assert_eq!(message.channel, Channel::Sms);
    assert_eq!((message.code.as_deref(), message.html), (Some("1234"), None));
}

#[tokio::test]
async fn secrets_are_drawn_once_and_unknown_ones_are_not_found() {
    let folder = tempfile::tempdir().unwrap();
    let (_, config) = office(Some(folder.path())).await;
    let client = aws_sdk_secretsmanager::Client::new(&config);
    let first = client.get_secret_value().secret_id("moigaz/local/platform").send().await.unwrap();
    let (_, config) = office(Some(folder.path())).await;
    let client = aws_sdk_secretsmanager::Client::new(&config);
    let again = client.get_secret_value().secret_id("moigaz/local/platform").send().await.unwrap();
    assert_eq!(first.secret_string(), again.secret_string());
    assert!(first.secret_string().unwrap().contains("code_key"));
    let shop = client.get_secret_value().secret_id("moigaz/local/acquiring/sever").send().await;
    assert!(shop.unwrap().secret_string().unwrap().contains("hook_token"));
    let unknown = client.get_secret_value().secret_id("moigaz/local/acquiring/none").send().await;
    assert!(unknown.unwrap_err().into_service_error().is_resource_not_found_exception());
}

#[tokio::test]
async fn messages_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let (_, config) = office(Some(folder.path())).await;
    assert!(send(&config).await);
    let (office, _) = office(Some(folder.path())).await;
    let [message] = office.messages.newest(None).try_into().unwrap();
    assert_eq!(message.subject, "Код подтверждения");
    assert_eq!(office.messages.file(&message.id, 0).unwrap().1, b"%PDF-");
}

#[tokio::test]
async fn the_post_office_refuses_as_often_as_told() {
    let (office, config) = office(None).await;
    office.set_faults(PostFaults { fail_next: 3, delay_ms: 0 });
    assert!(!send(&config).await, "the SDK tries three times");
    assert!(send(&config).await);
    assert_eq!(office.messages.newest(None).len(), 1);
}
