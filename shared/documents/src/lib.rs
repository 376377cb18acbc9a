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

/// A document takes and frees about a megabyte.
const KEPT: usize = 4 << 20;

/// Reads the fonts. Call it while a process starts, so that the first document costs no more than the next.
pub fn warm_up() {
    use kit::fonts::{Weight, face};
    // glibc gives freed memory back to the system, and every document would fault it in anew: a fifteenth of its
    // time. Having once seen a block of this size freed, it keeps as much.
    drop(std::hint::black_box(Vec::<u8>::with_capacity(KEPT)));
    for weight in [Weight::Regular, Weight::Medium, Weight::Bold] {
        face(weight);
    }
}
