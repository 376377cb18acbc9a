//! The squares of a code.

use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

/// White squares that a scanner needs on each side.
const QUIET: usize = 4;

/// A QR code ready to be drawn, error correction M.
pub struct Code {
    code: QrCode,
}

impl Code {
    /// `None`: the text is too long for any code.
    ///
    /// The mask is fixed: choosing one costs 1.5 ms and brings nothing a scanner would notice.
    pub fn of(payload: &str) -> Option<Self> {
        let parts = [QrSegment::make_bytes(payload.as_bytes())];
        let mask = Some(Mask::new(3));
        QrCode::encode_segments_advanced(&parts, QrCodeEcc::Medium, Version::MIN, Version::MAX, mask, false)
            .ok()
            .map(|code| Self { code })
    }

    /// Squares on a side.
    pub fn side(&self) -> usize {
        usize::try_from(self.code.size()).unwrap_or_default()
    }

    /// Dark squares as (row, first column, column after the last).
    pub fn runs(&self) -> impl Iterator<Item = (usize, usize, usize)> + '_ {
        let size = self.code.size();
        (0..size).flat_map(move |y| {
            let mut x = 0;
            std::iter::from_fn(move || {
                while x < size && !self.code.get_module(x, y) {
                    x += 1;
                }
                let from = x;
                while x < size && self.code.get_module(x, y) {
                    x += 1;
                }
                (from < x).then_some((y as usize, from as usize, x as usize))
            })
        })
    }

    /// White margin that the code must keep when it is drawn `size` points wide.
    pub(crate) fn quiet(&self, size: f32) -> f32 {
        size / self.side().max(1) as f32 * QUIET as f32
    }
}
