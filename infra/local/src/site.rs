//! The static site as CloudFront serves it: pages are one of three files in the language of the cookie `lang`,
//! hashed assets stay in the browser for ever, unknown files are 404, every answer carries the security headers.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::any;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use tower::ServiceExt;
use tower_http::compression::CompressionLayer;
use tower_http::services::ServeDir;

/// Where the built site is, or why there is none.
#[derive(Debug, Clone)]
pub enum Site {
    Built(PathBuf),
    /// What a person must do, shown in place of every page.
    Missing(String),
}

/// The site as it stands: it may still be built while the API already answers.
#[derive(Debug, Clone)]
pub struct Shown(Arc<RwLock<Site>>);

impl Shown {
    pub fn new(site: Site) -> Self {
        Self(Arc::new(RwLock::new(site)))
    }

    /// Shows another from now on.
    pub fn set(&self, site: Site) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = site;
    }

    fn now(&self) -> Site {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Serves the site.
pub fn router(shown: Shown) -> Router {
    Router::new().fallback(any(answer)).layer(CompressionLayer::new()).with_state(shown)
}

async fn answer(State(shown): State<Shown>, mut request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let folder = match shown.now() {
        Site::Built(folder) => folder,
        Site::Missing(why) => return missing(&why),
    };
    let path = request.uri().path();
    let asked = path.to_owned();
    if let Some(file) = page(path, request.headers()) {
        *request.uri_mut() = axum::http::Uri::from_static(file);
        // The bucket compares contents (ETag). Times would take the page of one language for that of another.
        request.headers_mut().remove(header::IF_MODIFIED_SINCE);
    }
    let served = ServeDir::new(folder).append_index_html_on_directories(false).oneshot(request).await;
    let mut response = match served {
        Ok(response) => response.map(axum::body::Body::new),
        Err(never) => match never {},
    };
    if response.status().is_client_error() {
        return (StatusCode::NOT_FOUND, "Такого файла нет\n").into_response();
    }
    let caching = if is_hashed(&asked) { "public, max-age=31536000, immutable" } else { "no-cache" };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    response
}

/// The rule of the distribution's function: a name without a dot is a page of the router, and the cookie
/// of the language switch says in which folder it is.
fn page(path: &str, headers: &HeaderMap) -> Option<&'static str> {
    let name = path.rsplit('/').next().unwrap_or_default();
    if name.contains('.') {
        return None;
    }
    let account = path.starts_with("/accounts/") && path != "/accounts/link";
    Some(match (english(headers), path) {
        (false, "/") => "/index.html",
        (false, _) if account => "/account.html",
        (false, _) => "/app.html",
        (true, "/") => "/en/index.html",
        (true, _) if account => "/en/account.html",
        (true, _) => "/en/app.html",
    })
}

fn english(headers: &HeaderMap) -> bool {
    let sent = headers.get_all(header::COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
    sent.flat_map(|cookies| cookies.split(';')).any(|cookie| cookie.trim() == "lang=en")
}

/// `/assets/app-BcD3fg9h.js`: the name changes with the contents.
fn is_hashed(path: &str) -> bool {
    let Some((_, name)) = path.rsplit_once("/assets/") else { return false };
    let stem = name.split('.').next().unwrap_or_default();
    stem.len() > 8 && stem.is_char_boundary(stem.len() - 8) && {
        let (before, hash) = stem.split_at(stem.len() - 8);
        before.ends_with('-') && hash.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
    }
}

fn missing(why: &str) -> Response {
    let why = crate::console::html::escape(why);
    let page = format!(
        "<!doctype html><html lang=ru><meta charset=utf-8><title>Сайт не собран</title>\
         <h1>Сайт не собран</h1><p>{why}</p><p>API и <a href=/local>локальная площадка</a> работают.</p></html>"
    );
    (StatusCode::SERVICE_UNAVAILABLE, Html(page)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    async fn get(path: &str) -> (StatusCode, String, String) {
        answer_to(Request::get(path).body(Body::empty()).unwrap()).await
    }

    async fn answer_to(request: Request) -> (StatusCode, String, String) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("assets")).unwrap();
        std::fs::create_dir(folder.path().join("en")).unwrap();
        for (name, text) in [
            ("index.html", "index"),
            ("account.html", "account"),
            ("app.html", "app"),
            ("en/index.html", "index in English"),
            ("en/account.html", "account in English"),
            ("en/app.html", "app in English"),
            ("assets/main-Ab12_x9Z.js", "js"),
            ("icon.svg", "svg"),
        ] {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let response =
            router(Shown::new(Site::Built(folder.path().to_owned()))).oneshot(request).await.unwrap();
        let status = response.status();
        let caching = response.headers().get(header::CACHE_CONTROL);
        let caching = caching.map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
        let body = axum::body::to_bytes(response.into_body(), 1000).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap(), caching)
    }

    #[tokio::test]
    async fn pages_are_their_shells_and_files_are_themselves() {
        assert_eq!(get("/").await.1, "index");
        assert_eq!(get("/accounts/sever-33016355").await.1, "account");
        assert_eq!(get("/accounts/sever-33016355/meters").await.1, "account");
        assert_eq!(get("/accounts/link").await.1, "app");
        let (_, body, caching) = get("/assets/main-Ab12_x9Z.js").await;
        assert_eq!((body.as_str(), caching.as_str()), ("js", "public, max-age=31536000, immutable"));
        assert_eq!(get("/icon.svg").await.2, "no-cache");
    }

    #[tokio::test]
    async fn the_cookie_chooses_the_language_of_pages_and_of_nothing_else() {
        let read = async |path: &str, cookie: &str| {
            let request = Request::get(path).header(header::COOKIE, cookie);
            answer_to(request.body(Body::empty()).unwrap()).await.1
        };
        assert_eq!(read("/", "lang=en").await, "index in English");
        assert_eq!(read("/settings", "__Host-session=u.s; lang=en").await, "app in English");
        assert_eq!(read("/accounts/sever-33016355", "lang=en").await, "account in English");
        for other in ["lang=ru", "lang=", "lang=../etc", "lang=en-GB", "xlang=en", "lang2=en"] {
            assert_eq!(read("/", other).await, "index", "{other}");
            assert_eq!(read("/settings", other).await, "app", "{other}");
        }
        assert_eq!(read("/icon.svg", "lang=en").await, "svg");
        assert_eq!(read("/app.html", "lang=en").await, "app");
    }

    #[tokio::test]
    async fn a_page_is_never_said_to_be_unchanged_by_its_time() {
        let request = Request::get("/settings").header(header::COOKIE, "lang=en");
        let request = request.header(header::IF_MODIFIED_SINCE, "Fri, 01 Jan 2100 00:00:00 GMT");
        let (status, body, _) = answer_to(request.body(Body::empty()).unwrap()).await;
        assert_eq!((status, body.as_str()), (StatusCode::OK, "app in English"));
    }

    #[tokio::test]
    async fn unknown_files_and_ways_out_of_the_folder_are_not_found() {
        for path in ["/x.css", "/api.json", "/../Cargo.toml", "/%2e%2e/Cargo.toml", "/accounts/x.css"] {
            assert_eq!(get(path).await.0, StatusCode::NOT_FOUND, "{path}");
        }
    }
}
