//! Printed documents: the bill («Квитанция», manual 4.3.1, R-063) and the receipt of a payment («Детализация»,
//! manual 4.3.2, R-085). Made when asked for, kept in S3, opened by a link that lives a minute.

mod bill;
mod document;
mod receipt;

use platform::{http::Api, routes};

/// The routes, and fonts already read: routes are made once, while the process starts, so that nobody's document
/// waits for them.
pub fn api() -> Api {
    documents::warm_up();
    Api::new().routes(routes!(bill::make_bill)).routes(routes!(receipt::make_receipt))
}
