//! «Передать показания» (manual 4.3.1.4 and 4.3.2.2; R-094…R-105, C-03, C-10…C-12): readings of all flagged meters
//! in one request, each judged by itself.

mod judge;
mod once;
mod request;
mod submit;

use platform::{http::Api, routes};

pub fn api() -> Api {
    Api::new().routes(routes!(submit::submit_readings))
}
