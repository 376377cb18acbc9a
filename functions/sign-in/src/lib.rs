//! Signing in and out (manual 3.2 and 3.4, R-019, R-020, R-028; security rows 17–20, 26, 28–34).

mod crowd;
mod session;
mod sessions;
mod sign_in;

use platform::{http::Api, routes};

pub fn api() -> Api {
    Api::new()
        .routes(routes!(sign_in::sign_in, session::read_session, session::sign_out))
        .routes(routes!(sessions::list_sessions, sessions::end_other_sessions))
        .routes(routes!(sessions::end_session))
}
