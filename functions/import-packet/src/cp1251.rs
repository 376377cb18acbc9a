//! Windows-1251, the one old encoding that companies still write. A library of encodings carries the tables of all the
//! world's: half a megabyte in the program that is uploaded.

use std::{borrow::Cow, sync::LazyLock};

/// Bytes 0x80 to 0xFF. U+FFFD stands for 0x98, which nobody may use.
static UPPER: LazyLock<Vec<char>> = LazyLock::new(|| {
    "\
    ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{fffd}™љ›њќћџ\u{a0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{ad}®Ї°±Ііґµ¶·ё№є»јЅѕї\
    АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя"
        .chars()
        .collect()
});

/// The text of a cell; `None` when a byte stands for nothing.
pub fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if let Some(text) = std::str::from_utf8(bytes).ok().filter(|text| text.is_ascii()) {
        return Some(Cow::Borrowed(text));
    }
    let letter = |byte: &u8| match byte {
        0..=0x7f => Some(char::from(*byte)),
        _ => UPPER
            .get(usize::from(byte - 0x80))
            .copied()
            .filter(|letter| *letter != char::REPLACEMENT_CHARACTER),
    };
    bytes.iter().map(letter).collect::<Option<String>>().map(Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_the_letter_that_the_standard_says() {
        for byte in (0..=u8::MAX).filter(|byte| *byte != 0x98) {
            let expected = encoding_rs::WINDOWS_1251.decode_without_bom_handling(&[byte]).0.into_owned();
            assert_eq!(decode(&[byte]).as_deref(), Some(expected.as_str()), "{byte:#x}");
        }
    }

    #[test]
    fn the_byte_that_stands_for_nothing_spoils_the_cell() {
        assert_eq!(decode(b"\xc8\x98"), None);
    }
}
