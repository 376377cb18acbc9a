//! The number as it was typed: whole cubic metres, nothing guessed.

use super::ReadingRefusal;
use serde::{Deserialize, Serialize};

/// A reading in JSON: a number or what stands in the input field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(untagged)]
pub enum ReadingValue {
    Whole(i64),
    /// Any other JSON number: here only to be refused with a reason, never to be counted with.
    Other(f64),
    Text(String),
}

impl From<&str> for ReadingValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for ReadingValue {
    fn from(number: i64) -> Self {
        Self::Whole(number)
    }
}

/// Digits only after trimming: «12 345», «12,5», «+5» and «1e3» each could be meant otherwise.
/// Leading zeros are as the dial shows them.
pub fn parse_value(typed: &ReadingValue) -> Result<i64, ReadingRefusal> {
    match typed {
        ReadingValue::Whole(number) if *number < 0 => Err(ReadingRefusal::Negative),
        ReadingValue::Whole(number) => Ok(*number),
        ReadingValue::Other(number) if *number < 0.0 => Err(ReadingRefusal::Negative),
        // No fraction is that large: it is a number that no dial can show.
        ReadingValue::Other(number) if *number >= 1e18 => Ok(i64::MAX),
        ReadingValue::Other(_) => Err(ReadingRefusal::Fraction),
        ReadingValue::Text(text) => parse_text(text.trim()),
    }
}

fn parse_text(text: &str) -> Result<i64, ReadingRefusal> {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if text.is_empty() {
        return Err(ReadingRefusal::Empty);
    }
    if is_digits(text) {
        let significant = text.trim_start_matches('0');
        // Longer than any dial; the caller compares the rest with the dial itself.
        return match significant.len() {
            0 => Ok(0),
            1..=18 => significant.parse().map_err(|_| ReadingRefusal::NotInteger),
            _ => Ok(i64::MAX),
        };
    }
    if text.strip_prefix(['-', '\u{2212}', '\u{2013}']).is_some_and(is_digits) {
        return Err(ReadingRefusal::Negative);
    }
    match text.split_once([',', '.']) {
        Some((whole, rest)) if is_digits(whole) && is_digits(rest) => Err(ReadingRefusal::Fraction),
        _ => Err(ReadingRefusal::NotInteger),
    }
}
