//! The pages of an account (manual 4.3.1–4.3.5; R-044… … …R-114).
//! What the limited version may not see is left out here, on the server (security rows 45 and 49).

mod card;
mod history;
mod meter;
mod months;
mod page;
mod payments;
mod services;
mod settlements;

use platform::{http::Api, routes};

pub fn api() -> Api {
    Api::new()
        .routes(routes!(page::read_account))
        .routes(routes!(history::read_meter_history))
        .routes(routes!(payments::list_payments))
        .routes(routes!(settlements::read_settlements))
        .routes(routes!(card::read_subscriber))
        .routes(routes!(card::read_contracts))
        .routes(routes!(card::read_acts))
}
