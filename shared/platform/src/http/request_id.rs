//! The number by which support finds a request in the log.

use axum::extract::Request;
use lambda_http::request::RequestContext;

tokio::task_local! {
    static CURRENT: String;
}

/// The number API Gateway gave, or a new one.
pub(super) fn of(request: &Request) -> String {
    let given = request.extensions().get::<RequestContext>().and_then(|context| match context {
        RequestContext::ApiGatewayV2(v2) => v2.request_id.clone(),
        _ => None,
    });
    given.unwrap_or_else(|| ulid::Ulid::new().to_string())
}

pub(super) async fn scope<F: Future>(id: String, work: F) -> F::Output {
    CURRENT.scope(id, work).await
}

/// The number of the request being answered; empty outside one.
pub fn current() -> String {
    CURRENT.try_with(Clone::clone).unwrap_or_default()
}
