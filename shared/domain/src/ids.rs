//! Identifiers that cannot be mistaken for one another.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

macro_rules! ulid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub ulid::Ulid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = ulid::DecodeError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                ulid::Ulid::from_string(text).map(Self)
            }
        }
    };
}

ulid_id!(
    /// A registered user of the portal (owner of a login).
    UserId
);
ulid_id!(
    /// A payment made through the portal.
    PaymentId
);
ulid_id!(
    /// Money given back of a payment.
    RefundId
);
ulid_id!(
    /// A card on its way to being linked.
    BindingId
);
ulid_id!(
    /// A registration waiting for its code.
    FlowId
);

/// A refund has a number among those of payments: rows, credits and packets tell the two apart by their sign.
impl From<RefundId> for PaymentId {
    fn from(refund: RefundId) -> Self {
        Self(refund.0)
    }
}

/// Code of a company (РГК): two to twenty small Latin letters, e.g. `sever`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CompanyId(String);

/// Not the form of an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("malformed identifier")]
pub struct MalformedId;

impl CompanyId {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for CompanyId {
    type Error = MalformedId;
    fn try_from(text: String) -> Result<Self, MalformedId> {
        let fits = (2..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase());
        if fits { Ok(Self(text)) } else { Err(MalformedId) }
    }
}

impl From<CompanyId> for String {
    fn from(id: CompanyId) -> Self {
        id.0
    }
}

impl FromStr for CompanyId {
    type Err = MalformedId;
    fn from_str(text: &str) -> Result<Self, MalformedId> {
        Self::try_from(text.to_owned())
    }
}

impl fmt::Display for CompanyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An account (лицевой счёт) of one company. Digits with leading zeros kept (C-01); in text `sever-33016355`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountId {
    pub company: CompanyId,
    number: String,
}

impl AccountId {
    /// `number`: 1 to 20 digits; the company's own limits are checked by its settings.
    pub fn new(company: CompanyId, number: &str) -> Result<Self, MalformedId> {
        let fits = (1..=20).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
        if fits { Ok(Self { company, number: number.to_owned() }) } else { Err(MalformedId) }
    }

    pub fn number(&self) -> &str {
        &self.number
    }
}

impl FromStr for AccountId {
    type Err = MalformedId;
    fn from_str(text: &str) -> Result<Self, MalformedId> {
        let (company, number) = text.split_once('-').ok_or(MalformedId)?;
        Self::new(company.parse()?, number)
    }
}

impl TryFrom<String> for AccountId {
    type Error = MalformedId;
    fn try_from(text: String) -> Result<Self, MalformedId> {
        text.parse()
    }
}

impl From<AccountId> for String {
    fn from(id: AccountId) -> Self {
        id.to_string()
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.company, self.number)
    }
}
