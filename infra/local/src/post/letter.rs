//! A letter as a person reads it, out of MIME; and the code that it may carry.

use mail_parser::{MessageParser, MimeHeaders};

/// The readable parts of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letter {
    pub to: Vec<String>,
    pub subject: String,
    pub text: String,
    /// Empty when there is none.
    pub html: String,
    pub attachments: Vec<File>,
}

/// A file that came with a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub name: String,
    pub content_type: String,
    pub bytes: Vec<u8>,
}

impl Letter {
    /// An SMS: only text.
    pub fn of_text(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }
}

/// Reads a letter; `None` when the bytes are none.
pub fn parse(raw: &[u8]) -> Option<Letter> {
    let parsed = MessageParser::default().parse(raw)?;
    let to =
        parsed.to().map(|to| to.iter().filter_map(|address| address.address()).map(str::to_owned).collect());
    // The parser makes the missing one of text and HTML out of the other; a reader wants the truth.
    let has = |kind: &str| {
        parsed.parts.iter().any(|part| {
            part.content_type()
                .is_some_and(|content| content.ctype() == "text" && content.subtype() == Some(kind))
        })
    };
    let attachments = parsed.attachments().map(|part| File {
        name: part.attachment_name().unwrap_or("файл").to_owned(),
        content_type: part.content_type().map_or_else(
            || "application/octet-stream".to_owned(),
            |content| format!("{}/{}", content.ctype(), content.subtype().unwrap_or("octet-stream")),
        ),
        bytes: part.contents().to_vec(),
    });
    Some(Letter {
        to: to.unwrap_or_default(),
        subject: parsed.subject().unwrap_or_default().to_owned(),
        text: parsed.body_text(0).map(|text| text.replace("\r\n", "\n")).unwrap_or_default(),
        html: parsed.body_html(0).filter(|_| has("html")).map(|html| html.into_owned()).unwrap_or_default(),
        attachments: attachments.collect(),
    })
}

/// The verification code of a message: 4 to 8 digits near the word «код». Other numbers (sums,
/// accounts, dates) are none.
pub fn code(subject: &str, text: &str) -> Option<String> {
    near_the_word(text).or_else(|| near_the_word(subject))
}

fn near_the_word(text: &str) -> Option<String> {
    const REACH: usize = 60;
    let letters: Vec<char> = text.to_lowercase().chars().collect();
    let mut words = letters.windows(3).enumerate().filter(|(at, word)| {
        let begins = *at == 0 || !letters[at - 1].is_alphabetic();
        begins && word.iter().collect::<String>() == "код"
    });
    words.find_map(|(at, _)| {
        let after = letters[at..].iter().take(REACH);
        let before = &letters[at.saturating_sub(REACH / 2)..at];
        number(&after.collect::<String>()).or_else(|| number(&before.iter().collect::<String>()))
    })
}

/// The first number of 4 to 8 digits that stands by itself.
fn number(text: &str) -> Option<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, ',' | '.' | ':'));
    words
        .map(|word| word.trim_matches([',', '.', ':']))
        .find(|word| (4..=8).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit()))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_after_or_before_its_word() {
        for text in [
            "Код подтверждения: 482913. Никому его не сообщайте.",
            "482913 — ваш код для «Мой ГАЗ»",
            "Ваш код\n\n482913\n\nдействует 160 секунд",
            "Мой ГАЗ. Код 482913",
        ] {
            assert_eq!(code("", text).as_deref(), Some("482913"), "{text}");
        }
        assert_eq!(code("Код 1234", "").as_deref(), Some("1234"));
    }

    #[test]
    fn sums_accounts_and_dates_are_no_codes() {
        for text in [
            "Оплачено 3319,52 ₽ по лицевому счёту 33016355",
            "Подключён лицевой счёт 33016355",
            "Штрихкод 12345678 на квитанции",
            "Дата 24.11.2026",
        ] {
            assert_eq!(code("", text), None, "{text}");
        }
    }
}
