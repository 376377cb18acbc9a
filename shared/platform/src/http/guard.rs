//! Requests that change something come from our own pages alone (security rows 36 and 37).

use crate::{Problem, Refusal};
use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, Method, header};

/// Paths that other machines call; they prove themselves in their own way.
const HOOKS: &str = "/api/hooks/";

/// Refuses a change that another site could have sent.
pub(super) async fn mutations(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || request.uri().path().starts_with(HOOKS) || own_page(request.headers()) {
        next.run(request).await
    } else {
        Problem::new(Refusal::CrossSite).into_response()
    }
}

fn own_page(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    if text("x-lk-request").is_none() {
        return false;
    }
    match text("sec-fetch-site") {
        Some(site) => site == "same-origin",
        // Browsers without fetch metadata send Origin with every change; programs without either are no browser.
        None => match text(header::ORIGIN.as_str()) {
            None => true,
            Some(origin) => {
                let host = text("x-forwarded-host").or_else(|| text(header::HOST.as_str()));
                origin.split_once("://").map(|(_, o)| o) == host
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(n, v)| (n.parse().expect("name"), v.parse().expect("value"))).collect()
    }

    #[test]
    fn a_form_of_another_site_is_refused_as_row_36_asks() {
        assert!(!own_page(&headers(&[("origin", "https://evil.example"), ("host", "lk.example")])));
    }

    #[test]
    fn fetch_metadata_decides_where_it_is_sent_as_row_37_asks() {
        let same = [("x-lk-request", "1"), ("sec-fetch-site", "same-origin")];
        let cross = [("x-lk-request", "1"), ("sec-fetch-site", "cross-site")];
        assert!(own_page(&headers(&same)));
        assert!(!own_page(&headers(&cross)));
    }

    #[test]
    fn without_fetch_metadata_the_origin_must_be_ours() {
        let ours = [("x-lk-request", "1"), ("origin", "https://lk.example"), ("host", "lk.example")];
        let null = [("x-lk-request", "1"), ("origin", "null"), ("host", "lk.example")];
        assert!(own_page(&headers(&ours)));
        assert!(!own_page(&headers(&null)));
    }
}
