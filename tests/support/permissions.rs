//! The policies of template.yaml, in force: each function reaches the local cloud through a gate of its own that lets
//! pass what its role allows and refuses the rest as AWS would. A permission that is missing in the template fails a
//! test here instead of a request there.

use super::template::{self, Function, list};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use local_cloud::template::resolve::Names;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, LazyLock, Mutex},
};
use tokio::net::TcpListener;

/// Names of the local cloud in place of the template's references.
static NAMES: LazyLock<Names> = LazyLock::new(|| Names::of(template::document()));

/// What one call wants: an action on a resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Want {
    pub function: String,
    pub action: String,
    pub resource: String,
}

/// Everything that was refused.
pub type Refused = Arc<Mutex<BTreeSet<Want>>>;

/// Addresses of the services behind the gates.
#[derive(Debug, Clone)]
pub struct Services {
    pub database: String,
    pub files: String,
    pub post: String,
}

struct Gate {
    function: &'static str,
    /// Actions and the patterns of resources that they are allowed on.
    allowed: Vec<(String, String)>,
    services: Services,
    client: reqwest::Client,
    refused: Refused,
}

/// Opens a gate for a function and returns the endpoint variables that lead through it.
pub async fn gate(function: Function, services: &Services, refused: &Refused) -> BTreeMap<String, String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = format!("http://localhost:{}", listener.local_addr().expect("an address").port());
    let gate = Gate {
        function: function.binary(),
        allowed: allowed(function),
        services: services.clone(),
        client: reqwest::Client::new(),
        refused: Arc::clone(refused),
    };
    let router = Router::new().fallback(pass).with_state(Arc::new(gate));
    tokio::spawn(async move { axum::serve(listener, router).await });
    let services = ["DYNAMODB", "S3", "SES", "SNS", "SECRETS_MANAGER"];
    services.into_iter().map(|name| (format!("AWS_ENDPOINT_URL_{name}"), address.clone())).collect()
}

fn allowed(function: Function) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for statement in function.statements().into_iter().filter(|statement| statement["Effect"] == "Allow") {
        for action in list(&statement["Action"]) {
            for resource in list(&statement["Resource"]) {
                let action = action.as_str().expect("an action").to_owned();
                all.push((action, NAMES.text(resource).expect("a resource")));
            }
        }
    }
    all
}

async fn pass(
    State(gate): State<Arc<Gate>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let service = service(&headers);
    let wants = wants(service, &method, &uri, &headers, &body);
    let denied: Vec<_> =
        wants.into_iter().filter(|(action, resource)| !gate.allows(action, resource)).collect();
    if !denied.is_empty() {
        let mut refused = gate.refused.lock().expect("no panic held it");
        refused.extend(denied.into_iter().map(|(action, resource)| Want {
            function: gate.function.to_owned(),
            action,
            resource,
        }));
        return (StatusCode::BAD_REQUEST, json!({ "__type": "AccessDeniedException" }).to_string())
            .into_response();
    }
    let base = match service {
        "dynamodb" => &gate.services.database,
        "s3" => &gate.services.files,
        _ => &gate.services.post,
    };
    gate.forward(base, method, &uri, headers, body).await
}

impl Gate {
    fn allows(&self, action: &str, resource: &str) -> bool {
        self.allowed.iter().any(|(known, pattern)| known == action && fits(pattern, resource))
    }

    /// Hands the call on as it came: the signature covers host, path and headers.
    async fn forward(
        &self,
        base: &str,
        method: Method,
        uri: &Uri,
        headers: HeaderMap,
        body: Bytes,
    ) -> Response {
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        let sent =
            self.client.request(method, format!("{base}{path}")).headers(headers).body(body).send().await;
        let answer = match sent {
            Ok(answer) => answer,
            Err(error) => return (StatusCode::BAD_GATEWAY, error.to_string()).into_response(),
        };
        let mut response = Response::builder().status(answer.status());
        for (name, value) in answer.headers().iter().filter(|(name, _)| *name != header::TRANSFER_ENCODING) {
            response = response.header(name, value);
        }
        let body = answer.bytes().await.unwrap_or_default();
        response.body(Body::from(body)).expect("a response")
    }
}

/// The service is a part of every signature.
fn service(headers: &HeaderMap) -> &'static str {
    let text = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let scope = text.split("Credential=").nth(1).and_then(|rest| rest.split(',').next()).unwrap_or_default();
    match scope.split('/').nth(3).unwrap_or_default() {
        "dynamodb" => "dynamodb",
        "s3" => "s3",
        "ses" => "ses",
        "sns" => "sns",
        "secretsmanager" => "secretsmanager",
        other => panic!("a call to {other:?}"),
    }
}

/// Actions and resources that IAM would check for a call.
fn wants(
    service: &str,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    body: &[u8],
) -> Vec<(String, String)> {
    let target = headers.get("x-amz-target").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let operation = target.rsplit('.').next().unwrap_or_default();
    let json: Value = serde_json::from_slice(body).unwrap_or_default();
    match service {
        "dynamodb" => of_database(operation, &json),
        "s3" => vec![of_files(method, uri.path())],
        "secretsmanager" => vec![(
            format!("secretsmanager:{operation}"),
            secret(json["SecretId"].as_str().unwrap_or_default()),
        )],
        post => {
            let form = String::from_utf8_lossy(body);
            let action = form.split('&').find_map(|pair| pair.strip_prefix("Action=")).unwrap_or_default();
            let resource = if post == "ses" {
                NAMES.text(&json!({
                    "Fn::Sub": "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/${MailDomain}"
                }))
            } else {
                None
            };
            vec![(format!("{post}:{action}"), resource.unwrap_or_default())]
        }
    }
}

fn of_database(operation: &str, request: &Value) -> Vec<(String, String)> {
    let one = |operation: &str, table: &str| (format!("dynamodb:{operation}"), format!("{table}.Arn"));
    let table = |value: &Value| value["TableName"].as_str().unwrap_or_default().to_owned();
    match operation {
        "BatchGetItem" | "BatchWriteItem" => {
            let tables = request["RequestItems"].as_object().into_iter().flatten();
            tables.map(|(name, _)| one(operation, name)).collect()
        }
        "TransactGetItems" | "TransactWriteItems" => {
            let items = request["TransactItems"].as_array().into_iter().flatten();
            let parts = items.flat_map(|item| item.as_object().into_iter().flatten());
            let of = |kind: &str, part: &Value| match kind {
                "ConditionCheck" => one("ConditionCheckItem", &table(part)),
                kind => one(&format!("{kind}Item"), &table(part)),
            };
            parts.map(|(kind, part)| of(kind, part)).collect()
        }
        _ => match request["IndexName"].as_str() {
            Some(index) => {
                vec![(format!("dynamodb:{operation}"), format!("{}.Arn/index/{index}", table(request)))]
            }
            None => vec![one(operation, &table(request))],
        },
    }
}

fn of_files(method: &Method, path: &str) -> (String, String) {
    let action = match *method {
        Method::GET | Method::HEAD => "s3:GetObject",
        Method::PUT => "s3:PutObject",
        Method::DELETE => "s3:DeleteObject",
        _ => "s3:Other",
    };
    let (bucket, key) = path.trim_start_matches('/').split_once('/').unwrap_or((path, ""));
    let resource = match bucket {
        // The template names this bucket, and its policies use the name.
        "exchange" => format!("arn:aws:s3:::local-exchange-000000000000/{key}"),
        other => format!("{other}.Arn/{key}"),
    };
    (action.to_owned(), resource)
}

fn secret(name: &str) -> String {
    match name.strip_prefix("moigaz/local/") {
        Some("platform") => "PlatformSecret".to_owned(),
        Some("origin") => "OriginSecret".to_owned(),
        Some("cards") => "CardsSecret".to_owned(),
        other => {
            let prefix = NAMES.text(&json!({ "Ref": "SecretsPrefix" })).unwrap_or_default();
            format!("arn:aws:secretsmanager:local:000000000000:secret:{prefix}/{}", other.unwrap_or(name))
        }
    }
}

/// IAM's patterns: `*` stands for anything.
fn fits(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|start| text.strip_prefix(start)) else { return false };
    let parts: Vec<_> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}
