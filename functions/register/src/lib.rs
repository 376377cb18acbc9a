//! Registration by e-mail or mobile phone with a code (manual 3.1, R-006…R-018).
//!
//! Nothing is created before the code is given: the password waits as a hash inside the flow (security row 9),
//! and a login that exists already looks, answers and takes as long as one that does not (row 10).

mod confirm;
mod consent;
mod registration;
mod resend;
mod start;

use platform::{http::Api, routes};

pub fn api() -> Api {
    Api::new()
        .routes(routes!(start::start_registration))
        .routes(routes!(resend::resend_registration_code))
        .routes(routes!(confirm::confirm_registration))
        .routes(routes!(consent::read_consent, consent::accept_consent))
}
