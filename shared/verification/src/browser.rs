//! The browser a flow was begun in: its code works nowhere else (security row 7).

use axum::extract::FromRequestParts;
use http::{HeaderMap, HeaderValue, header, request::Parts};
use platform::{
    Problem,
    sessions::{self, Ticket},
};
use std::convert::Infallible;

const COOKIE: &str = "__Host-flow";

/// The secret of this browser, old or new.
#[derive(Debug, Clone)]
pub struct Browser(String);

impl Browser {
    /// The browser of somebody who is signed in: the session's cookie is as good a secret as one of our own.
    pub fn of_session(ticket: &Ticket) -> Self {
        Self(ticket.digest.clone())
    }

    /// What is kept of it.
    pub fn digest(&self) -> String {
        sessions::digest(&self.0)
    }

    /// The header that makes the browser remember.
    pub fn cookie(&self) -> Result<HeaderMap, Problem> {
        let cookie = format!("{COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=86400", self.0);
        let value = HeaderValue::from_str(&cookie).map_err(Problem::internal)?;
        Ok(HeaderMap::from_iter([(header::SET_COOKIE, value)]))
    }
}

impl<S: Sync> FromRequestParts<S> for Browser {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let known = sessions::cookie(&parts.headers, COOKIE)
            .filter(|secret| secret.len() == 32 && secret.bytes().all(|b| b.is_ascii_hexdigit()));
        Ok(Self(known.map_or_else(|| hex::encode(rand::random::<[u8; 16]>()), str::to_owned)))
    }
}
