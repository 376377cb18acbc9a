//! `/local`: what a tester needs beside the portal. Demo accounts and what unlocks them,
//! messages, faults of the bank and the post office, schedules, events that were given up.
//! It exists on this machine only; nothing of it deploys.

mod api;
pub mod faults;
pub mod html;
mod incidents;
mod mail;
mod overview;
mod payments;
mod pins;

use crate::aws::Endpoints;
use crate::failures::Failures;
use crate::functions::Functions;
use crate::post::PostOffice;
use crate::schedules::Schedules;
use crate::wire::Wire;
use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use demo::DemoAccount;
use platform::App;
use serde_json::json;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

/// The page that most buttons stand on.
const HOME: &str = "/local";

/// What the console shows and touches; cheap to clone.
#[derive(Clone)]
pub struct Console(Arc<Desk>);

/// The parts of the cloud on the console's desk.
pub struct Desk {
    pub addresses: Addresses,
    /// The world of the functions, its calls neither counted nor failing.
    pub app: App,
    pub post: PostOffice,
    pub bank: Arc<bank::Bank>,
    pub wire: Wire,
    pub functions: Functions,
    pub schedules: Schedules,
    pub failures: Failures,
    pub endpoints: Endpoints,
    /// Known once the demo data is in.
    pub guide: OnceLock<Vec<DemoAccount>>,
    pub ready: AtomicBool,
}

/// Where everything listens.
#[derive(Debug, Clone)]
pub struct Addresses {
    pub portal: String,
    pub database: String,
    pub files: String,
    pub post: String,
    pub bank: String,
    /// The runtime emulator, when the functions run there.
    pub functions: Option<String>,
    /// The data folder, or that everything is in memory.
    pub data: String,
}

impl Console {
    pub fn new(desk: Desk) -> Self {
        Self(Arc::new(desk))
    }

    /// Lets `/local/health` answer 200 and shows the accounts.
    pub fn set_ready(&self, guide: Vec<DemoAccount>) {
        // A second call would say the same: the guide follows from the day of the demo data.
        let _ = self.0.guide.set(guide);
        self.0.ready.store(true, Ordering::SeqCst);
    }

    /// The pages.
    pub fn router(&self) -> Router {
        Router::new()
            .route("/local", get(overview::show))
            .route("/local/", get(|| async { Redirect::permanent("/local") }))
            .route("/local/health", get(health))
            .route("/local/accounts.json", get(accounts))
            .route("/local/style.css", get(style))
            .route("/local/console.js", get(script))
            .route("/local/messages", get(mail::list))
            .route("/local/messages.json", get(mail::json))
            .route("/local/messages/{id}", get(mail::read))
            .route("/local/messages/{id}/html", get(mail::html))
            .route("/local/messages/{id}/attachments/{index}", get(mail::attachment))
            .route("/local/pins", get(pins::show))
            .route("/local/pins.json", get(pins::json))
            .route("/local/pins/{company}/{id}/approve", post(pins::approve))
            .route("/local/pins/{company}/{id}/decline", post(pins::decline))
            .route("/local/payments", get(payments::show))
            .route("/local/payments.json", get(payments::json))
            .route("/local/payments/{id}/refunds", post(payments::refund))
            .route("/local/incidents", get(incidents::show))
            .route("/local/incidents.json", get(incidents::json))
            .route("/local/api", get(api::show))
            .route("/local/openapi.json", get(api::document))
            .route("/local/schedules/{name}", post(run_schedule))
            .route("/local/failures.json", get(failures))
            .route("/local/failures/{id}", post(retry))
            .route("/local/faults", get(faults::read).put(faults::replace))
            .route("/local/faults/bank", post(faults::set_bank))
            .route("/local/faults/post", post(faults::set_post))
            .route("/local/faults/clear", post(faults::clear))
            .layer(middleware::from_fn(own_pages_only))
            .with_state(self.clone())
    }
}

impl std::ops::Deref for Console {
    type Target = Desk;

    fn deref(&self) -> &Desk {
        &self.0
    }
}

/// Another site open in the same browser must not press these buttons. Programs send no
/// fetch metadata and pass.
async fn own_pages_only(request: Request, next: Next) -> Response {
    let site = request.headers().get("sec-fetch-site").map(|value| value.as_bytes().to_vec());
    let reads = request.method().is_safe();
    if !reads && site.is_some_and(|site| site != b"same-origin") {
        return StatusCode::FORBIDDEN.into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(header::CACHE_CONTROL).or_insert(header::HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, header::HeaderValue::from_static("nosniff"));
    response
}

async fn health(State(console): State<Console>) -> Response {
    let ready = console.ready.load(Ordering::SeqCst);
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, axum::Json(json!({"ready": ready}))).into_response()
}

/// The accounts of the demo with what unlocks them, for tests and scripts. Money in kopecks.
async fn accounts(State(console): State<Console>) -> Response {
    let guide = console.guide.get().map(Vec::as_slice).unwrap_or_default();
    let accounts: Vec<_> = guide
        .iter()
        .map(|account| {
            json!({
                "company": account.company,
                "number": account.number,
                "note": account.note,
                "balance": account.balance,
                "meter_serial": account.unlocks.serial,
                "last_charge": account.unlocks.last_charge,
                "pin": account.unlocks.pin,
            })
        })
        .collect();
    axum::Json(accounts).into_response()
}

async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("console/style.css"))
}

async fn script() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], include_str!("console/console.js"))
}

async fn run_schedule(
    State(console): State<Console>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    match console.schedules.run(&name).await {
        None => StatusCode::NOT_FOUND.into_response(),
        Some(Ok(answer)) => done(&headers, HOME, "Выполнено", &json!({"answer": answer})),
        Some(Err(error)) => failed(&headers, HOME, &error),
    }
}

async fn failures(State(console): State<Console>) -> Response {
    axum::Json(console.failures.all()).into_response()
}

async fn retry(State(console): State<Console>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    match console.failures.retry(&id, &console.functions).await {
        None => StatusCode::NOT_FOUND.into_response(),
        Some(Ok(())) => done(&headers, HOME, "Событие доставлено", &json!({})),
        Some(Err(error)) => failed(&headers, HOME, &error),
    }
}

/// A browser goes back to the page and is told; a program gets JSON.
fn done(headers: &HeaderMap, page: &str, said: &str, answer: &serde_json::Value) -> Response {
    if is_browser(headers) {
        return Redirect::to(&format!("{page}?said={}", percent(said))).into_response();
    }
    axum::Json(answer).into_response()
}

fn failed(headers: &HeaderMap, page: &str, error: &str) -> Response {
    if is_browser(headers) {
        let said = percent(&error.chars().take(300).collect::<String>());
        return Redirect::to(&format!("{page}?failed={said}")).into_response();
    }
    (StatusCode::BAD_GATEWAY, axum::Json(json!({"error": error}))).into_response()
}

fn is_browser(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

fn percent(text: &str) -> String {
    serde_urlencoded::to_string([("", text)]).unwrap_or_default().trim_start_matches('=').to_owned()
}
