//! Rows that more than one function reads: of the identity table here, of payments and readings in modules of their
//! own.

pub mod payments;
pub mod readings;

use chrono::{DateTime, Utc};
use domain::UserId;
use serde::{Deserialize, Serialize};

/// What a login and a password are checked against.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Credentials {
    pub user: UserId,
    /// Argon2id, PHC string.
    pub hash: String,
    pub created_at: DateTime<Utc>,
}

/// A user as a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    pub user: UserId,
    /// Canonical.
    pub login: String,
    pub created_at: DateTime<Utc>,
    pub consent: Option<Consent>,
}

/// Proof that the person agreed to a certain text (security row 90).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    pub version: String,
    /// SHA-256 of the text that was shown, hex.
    pub text_sha256: String,
    pub at: DateTime<Utc>,
    pub ip: String,
}

impl Profile {
    /// Whether the present text has yet to be accepted.
    pub fn consent_required(&self) -> bool {
        self.consent.as_ref().is_none_or(|consent| consent.version != crate::consent::VERSION)
    }
}
