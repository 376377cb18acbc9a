//! Linking accounts and connecting the extended version (manual 4.1.1, 4.7.2; R-029… …R-185).

mod companies;
mod extend;
mod link;
mod list;
mod manage;
mod pin;
mod pin_request;

use platform::{http::Api, routes};

pub fn api() -> Api {
    Api::new()
        .routes(routes!(companies::list_companies))
        .routes(routes!(list::list_accounts, link::link_account))
        .routes(routes!(manage::rename_account, manage::unlink_account))
        .routes(routes!(extend::extend_account))
        .routes(routes!(pin_request::request_pin))
}
