//! E-mail addresses that people really have.

use super::LoginError;
use crate::text::contains_card_number;

/// Longest address that mail can carry (RFC 5321), bytes.
const MAX_EMAIL_BYTES: usize = 254;
const MAX_LOCAL_BYTES: usize = 64;
const MAX_LABEL_BYTES: usize = 63;

/// An address that passed [`super::Login::parse`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(pub(super) String);

impl Email {
    /// Name and domain, either side of the `@`.
    pub fn parts(&self) -> (&str, &str) {
        self.0.split_once('@').unwrap_or((&self.0, ""))
    }
}

pub(super) fn parse(typed: &str) -> Result<Email, LoginError> {
    let canonical = typed.to_lowercase();
    if canonical.len() > MAX_EMAIL_BYTES {
        return Err(LoginError::EmailTooLong);
    }
    let (local, domain) = canonical.split_once('@').ok_or(LoginError::MalformedEmail)?;
    // Whoever types a card number before the `@` has mistaken the field (security row 70).
    if is_local_part(local) && is_domain(domain) && !contains_card_number(&canonical) {
        Ok(Email(canonical))
    } else {
        Err(LoginError::MalformedEmail)
    }
}

/// Quoted names are lawful but nobody's: `"a b"@mail.ru` is more likely an attack than a person.
fn is_local_part(local: &str) -> bool {
    (1..=MAX_LOCAL_BYTES).contains(&local.len())
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b))
}

fn is_domain(domain: &str) -> bool {
    let labels: Vec<&str> = domain.split('.').collect();
    let is_label = |label: &&str| {
        (1..=MAX_LABEL_BYTES).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c == '-' || c.is_alphanumeric())
    };
    let top = labels.last().copied().unwrap_or_default();
    labels.len() >= 2
        && labels.iter().all(is_label)
        && top.chars().count() >= 2
        && !top.chars().all(char::is_numeric)
}
