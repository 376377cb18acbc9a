//! Mobile numbers of Russia in every spelling.

use super::{LoginError, is_invisible};

/// A number that passed [`super::Login::parse`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(pub(super) String);

impl Phone {
    /// The number without its last four digits: numbers bought in a row share it (row 14).
    pub fn prefix(&self) -> &str {
        &self.0[..self.0.len() - 4]
    }

    /// Ten digits after +7.
    pub fn national(&self) -> &str {
        &self.0[2..]
    }
}

pub(super) fn parse(typed: &str) -> Result<Phone, LoginError> {
    let is_phone_character = |c: char| {
        c.is_ascii_digit()
            || c.is_whitespace()
            || is_invisible(c)
            || matches!(c, '+' | '(' | ')' | '-' | '.' | '\u{2010}'..='\u{2015}' | '\u{2212}')
    };
    if !typed.chars().all(is_phone_character) {
        return Err(LoginError::Unrecognised);
    }
    let international = typed.starts_with('+');
    if typed.chars().skip(usize::from(international)).any(|c| c == '+') {
        return Err(LoginError::MalformedPhone);
    }
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let national = match (digits.len(), digits.as_bytes().first()) {
        (11, Some(b'7')) => &digits[1..],
        (11, Some(b'8')) if !international => &digits[1..],
        (10, _) if !international => digits.as_str(),
        (7..=15, Some(first)) if international && *first != b'7' => {
            return Err(LoginError::ForeignPhone);
        }
        _ => return Err(LoginError::MalformedPhone),
    };
    match national.as_bytes()[0] {
        b'9' => Ok(Phone(format!("+7{national}"))),
        // +7 6xx and +7 7xx are Kazakhstan.
        b'6' | b'7' => Err(LoginError::ForeignPhone),
        _ => Err(LoginError::NotMobile),
    }
}
