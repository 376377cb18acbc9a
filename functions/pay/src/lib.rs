//! Starting and following a payment by card (manual 4.3.2, 6.3; R-064…R-086; payments §5).
//! The card is typed on the bank's page; here is only what is paid, by whom, and how it ended.

mod confirm;
mod dispatch;
mod follow;
mod obstacle;
mod order;
mod request;
mod resend;
mod source;
mod start;
mod step_up;
mod view;

use platform::{http::Api, routes};

pub fn api() -> Api {
    Api::new()
        .routes(routes!(start::start_payment))
        .routes(routes!(follow::follow_payment))
        .routes(routes!(resend::resend_payment_code))
        .routes(routes!(confirm::confirm_payment))
}
