//! Headers of the portal's answers: the distribution's own, read from the template.

use crate::template::Template;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;

/// The console's pages: own files only, and letters in a frame that may do nothing.
pub const CONSOLE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'";

/// A letter inside the console: its styles and pictures, no script, no form, no way out but links.
pub const LETTER_POLICY: &str = "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; \
     default-src 'none'; style-src 'unsafe-inline'; img-src data: https:; frame-ancestors 'self'";

/// Ready-made headers; cheap to clone.
#[derive(Debug, Clone)]
pub struct SecurityHeaders(Arc<Vec<(HeaderName, HeaderValue)>>);

impl SecurityHeaders {
    /// The headers of the template that are well-formed; its checks see to it that all are.
    pub fn of(template: &Template) -> Self {
        let headers = template.headers.iter().filter_map(|(name, value)| {
            let name = name.parse().ok()?;
            Some((name, HeaderValue::from_str(value).ok()?))
        });
        Self(Arc::new(headers.collect()))
    }
}

/// Sets them on an answer of the site or the API, whatever the function itself has set.
pub async fn secure(
    axum::extract::State(headers): axum::extract::State<SecurityHeaders>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in headers.0.iter() {
        response.headers_mut().insert(name.clone(), value.clone());
    }
    response.headers_mut().remove(header::SERVER);
    response
}
