//! The name of a card within its user: made of what is known of it, so that the same card linked again is the same
//! row and its new token takes the place of the old one.

use super::{BankCard, Expiry};
use crate::{CompanyId, MalformedId};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// `sever-mir-0004-203011`: company, type, last four digits, expiry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CardId {
    pub company: CompanyId,
    rest: String,
}

/// Longest part after the company.
const LONGEST: usize = 40;

impl CardId {
    pub fn of(company: &CompanyId, card: &BankCard) -> Self {
        let kind: String = card
            .card_type
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .take(24)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        let kind = if kind.is_empty() { "card" } else { &kind };
        let Expiry { year, month } = card.expiry;
        Self { company: company.clone(), rest: format!("{kind}-{}-{year:04}{month:02}", card.last4) }
    }
}

impl FromStr for CardId {
    type Err = MalformedId;
    fn from_str(text: &str) -> Result<Self, MalformedId> {
        let (company, rest) = text.split_once('-').ok_or(MalformedId)?;
        let fits = (1..=LONGEST).contains(&rest.len())
            && rest.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if fits { Ok(Self { company: company.parse()?, rest: rest.to_owned() }) } else { Err(MalformedId) }
    }
}

impl TryFrom<String> for CardId {
    type Error = MalformedId;
    fn try_from(text: String) -> Result<Self, MalformedId> {
        text.parse()
    }
}

impl From<CardId> for String {
    fn from(id: CardId) -> Self {
        id.to_string()
    }
}

impl fmt::Display for CardId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.company, self.rest)
    }
}
