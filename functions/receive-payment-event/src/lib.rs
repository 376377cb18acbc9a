//! The acquirer's webhook (payments §6, security rows 63–65). It carries no signature, so nothing of it is believed
//! but that there may be news: a row in the outbox makes `settle-payments` ask the bank. No call of the bank is made
//! here, so the answer is there in well under a second however slow the bank is.

mod door;
mod receive;

use platform::{http::Api, routes};

pub fn api() -> Api {
    Api::new().routes(routes!(receive::receive_payment_event))
}
