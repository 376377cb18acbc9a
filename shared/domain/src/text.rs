//! What may stand in a line that a person types: no card numbers (security row 70), no line breaks (row 16).

#[cfg(test)]
mod tests;

/// Longest name of an account, characters.
pub const MAX_LABEL: usize = 40;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextError {
    Empty,
    TooLong {
        max: usize,
    },
    Unprintable,
    /// A card number is nobody's business but the bank's.
    CardNumber,
}

impl TextError {
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "text_empty",
            Self::TooLong { .. } => "text_too_long",
            Self::Unprintable => "text_unprintable",
            Self::CardNumber => "card_number_refused",
        }
    }

    pub fn message(self) -> String {
        match self {
            Self::Empty => "Заполните это поле".to_owned(),
            Self::TooLong { max } => format!("Слишком длинный текст: не более {max} символов"),
            Self::Unprintable => "Уберите из текста переносы строк и служебные символы".to_owned(),
            Self::CardNumber => {
                "Не указывайте номер банковской карты: он нужен только на странице банка".to_owned()
            }
        }
    }
}

shown_by_message!(TextError);

/// Name that a subscriber gives to an account: 1–40 characters in one line, spaces evened out.
pub fn clean_label(typed: &str) -> Result<String, TextError> {
    clean_line(typed, MAX_LABEL)
}

/// One line of at most `max` characters. Control characters and direction marks are refused, not dropped:
/// what is shown must be what was typed.
pub fn clean_line(typed: &str, max: usize) -> Result<String, TextError> {
    if !is_one_line(typed) {
        return Err(TextError::Unprintable);
    }
    let clean = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if clean.is_empty() {
        Err(TextError::Empty)
    } else if clean.chars().count() > max {
        Err(TextError::TooLong { max })
    } else if contains_card_number(&clean) {
        Err(TextError::CardNumber)
    } else {
        Ok(clean)
    }
}

/// Safe to put into a mail header or a log line: no CR, LF or other control characters.
pub fn is_one_line(text: &str) -> bool {
    !text.chars().any(|c| {
        c.is_control()
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    })
}

/// Whether the text holds what passes for a card number: 13–19 digits that begin as cards do and pass Luhn's
/// check, whole or in groups («2200 0000 0000 0004»). Account numbers are shorter, bank accounts longer.
pub fn contains_card_number(text: &str) -> bool {
    let mut run: Vec<Vec<u8>> = Vec::new();
    let mut group: Vec<u8> = Vec::new();
    for c in text.chars().chain(std::iter::once('\n')) {
        if let Some(digit) = digit_of(c) {
            group.push(digit);
            continue;
        }
        if !group.is_empty() {
            run.push(std::mem::take(&mut group));
        }
        let joins =
            matches!(c, ' ' | '-' | '_' | '.' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{2010}'..='\u{2015}');
        if !joins {
            if run_holds_card(&run) {
                return true;
            }
            run.clear();
        }
    }
    false
}

fn digit_of(c: char) -> Option<u8> {
    match c {
        '0'..='9' => Some(c as u8 - b'0'),
        // Full-width digits read the same to a person.
        '\u{ff10}'..='\u{ff19}' => u8::try_from(u32::from(c) - 0xff10).ok(),
        _ => None,
    }
}

fn run_holds_card(run: &[Vec<u8>]) -> bool {
    (0..run.len()).any(|first| {
        let mut digits: Vec<u8> = Vec::new();
        run[first..]
            .iter()
            .map_while(|group| {
                digits.extend(group);
                (digits.len() <= 19).then(|| digits.clone())
            })
            .any(|digits| {
                (13..=19).contains(&digits.len()) && (2..=6).contains(&digits[0]) && passes_luhn(&digits)
            })
    })
}

fn passes_luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, &digit)| match (place % 2, u32::from(digit) * 2) {
            (0, _) => u32::from(digit),
            (_, doubled) if doubled > 9 => doubled - 9,
            (_, doubled) => doubled,
        })
        .sum();
    sum.is_multiple_of(10)
}
