//! How the SDK speaks: SES v1 and SNS by the query protocol with XML answers, Secrets Manager
//! by JSON 1.1.

use super::{Channel, PostOffice, letter};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::collections::HashMap;

/// SES takes letters up to 40 MB; base64 in a form makes them half as big again.
const MAX_BODY: usize = 64 * 1024 * 1024;

pub fn router(office: PostOffice) -> Router {
    Router::new().route("/", post(receive)).layer(DefaultBodyLimit::max(MAX_BODY)).with_state(office)
}

async fn receive(State(office): State<PostOffice>, headers: HeaderMap, body: Bytes) -> Response {
    if let Some(target) = headers.get("x-amz-target").and_then(|value| value.to_str().ok()) {
        return secret(&office, target, &body);
    }
    let Ok(form) = serde_urlencoded::from_bytes::<HashMap<String, String>>(&body) else {
        return refusal(StatusCode::BAD_REQUEST, "MalformedInput", "the body is not a form");
    };
    let text = |name: &str| form.get(name).map(String::as_str);
    match text("Action") {
        Some("SendRawEmail") => {
            let letter = text("RawMessage.Data").and_then(|data| STANDARD.decode(data).ok());
            let Some(letter) = letter.as_deref().and_then(letter::parse) else {
                return refusal(StatusCode::BAD_REQUEST, "InvalidParameterValue", "no letter");
            };
            if !office.takes_message().await {
                return refusal(StatusCode::SERVICE_UNAVAILABLE, "ServiceUnavailable", "planned");
            }
            let mut recipients: Vec<&String> = form
                .iter()
                .filter(|(name, _)| name.starts_with("Destinations.member."))
                .map(|(_, address)| address)
                .collect();
            if recipients.is_empty() {
                recipients = letter.to.iter().collect();
            }
            let mut id = String::new();
            for to in recipients {
                id = office.messages.keep(Channel::Email, to, letter.clone());
            }
            answer("SendRawEmail", "http://ses.amazonaws.com/doc/2010-12-01/", &id)
        }
        Some("Publish") => {
            let (Some(phone), Some(message)) = (text("PhoneNumber"), text("Message")) else {
                return refusal(StatusCode::BAD_REQUEST, "InvalidParameter", "only SMS is sent");
            };
            if !office.takes_message().await {
                return refusal(StatusCode::SERVICE_UNAVAILABLE, "ServiceUnavailable", "planned");
            }
            let id = office.messages.keep(Channel::Sms, phone, letter::Letter::of_text(message));
            answer("Publish", "http://sns.amazonaws.com/doc/2010-03-31/", &id)
        }
        _ => refusal(StatusCode::BAD_REQUEST, "InvalidAction", "the post office does not do this"),
    }
}

fn secret(office: &PostOffice, target: &str, body: &[u8]) -> Response {
    let failed = |kind: &str| {
        let body = json!({"__type": kind, "message": "no such secret in the local cloud"});
        json_answer(StatusCode::BAD_REQUEST, &body)
    };
    if target != "secretsmanager.GetSecretValue" {
        return failed("InvalidRequestException");
    }
    let request: Value = serde_json::from_slice(body).unwrap_or_default();
    let name = request["SecretId"].as_str().unwrap_or_default();
    match office.secrets.value(name) {
        Some(value) => json_answer(
            StatusCode::OK,
            &json!({
                "ARN": format!("arn:aws:secretsmanager:local:000000000000:secret:{name}"),
                "Name": name,
                "SecretString": value.to_string(),
                "VersionId": "00000000-0000-0000-0000-000000000001",
                "VersionStages": ["AWSCURRENT"],
            }),
        ),
        None => failed("ResourceNotFoundException"),
    }
}

fn json_answer(status: StatusCode, body: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/x-amz-json-1.1")], body.to_string()).into_response()
}

fn answer(action: &str, namespace: &str, id: &str) -> Response {
    let body = format!(
        r#"<{action}Response xmlns="{namespace}"><{action}Result><MessageId>{id}</MessageId></{action}Result><ResponseMetadata><RequestId>{id}</RequestId></ResponseMetadata></{action}Response>"#
    );
    (StatusCode::OK, [(header::CONTENT_TYPE, "text/xml")], body).into_response()
}

fn refusal(status: StatusCode, code: &str, message: &str) -> Response {
    let kind = if status.is_server_error() { "Receiver" } else { "Sender" };
    let body = format!(
        "<ErrorResponse><Error><Type>{kind}</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>local</RequestId></ErrorResponse>"
    );
    (status, [(header::CONTENT_TYPE, "text/xml")], body).into_response()
}
