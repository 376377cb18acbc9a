//! A forgotten password (manual 3.3, R-021…R-027): a new one that begins with a code.
//!
//! Asking changes and locks nothing (security row 12): the new password waits as a hash inside the flow, and a login
//! that nobody has looks, answers and takes as long as one that somebody has (row 10).

mod confirm;
mod recovery;
mod resend;
mod start;

use platform::{http::Api, routes};

pub fn api() -> Api {
    Api::new()
        .routes(routes!(start::start_recovery))
        .routes(routes!(resend::resend_recovery_code))
        .routes(routes!(confirm::confirm_recovery))
}
