//! PINs that open the extended version (R-180, R-181, C-25; security rows 50, 52, 53): how one is written and how long it
//! lives. Chance, digest and MAC are the caller's.

use crate::{AccountId, limits::PIN_WRONG_TRIES};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

#[cfg(test)]
mod tests;

/// Signs that nobody takes for one another, on paper or by ear; a power of two, so that any random byte picks one fairly.
pub const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// Signs of a PIN that the portal gives out (row 53).
pub const LENGTH: usize = 8;
/// How long a PIN that the portal gave out may be used (row 53).
pub const LIVES: TimeDelta = TimeDelta::days(90);
/// The longest thing that can be a PIN of a company, characters.
const LONGEST: usize = 32;

/// A PIN of so many random bytes.
pub fn from_random(bytes: [u8; LENGTH]) -> String {
    bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect()
}

/// «K7QF-3MWX», as it is written to a person.
pub fn grouped(pin: &str) -> String {
    let signs: Vec<char> = pin.chars().collect();
    signs.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// What is digested of a PIN: `company:number:PIN`, the PIN in capitals without spaces and dashes and with Latin letters
/// for their Cyrillic twins. `None`: what was typed cannot be one.
pub fn to_digest(account: &AccountId, typed: &str) -> Option<String> {
    let pin = crate::extension::canonical(typed);
    let fits = (1..=LONGEST).contains(&pin.chars().count()) && pin.chars().all(char::is_alphanumeric);
    fits.then(|| format!("{}:{}:{pin}", account.company, account.number()))
}

/// A PIN as it is kept: never itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPin {
    /// HMAC, hex.
    #[serde(default)]
    pub mac: String,
    /// Wrong answers so far, whoever gave them.
    #[serde(default)]
    pub wrong: u32,
    /// `None`: the company's own, which lives as long as the company sends it.
    #[serde(default)]
    pub expires_at: Option<DateTime<Utc>>,
}

impl KeptPin {
    pub fn issued(mac: String, now: DateTime<Utc>) -> Self {
        Self { mac, wrong: 0, expires_at: Some(now + LIVES) }
    }

    /// The company's PIN with what is known of answers to it. A new PIN of the company begins anew.
    pub fn of_company(mac: &str, known: Option<Self>) -> Self {
        known.filter(|known| known.mac == mac).unwrap_or_else(|| Self {
            mac: mac.to_owned(),
            wrong: 0,
            expires_at: None,
        })
    }

    /// Ten wrong answers void a PIN (row 50).
    pub fn is_void(&self) -> bool {
        self.wrong >= PIN_WRONG_TRIES
    }

    pub fn is_live(&self, now: DateTime<Utc>) -> bool {
        !self.is_void() && self.expires_at.is_none_or(|end| now < end)
    }

    /// Compares in constant time (row 51).
    pub fn is(&self, mac: &str) -> bool {
        !self.mac.is_empty() && self.mac.as_bytes().ct_eq(mac.as_bytes()).into()
    }
}
