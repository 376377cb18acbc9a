//! Linking accounts and connecting the extended version (manual 4.1.1, 4.7.2; R-029… …R-185).

mod companies;
mod extend;
mod link;
mod list;
mod manage;
mod pin;
mod pin_request;

use platform::App;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn api() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(companies::list_companies))
        .routes(routes!(list::list_accounts, link::link_account))
        .routes(routes!(manage::rename_account, manage::unlink_account))
        .routes(routes!(extend::extend_account))
        .routes(routes!(pin_request::request_pin))
}
