//! Settlements, readings and payments of an account as files for a spreadsheet (features row 36).
//!
//! A function of its own: what draws a workbook has no place in the binary of the first screen.

mod csv;
mod export;
mod file;
mod tables;
mod xlsx;

use platform::{http::Api, routes};

pub fn api() -> Api {
    Api::new().routes(routes!(export::export_account))
}
