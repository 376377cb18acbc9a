//! The login: an e-mail address or a Russian mobile number, one spelling of each (R-007, security row 13).
//! Two spellings of one address would be two subscribers, so everything is stored and compared canonically.

mod email;
mod phone;

pub use email::Email;
pub use phone::Phone;

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

#[cfg(test)]
mod tests;

/// Canonical login. `Display` and serde give it whole, `Debug` masked, so that it does not slip into logs.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Login {
    /// Lower case, e.g. `ivanov@mail.ru`.
    Email(Email),
    /// `+79XXXXXXXXX`.
    Phone(Phone),
}

/// The way codes and notices reach the owner of a login.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Email,
    Sms,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoginError {
    Empty,
    /// Neither looks like an address nor like a number.
    Unrecognised,
    MalformedEmail,
    EmailTooLong,
    MalformedPhone,
    /// Not a number of Russia: no code will be sent abroad (row 13).
    ForeignPhone,
    /// Russian, but not a mobile: a landline or 8-800.
    NotMobile,
}

impl LoginError {
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "login_empty",
            Self::Unrecognised => "login_unrecognised",
            Self::MalformedEmail => "email_malformed",
            Self::EmailTooLong => "email_too_long",
            Self::MalformedPhone => "phone_malformed",
            Self::ForeignPhone => "phone_foreign",
            Self::NotMobile => "phone_not_mobile",
        }
    }

    pub fn message(self) -> String {
        match self {
            Self::Empty | Self::Unrecognised => {
                "Укажите номер мобильного телефона или адрес электронной почты"
            }
            Self::MalformedEmail => {
                "Проверьте адрес электронной почты: он должен быть вида ivanov@mail.ru"
            }
            Self::EmailTooLong => "Адрес электронной почты слишком длинный: не более 254 символов",
            Self::MalformedPhone => {
                "Проверьте номер телефона: он должен быть вида +7 912 345-67-89"
            }
            Self::ForeignPhone => {
                "Коды приходят только на номера мобильных телефонов России: +7 9… Укажите такой номер или адрес электронной почты"
            }
            Self::NotMobile => {
                "Это не мобильный номер: код на него не придёт. Укажите мобильный телефон или адрес электронной почты"
            }
        }
        .to_owned()
    }
}

shown_by_message!(LoginError);

impl Login {
    /// Takes the login as people type it: `8 (912) 345-67-89`, ` Ivanov@Mail.RU `.
    pub fn parse(typed: &str) -> Result<Self, LoginError> {
        if typed.len() > 1024 {
            return Err(LoginError::EmailTooLong);
        }
        // Before trimming: a line break at the end is still an attempt on mail headers (row 16).
        if typed.chars().any(char::is_control) {
            return Err(if typed.contains('@') {
                LoginError::MalformedEmail
            } else {
                LoginError::Unrecognised
            });
        }
        let typed = typed.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
        if typed.is_empty() {
            Err(LoginError::Empty)
        } else if typed.contains('@') {
            email::parse(typed).map(Self::Email)
        } else {
            phone::parse(typed).map(Self::Phone)
        }
    }

    /// Canonical spelling.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Email(email) => &email.0,
            Self::Phone(phone) => &phone.0,
        }
    }

    pub fn channel(&self) -> Channel {
        match self {
            Self::Email(_) => Channel::Email,
            Self::Phone(_) => Channel::Sms,
        }
    }

    /// What may be shown to whoever typed it: «i•••v@mail.ru», «+7 9•• •••-•4-67».
    /// The number of dots is constant: the length is not given away.
    pub fn masked(&self) -> String {
        match self {
            Self::Email(email) => {
                let (local, domain) = email.parts();
                let mut letters = local.chars();
                let first = letters.next().map(String::from).unwrap_or_default();
                // Of a short name the last letter would leave too little unknown.
                let last = if local.chars().count() > 3 { letters.next_back() } else { None };
                let last = last.map(String::from).unwrap_or_default();
                format!("{first}•••{last}@{domain}")
            }
            Self::Phone(phone) => {
                let tail = &phone.0[phone.0.len() - 3..];
                format!("+7 9•• •••-•{}-{}", &tail[..1], &tail[1..])
            }
        }
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

impl fmt::Display for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl FromStr for Login {
    type Err = LoginError;
    fn from_str(typed: &str) -> Result<Self, LoginError> {
        Self::parse(typed)
    }
}

impl TryFrom<String> for Login {
    type Error = LoginError;
    fn try_from(typed: String) -> Result<Self, LoginError> {
        Self::parse(&typed)
    }
}

impl From<Login> for String {
    fn from(login: Login) -> Self {
        login.as_str().to_owned()
    }
}
