//! A user as a person. The row is put once, at registration, and from then on changed field by field: no writer
//! takes back what another has just written.

use chrono::{DateTime, Utc};
use domain::{
    UserId,
    login::{Channel, Login},
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    pub user: UserId,
    /// Canonical.
    pub login: String,
    pub created_at: DateTime<Utc>,
    pub consent: Option<Consent>,
    #[serde(default)]
    pub person: Person,
    /// Verified by a code and separate from the login (C-20).
    #[serde(default)]
    pub email: Option<Contact>,
    #[serde(default)]
    pub phone: Option<Contact>,
    #[serde(default)]
    pub notices: Notices,
    /// The bill comes by e-mail every month.
    #[serde(default)]
    pub e_bill: bool,
    #[serde(default)]
    pub guide: Guide,
    #[serde(default)]
    pub deletion: Option<Deletion>,
    /// From here on the deletion cannot be taken back.
    #[serde(default)]
    pub erasing_since: Option<DateTime<Utc>>,
    #[serde(default)]
    pub password_changed_at: Option<DateTime<Utc>>,
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

/// What a person is called.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Person {
    pub surname: Option<String>,
    pub name: Option<String>,
    pub patronymic: Option<String>,
}

/// An address whose owner has given the code that was sent there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Contact {
    #[schema(value_type = String)]
    pub address: Login,
    pub verified_at: DateTime<Utc>,
}

/// What the person wants to be told of. Whatever guards the account is told always.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Notices {
    /// «о новых задолженностях».
    pub debts: bool,
    /// «об изменении статусов заявок и других документов».
    pub statuses: bool,
    /// «новостные».
    pub news: bool,
}

impl Default for Notices {
    fn default() -> Self {
        Self { debts: true, statuses: true, news: false }
    }
}

/// Where the guide of the first visit is (R-016…R-018). What is done is seen from the data themselves; here is
/// only what was passed over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    pub skipped: bool,
    pub seen: Vec<GuideStep>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GuideStep {
    Welcome,
    Consent,
    Link,
    Extend,
    Reading,
    Notices,
}

/// A deletion that has been asked for and may still be taken back (security row 90).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Deletion {
    pub requested_at: DateTime<Utc>,
    pub erases_at: DateTime<Utc>,
}

/// A profile whose turn to be erased comes; under `keys::identity::erasure`, whose order is that of the turns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    pub user: UserId,
    pub erases_at: DateTime<Utc>,
}

impl Profile {
    /// Of a user who has just registered: the login's own address is the first verified contact.
    pub fn new(user: UserId, login: &Login, now: DateTime<Utc>) -> Self {
        let contact = Contact { address: login.clone(), verified_at: now };
        let (email, phone) = match login.channel() {
            Channel::Email => (Some(contact), None),
            Channel::Sms => (None, Some(contact)),
        };
        Self {
            user,
            login: login.as_str().to_owned(),
            created_at: now,
            consent: None,
            person: Person::default(),
            email,
            phone,
            notices: Notices::default(),
            e_bill: false,
            guide: Guide::default(),
            deletion: None,
            erasing_since: None,
            password_changed_at: None,
        }
    }

    /// Whether the present text has yet to be accepted.
    pub fn consent_required(&self) -> bool {
        self.consent.as_ref().is_none_or(|consent| consent.version != crate::consent::VERSION)
    }

    /// Verified addresses, e-mail first.
    pub fn contacts(&self) -> impl Iterator<Item = &Login> {
        [&self.email, &self.phone].into_iter().flatten().map(|contact| &contact.address)
    }

    /// Where an ordinary notice goes: one address is enough.
    pub fn address(&self) -> Option<Login> {
        self.contacts().next().cloned().or_else(|| Login::parse(&self.login).ok())
    }

    /// Where a code goes that confirms a deed of somebody who is signed in: an SMS rather than a letter, since
    /// a letter may lie open in the next tab.
    pub fn code_address(&self) -> Option<Login> {
        let login = Login::parse(&self.login).ok();
        let all = || self.contacts().cloned().chain(login.clone());
        all().find(|address| address.channel() == Channel::Sms).or_else(|| all().next())
    }

    /// Where whatever guards the account goes: everywhere (security row 11).
    pub fn every_address(&self) -> Vec<Login> {
        let mut all: Vec<Login> = self.contacts().cloned().collect();
        all.extend(Login::parse(&self.login));
        all.sort();
        all.dedup();
        all
    }
}
