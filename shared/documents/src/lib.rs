//! Printed documents: the bill («Квитанция на оплату», R-063) and the receipt («Квитанция об оплате», R-085)
//! as PDF/A-2a and PDF/UA-1, made in a few milliseconds and without any outside program.
//!
//! Plain data goes in, bytes come out; the same data gives the same bytes.

pub mod bill;
mod kit;
mod layout;
pub mod qr;
pub mod receipt;
mod wording;

pub use kit::{chart::Month, paper::Area};
pub use layout::{Layout, TextBox};

/// A document that could not be made. No data can bring this about: it would be a fault of this crate.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    #[error("the PDF standards asked for do not go together")]
    Configuration,
    #[error("the PDF was refused: {0}")]
    Pdf(String),
}

/// Reads the fonts. Call it while a process starts, so that the first document costs no more than the next.
pub fn warm_up() {
    use kit::fonts::{Weight, face};
    for weight in [Weight::Regular, Weight::Medium, Weight::Bold] {
        face(weight);
    }
}
