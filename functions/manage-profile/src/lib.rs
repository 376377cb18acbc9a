//! The settings of a person (manual 4.7.1, R-163…R-170; C-20, C-21): who they are, how they are reached, what they
//! are told of, their login and password; and what the law gives them: their own data, and to be forgotten.
//!
//! A profile changes field by field, so that two pages do not undo each other; what proves or undoes access asks for
//! the password, and a wrong one counts as at sign-in (security row 19).

mod archive;
mod change;
mod contacts;
mod deletion;
mod export;
mod password;
mod proof;
mod read;
mod view;

use platform::{http::Api, routes};

pub fn api() -> Api {
    Api::new()
        .routes(routes!(read::read_profile, change::change_profile))
        .routes(routes!(contacts::start::start_contact_change))
        .routes(routes!(contacts::resend::resend_contact_code))
        .routes(routes!(contacts::confirm::confirm_contact_change))
        .routes(routes!(contacts::remove::remove_contact))
        .routes(routes!(password::change_password))
        .routes(routes!(export::export_profile))
        .routes(routes!(deletion::request_deletion, deletion::cancel_deletion))
}
