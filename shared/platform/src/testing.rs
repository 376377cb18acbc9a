//! The world of a function for its tests: a real client over an embedded store, a clock that stands still,
//! requests as the browser sends them.

use crate::{
    App, Clock, Config,
    app::Aws,
    http::{Api, Viewer, router},
    outbox::OutboxRow,
    records::Profile,
    sessions,
    store::keys,
};
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_dynamodb::{
    config::Credentials,
    types::{
        AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection,
        ProjectionType, ScalarAttributeType,
    },
};
use axum::{Router, body::Body};
use chrono::{DateTime, TimeZone, Utc};
use domain::UserId;
use dynoxide::Database;
use http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::Value;
use std::sync::{Arc, Mutex};
use tower::ServiceExt;

/// When tests take place: noon of the project's own today.
pub fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 24, 9, 0, 0).single().unwrap_or_default()
}

/// An embedded cloud of one test.
#[derive(Debug)]
pub struct World {
    pub app: App,
    pub clock: Clock,
    /// Everything sent through SES and SNS, as form fields.
    pub sent: Sent,
    files: tempfile::TempDir,
    tables: aws_sdk_dynamodb::Client,
}

/// Bodies of the calls to SES and SNS.
pub type Sent = Arc<Mutex<Vec<String>>>;

pub mod fixtures;
pub mod log;
mod people;
mod servers;
pub mod timing;

impl World {
    /// An empty world at [`noon`].
    pub async fn new() -> Self {
        Self::with(&[]).await
    }

    /// The same with some settings of another value.
    pub async fn with(settings: &[(&str, &str)]) -> Self {
        let files = tempfile::tempdir().expect("a temporary folder");
        let dynamo = servers::dynamo(Database::memory().expect("an embedded store")).await;
        let s3 = servers::s3(files.path()).await;
        let sent = Sent::default();
        let post = servers::post(sent.clone()).await;
        let other =
            |name: &str| settings.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned());
        let config =
            Config::from_lookup(|name| other(name).or_else(|| setting(name))).expect("settings of tests");
        let aws = Aws { database: aws(&dynamo), files: aws(&s3), post: aws(&post) };
        create_tables(&aws.database).await;
        let tables = aws_sdk_dynamodb::Client::new(&aws.database);
        let clock = Clock::standing_at(noon());
        let app = App::new(config, aws, clock.clone());
        Self { app, clock, sent, files, tables }
    }

    /// Folder under which the buckets are.
    pub fn files(&self) -> &std::path::Path {
        self.files.path()
    }

    /// Rows waiting in the outbox, oldest first.
    pub async fn outbox(&self) -> Vec<OutboxRow> {
        let rows = self.tables.scan().table_name("outbox").consistent_read(true).send().await.expect("read");
        let rows = rows.items.unwrap_or_default();
        let mut rows: Vec<OutboxRow> = serde_dynamo::from_items(rows).expect("rows of the outbox");
        rows.sort_by_key(|row| row.id);
        rows
    }

    /// A function's routes over this world.
    pub fn serve(&self, api: Api) -> Browser {
        Browser { router: router(api, self.app.clone()), cookies: Vec::new() }
    }

    /// A signed-in user and a browser that holds the session.
    pub async fn signed_in(&self, api: Api) -> (UserId, Browser) {
        let user = UserId(ulid::Ulid::new());
        (user, self.signed_in_as(user, "ivanov@example.ru", api).await)
    }

    pub async fn signed_in_as(&self, user: UserId, login: &str, api: Api) -> Browser {
        let viewer = Viewer { ip: None, agent: "test".into() };
        let session = sessions::new_session(user, login, &viewer, self.app.clock.now()).expect("a session");
        self.app.store.put(&session.key, &session.row).await.expect("stored");
        if self.profile(user).await.is_none() {
            let login = login.parse().expect("a login");
            let profile = Profile::new(user, &login, self.app.clock.now());
            self.app.store.put(&keys::identity::profile(user), &profile).await.expect("stored");
        }
        let mut browser = self.serve(api);
        browser.keep(session.cookie.to_str().expect("ascii"));
        browser
    }
}

fn setting(name: &str) -> Option<String> {
    Some(match name {
        "IDENTITY_TABLE" => "identity".into(),
        "ACCOUNTS_TABLE" => "accounts".into(),
        "PAYMENTS_TABLE" => "payments".into(),
        "OUTBOX_TABLE" => "outbox".into(),
        "DOCUMENTS_BUCKET" => "documents".into(),
        "EXCHANGE_BUCKET" => "exchange".into(),
        "SITE_URL" => "http://localhost:3000".into(),
        "MAIL_FROM" => "Мой ГАЗ <noreply@moigaz.example>".into(),
        "SECRETS_PREFIX" => "moigaz/test".into(),
        "ACQUIRING_URL" => "http://localhost:1/v3".into(),
        "S3_FORCE_PATH_STYLE" => "1".into(),
        _ => return None,
    })
}

fn aws(endpoint: &str) -> SdkConfig {
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-central-1"))
        .credentials_provider(aws_sdk_dynamodb::config::SharedCredentialsProvider::new(Credentials::new(
            "local",
            "locallocal",
            None,
            None,
            "tests",
        )))
        .endpoint_url(endpoint)
        .build()
}

async fn create_tables(aws: &SdkConfig) {
    let client = aws_sdk_dynamodb::Client::new(aws);
    for name in ["identity", "accounts", "payments", "outbox"] {
        let mut table = client
            .create_table()
            .table_name(name)
            .billing_mode(BillingMode::PayPerRequest)
            .attribute_definitions(text("pk"))
            .attribute_definitions(text("sk"))
            .key_schema(part("pk", KeyType::Hash))
            .key_schema(part("sk", KeyType::Range));
        if name == "payments" {
            table = table
                .attribute_definitions(text("due"))
                .attribute_definitions(text("next_check_at"))
                .global_secondary_indexes(
                    GlobalSecondaryIndex::builder()
                        .index_name("due")
                        .key_schema(part("due", KeyType::Hash))
                        .key_schema(part("next_check_at", KeyType::Range))
                        .projection(Projection::builder().projection_type(ProjectionType::All).build())
                        .build()
                        .expect("an index"),
                );
        }
        table.send().await.expect("a table");
    }
}

fn text(name: &str) -> AttributeDefinition {
    AttributeDefinition::builder()
        .attribute_name(name)
        .attribute_type(ScalarAttributeType::S)
        .build()
        .expect("an attribute")
}

fn part(name: &str, kind: KeyType) -> KeySchemaElement {
    KeySchemaElement::builder().attribute_name(name).key_type(kind).build().expect("a key")
}

/// Sends requests as the site does and keeps cookies.
#[derive(Debug, Clone)]
pub struct Browser {
    router: Router,
    cookies: Vec<(String, String)>,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// `Null` where the body is empty or a file.
    pub json: Value,
    pub body: bytes::Bytes,
}

impl Browser {
    /// The value of a cookie that is kept.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Takes a cookie over from another browser, as whoever has stolen it would.
    pub fn take_cookie(&mut self, from: &Self, name: &str) {
        let value = from.cookie(name).expect("a cookie to take").to_owned();
        self.keep(&format!("{name}={value}"));
    }

    pub async fn get(&mut self, path: &str) -> Reply {
        self.send(Request::get(path), None).await
    }

    pub async fn post(&mut self, path: &str, body: Value) -> Reply {
        self.send(Request::post(path), Some(body)).await
    }

    /// A POST with an `Idempotency-Key`.
    pub async fn post_once(&mut self, path: &str, key: &str, body: Value) -> Reply {
        self.send(Request::post(path).header("idempotency-key", key), Some(body)).await
    }

    pub async fn put(&mut self, path: &str, body: Value) -> Reply {
        self.send(Request::put(path), Some(body)).await
    }

    pub async fn patch(&mut self, path: &str, body: Value) -> Reply {
        self.send(Request::patch(path), Some(body)).await
    }

    pub async fn delete(&mut self, path: &str) -> Reply {
        self.send(Request::delete(path), None).await
    }

    /// A request under construction, sent as it is but for cookies and the headers of our own pages.
    pub async fn send(&mut self, request: http::request::Builder, body: Option<Value>) -> Reply {
        let cookies: Vec<String> = self.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
        let request = request
            .header("x-lk-request", "1")
            .header("sec-fetch-site", "same-origin")
            .header("cloudfront-viewer-address", "203.0.113.7:50000")
            .header(header::COOKIE, cookies.join("; "))
            .header(header::CONTENT_TYPE, "application/json")
            .body(body.map_or_else(Body::empty, |json| Body::from(json.to_string())))
            .expect("a request");
        self.raw(request).await
    }

    /// A request exactly as given.
    pub async fn raw(&mut self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.expect("infallible");
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            self.keep(cookie.to_str().expect("ascii"));
        }
        let body = body.collect().await.expect("a body").to_bytes();
        let is_file = parts.headers.contains_key(header::CONTENT_DISPOSITION);
        let json = if body.is_empty() || is_file {
            Value::Null
        } else {
            serde_json::from_slice(&body).expect("JSON")
        };
        Reply { status: parts.status, headers: parts.headers, json, body }
    }

    fn keep(&mut self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap_or_default();
        let Some((name, value)) = pair.split_once('=') else { return };
        self.cookies.retain(|(n, _)| n != name);
        if !value.is_empty() {
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
    }
}

impl World {
    /// Texts of all letters and SMS sent, decoded, oldest first.
    pub fn letters(&self) -> Vec<String> {
        self.sent.lock().expect("not poisoned").iter().map(|body| servers::letter_of(body)).collect()
    }

    /// Whom the letters and SMS went to, oldest first.
    pub fn addressees(&self) -> Vec<String> {
        self.sent.lock().expect("not poisoned").iter().map(|body| servers::addressee_of(body)).collect()
    }

    /// The text of the last letter sent, decoded.
    pub fn last_letter(&self) -> String {
        self.letters().pop().expect("something was sent")
    }

    /// The code in the last letter or SMS.
    pub fn last_code(&self) -> String {
        let text = self.last_letter();
        let is_code = |word: &&str| word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit());
        text.split(|c: char| !c.is_alphanumeric()).find(is_code).expect("a code").to_owned()
    }
}
