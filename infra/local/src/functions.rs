//! Where the functions run: inside this process, or behind a runtime emulator
//! (`cargo lambda watch`), each in a process of its own. The same handlers either way.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{Request, Response, StatusCode, header};
use axum::response::IntoResponse;
use futures::FutureExt;
use platform::{App, EventError, http::Api};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use tower::ServiceExt;

/// The functions of the portal; cheap to clone.
#[derive(Debug, Clone)]
pub struct Functions(Place);

#[derive(Debug, Clone)]
enum Place {
    Process { app: App, routers: BTreeMap<&'static str, Router> },
    Emulator { url: String, client: reqwest::Client },
}

/// Routes of every HTTP function, by the function's name.
pub fn apis() -> [(&'static str, Api); 12] {
    [
        ("register", register::api()),
        ("recover-password", recover_password::api()),
        ("sign-in", sign_in::api()),
        ("manage-profile", manage_profile::api()),
        ("manage-cards", manage_cards::api()),
        ("link-account", link_account::api()),
        ("view-account", view_account::api()),
        ("export-account", export_account::api()),
        ("submit-readings", submit_readings::api()),
        ("pay", pay::api()),
        ("receive-payment-event", receive_payment_event::api()),
        ("make-receipt", make_receipt::api()),
    ]
}

impl Functions {
    /// Functions of this process.
    pub fn in_process(app: App) -> Self {
        let routers = apis().map(|(name, api)| (name, platform::http::router(api, app.clone())));
        Self(Place::Process { app, routers: routers.into_iter().collect() })
    }

    /// Functions behind the emulator of the Lambda runtime at this address.
    pub fn behind(url: &str) -> Self {
        let url = url.trim_end_matches('/').to_owned();
        Self(Place::Emulator { url, client: reqwest::Client::new() })
    }

    /// Answers an HTTP request.
    pub async fn answer(&self, function: &str, request: Request<Bytes>) -> Response<Body> {
        match &self.0 {
            Place::Process { routers, .. } => match routers.get(function) {
                Some(router) => {
                    let answer = router.clone().oneshot(request.map(Body::from));
                    answer.await.unwrap_or_else(|never| match never {})
                }
                None => StatusCode::NOT_FOUND.into_response(),
            },
            Place::Emulator { url, client } => forward(client, url, request).await.unwrap_or_else(|error| {
                tracing::error!(%error, function, "the runtime emulator did not answer");
                StatusCode::BAD_GATEWAY.into_response()
            }),
        }
    }

    /// Hands an event to a function and returns its answer; the error is what it said.
    pub async fn event(&self, function: &str, event: Value) -> Result<Value, String> {
        match &self.0 {
            Place::Process { app, .. } => {
                let handled = async {
                    match function {
                        "notify" => handle(event, |e| notify::handle(app, e)).await,
                        "import-packet" => handle(event, |e| import_packet::handle(app, e)).await,
                        "erase-profiles" => handle(event, |e| erase_profiles::handle(app, e)).await,
                        "settle-payments" => handle(event, |e| settle_payments::handle(app, e)).await,
                        "reconcile-payments" => handle(event, |e| reconcile_payments::handle(app, e)).await,
                        "refund-payments" => handle(event, |e| refund_payments::handle(app, e)).await,
                        other => Err(format!("нет функции {other}, которая принимает события")),
                    }
                };
                let caught = AssertUnwindSafe(handled).catch_unwind().await;
                caught.unwrap_or_else(|_| Err("функция аварийно завершилась".to_owned()))
            }
            Place::Emulator { url, client } => {
                let url = format!("{url}/2015-03-31/functions/{function}/invocations");
                let answer = client.post(url).json(&event).send().await;
                let answer = answer.map_err(|error| error.to_string())?;
                let failed =
                    !answer.status().is_success() || answer.headers().contains_key("x-amz-function-error");
                let text = answer.text().await.map_err(|error| error.to_string())?;
                if failed { Err(text) } else { Ok(serde_json::from_str(&text).unwrap_or_default()) }
            }
        }
    }
}

async fn handle<E, R, F>(event: Value, run: impl FnOnce(E) -> F) -> Result<Value, String>
where
    E: DeserializeOwned,
    R: Serialize,
    F: Future<Output = Result<R, EventError>>,
{
    let event = serde_json::from_value(event).map_err(|error| format!("событие не читается: {error}"))?;
    let answer = run(event).await.map_err(|error| error.to_string())?;
    serde_json::to_value(answer).map_err(|error| error.to_string())
}

async fn forward(
    client: &reqwest::Client,
    url: &str,
    request: Request<Bytes>,
) -> Result<Response<Body>, reqwest::Error> {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let mut headers = parts.headers;
    headers.remove(header::CONTENT_LENGTH);
    let sent = client.request(parts.method, format!("{url}{path}")).headers(headers).body(body);
    let answer = sent.send().await?;
    let mut response = Response::new(Body::empty());
    *response.status_mut() = answer.status();
    *response.headers_mut() = answer.headers().clone();
    response.headers_mut().remove(header::TRANSFER_ENCODING);
    response.headers_mut().remove(header::CONNECTION);
    *response.body_mut() = Body::from(answer.bytes().await?);
    Ok(response)
}
