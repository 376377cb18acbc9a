//! The edge of an HTTP function: what every request passes before a handler and every answer after it.

pub mod api;
pub mod body;
pub mod client;
pub mod disposition;
pub mod guard;
pub mod idempotency;
pub mod request_id;

pub use api::Api;
pub use body::Body;
pub use client::Viewer;
pub use idempotency::IdempotencyKey;

use crate::{App, Problem, Refusal};
use axum::{
    Router,
    extract::{MatchedPath, Request},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use futures::FutureExt;
use http::{HeaderValue, header};
use std::{panic::AssertUnwindSafe, time::Instant};

/// Result of a handler.
pub type Answer<T> = Result<T, Problem>;

/// A function's routes with everything around them, ready for the Lambda runtime or the local gateway.
pub fn router(api: Api, app: App) -> Router {
    let router: Router<App> = api.into();
    router
        .fallback(async || Problem::new(Refusal::NotFound))
        .method_not_allowed_fallback(async || Problem::new(Refusal::MethodNotAllowed))
        .layer(middleware::from_fn_with_state(app.clone(), guard::mutations))
        .layer(middleware::from_fn(edge))
        .with_state(app)
}

/// Gives the request its number, answers a panic, writes the one line of the log, forbids caching.
async fn edge(request: Request, next: Next) -> Response {
    let id = request_id::of(&request);
    let method = request.method().clone();
    // The template, not the path: a path names accounts and payments.
    let route = request.extensions().get::<MatchedPath>().map(|p| p.as_str().to_owned()).unwrap_or_default();
    let started = Instant::now();
    request_id::scope(id.clone(), async move {
        let mut response = AssertUnwindSafe(next.run(request)).catch_unwind().await.unwrap_or_else(|panic| {
            let why = panic.downcast_ref::<&str>().copied().unwrap_or("panic");
            Problem::internal(why).into_response()
        });
        tracing::info!(
            request_id = %id,
            %method,
            route,
            status = response.status().as_u16(),
            ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
            "request"
        );
        let headers = response.headers_mut();
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
        if let Ok(id) = HeaderValue::from_str(&id) {
            headers.insert("x-request-id", id);
        }
        response
    })
    .await
}
