//! Requests that change something come from our own pages alone (security rows 36 and 37).

use crate::{App, Problem, Refusal};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, Method, header};

/// Paths that other machines call; they prove themselves in their own way.
const HOOKS: &str = "/api/hooks/";

/// Refuses a change that another site could have sent.
pub(super) async fn mutations(State(app): State<App>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || request.uri().path().starts_with(HOOKS) || own_page(request.headers(), &app.config.site_url) {
        next.run(request).await
    } else {
        Problem::new(Refusal::CrossSite).into_response()
    }
}

/// `site`: our public origin. The host of the request is no help: behind CloudFront it is API Gateway's.
fn own_page(headers: &HeaderMap, site: &str) -> bool {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    if text("x-lk-request").is_none() {
        return false;
    }
    match text("sec-fetch-site") {
        Some(from) => from == "same-origin",
        // Browsers without fetch metadata send Origin with every change.
        None => text(header::ORIGIN.as_str()) == Some(site),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: &str = "https://lk.example";

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(n, v)| (n.parse().expect("name"), v.parse().expect("value"))).collect()
    }

    #[test]
    fn a_form_of_another_site_is_refused_as_row_36_asks() {
        assert!(!own_page(&headers(&[("origin", "https://evil.example")]), SITE));
    }

    #[test]
    fn fetch_metadata_decides_where_it_is_sent_as_row_37_asks() {
        let same = [("x-lk-request", "1"), ("sec-fetch-site", "same-origin")];
        let cross = [("x-lk-request", "1"), ("sec-fetch-site", "cross-site")];
        assert!(own_page(&headers(&same), SITE));
        assert!(!own_page(&headers(&cross), SITE));
    }

    #[test]
    fn without_fetch_metadata_the_origin_must_be_ours() {
        let from = |origin| headers(&[("x-lk-request", "1"), ("origin", origin)]);
        assert!(own_page(&from(SITE), SITE));
        for other in ["null", "http://lk.example", "https://lk.example.evil.example"] {
            assert!(!own_page(&from(other), SITE), "{other}");
        }
        assert!(!own_page(&headers(&[("x-lk-request", "1")]), SITE), "neither of the two");
    }
}
