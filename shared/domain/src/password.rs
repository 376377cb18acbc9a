//! What may be a password (R-008, C-05; security rows 21, 22): the manual's rule and everything stronger,
//! minus what an attacker tries first.

use crate::login::Login;
use std::sync::LazyLock;

#[cfg(test)]
mod tests;

static COMMON: &str = include_str!("../data/common-passwords.txt");
static COMMON_RUSSIAN: &str = include_str!("../data/common-passwords-ru.txt");

/// Words that everybody thinks of on this site; alone or with digits after them they are no secret.
const CONTEXT: &[&str] = &[
    "gaz",
    "gas",
    "газ",
    "gazprom",
    "газпром",
    "gazprommrg",
    "газпроммрг",
    "mrg",
    "мрг",
    "mrgaz",
    "мргаз",
    "mezhregiongaz",
    "межрегионгаз",
    "moigaz",
    "moygaz",
    "mojgaz",
    "mygaz",
    "mygas",
    "мойгаз",
    "vjqufp",
    "moigas",
    "gorgaz",
    "горгаз",
    "oblgaz",
    "облгаз",
    "regiongaz",
    "регионгаз",
    "severogaz",
    "северогаз",
    "rgk",
    "ргк",
    "abonent",
    "абонент",
    "gazabonent",
    "licevoi",
    "лицевой",
    "лицевойсчет",
    "lk",
    "лк",
    "lkgaz",
    "лкгаз",
    "kabinet",
    "кабинет",
    "личныйкабинет",
    "lichniykabinet",
    "password",
    "passw",
    "пароль",
    "parol",
    "login",
    "логин",
    "qwerty",
    "йцукен",
    "admin",
    "user",
    "schetchik",
    "счетчик",
];

/// Length limits in characters; the composition is free (C-05).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordPolicy {
    pub min: usize,
    pub max: usize,
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self { min: 5, max: 64 }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordError {
    TooShort {
        min: usize,
    },
    TooLong {
        max: usize,
    },
    Unprintable,
    Common,
    SameAsLogin,
    /// About gas or this site, with nothing but digits added.
    Obvious,
}

impl PasswordError {
    pub fn code(self) -> &'static str {
        match self {
            Self::TooShort { .. } => "password_too_short",
            Self::TooLong { .. } => "password_too_long",
            Self::Unprintable => "password_unprintable",
            Self::Common => "password_common",
            Self::SameAsLogin => "password_same_as_login",
            Self::Obvious => "password_obvious",
        }
    }

    pub fn message(self) -> String {
        match self {
            Self::TooShort { min } => format!("Пароль слишком короткий: нужно от {min} символов"),
            Self::TooLong { max } => format!("Пароль слишком длинный: не более {max} символов"),
            Self::Unprintable => "В пароле есть непечатаемые символы. Введите его с клавиатуры".to_owned(),
            Self::Common => {
                "Этот пароль слишком распространён, его легко подобрать. Придумайте другой".to_owned()
            }
            Self::SameAsLogin => "Пароль не должен совпадать с логином. Придумайте другой".to_owned(),
            Self::Obvious => "Такой пароль на этом сайте угадают первым. Придумайте другой".to_owned(),
        }
    }
}

shown_by_message!(PasswordError);

impl PasswordPolicy {
    /// Checked when a password is set, never at sign-in: a later policy locks nobody out.
    /// The password is taken whole, byte for byte; only comparisons fold case.
    pub fn check(&self, password: &str, login: &Login) -> Result<(), PasswordError> {
        let length = password.chars().count();
        if length < self.min {
            return Err(PasswordError::TooShort { min: self.min });
        }
        if length > self.max {
            return Err(PasswordError::TooLong { max: self.max });
        }
        if password.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')) {
            return Err(PasswordError::Unprintable);
        }
        let folded = password.to_lowercase();
        if is_login(&folded, login) {
            Err(PasswordError::SameAsLogin)
        } else if is_obvious(&folded) {
            Err(PasswordError::Obvious)
        } else if is_common(&folded) {
            Err(PasswordError::Common)
        } else {
            Ok(())
        }
    }
}

fn is_login(folded: &str, login: &Login) -> bool {
    let trimmed = folded.trim();
    match login {
        Login::Email(email) => trimmed == login.as_str() || trimmed == email.parts().0,
        Login::Phone(phone) => {
            // Any spelling of the number: +7 912…, 8912…, 912….
            let is_number =
                trimmed.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "+-()".contains(c));
            let digits: String = trimmed.chars().filter(char::is_ascii_digit).collect();
            let national = phone.national();
            is_number
                && digits.ends_with(national)
                && matches!(&digits[..digits.len() - national.len()], "" | "7" | "8")
        }
    }
}

fn is_obvious(folded: &str) -> bool {
    let letters: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    let word = letters.trim_end_matches(|c: char| c.is_ascii_digit());
    !word.is_empty() && CONTEXT.contains(&word)
}

fn is_common(folded: &str) -> bool {
    static SORTED: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
        let mut words: Vec<&str> = COMMON.lines().chain(COMMON_RUSSIAN.lines()).collect();
        words.sort_unstable();
        words
    });
    let mut characters = folded.chars();
    let first = characters.next();
    // One key held down, spaces included.
    let repeated = characters.all(|c| Some(c) == first);
    repeated || SORTED.binary_search(&folded).is_ok() || SORTED.binary_search(&folded.trim()).is_ok()
}
