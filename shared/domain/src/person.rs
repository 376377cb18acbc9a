//! What a person is called: letters of any alphabet, and what joins the parts of a name.

use crate::text::{TextError, clean_line};

#[cfg(test)]
mod tests;

/// Longest surname, name or patronymic, characters.
pub const MAX_NAME: usize = 60;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameError {
    TooLong,
    /// Digits, signs, line breaks: nobody is called so.
    NotAName,
}

impl NameError {
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLong => "name_too_long",
            Self::NotAName => "name_malformed",
        }
    }

    pub fn message(self) -> String {
        match self {
            Self::TooLong => format!("Не более {MAX_NAME} символов"),
            Self::NotAName => "Только буквы, пробел, дефис и апостроф".to_owned(),
        }
    }
}

shown_by_message!(NameError);

/// One part of a name with its spaces evened out; nothing typed is no name.
pub fn clean_name(typed: &str) -> Result<Option<String>, NameError> {
    let name = match clean_line(typed, MAX_NAME) {
        Ok(name) => name,
        Err(TextError::Empty) => return Ok(None),
        Err(TextError::TooLong { .. }) => return Err(NameError::TooLong),
        Err(TextError::Unprintable | TextError::CardNumber) => return Err(NameError::NotAName),
    };
    let joins = |c: char| matches!(c, ' ' | '-' | '\'' | '’' | 'ʼ' | '‑' | '.');
    let fits = name.chars().all(|c| c.is_alphabetic() || is_accent(c) || joins(c));
    if fits && name.chars().any(char::is_alphabetic) { Ok(Some(name)) } else { Err(NameError::NotAName) }
}

/// Marks that follow their letter: a name pasted from elsewhere may spell «й» as two characters.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}
