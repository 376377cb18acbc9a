//! A profile as its owner sees it.

use chrono::{DateTime, Utc};
use domain::login::Channel;
use platform::records::{Contact, Deletion, Guide, Notices, Person, Profile};
use serde::Serialize;

/// «Персональная информация» and everything else that is set in the settings.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Profile)]
pub struct ProfileView {
    pub login: String,
    /// How codes for the login arrive.
    pub channel: Channel,
    pub created_at: DateTime<Utc>,
    pub person: Person,
    /// Where notices go; verified by a code (C-20).
    pub email: Option<Contact>,
    pub phone: Option<Contact>,
    pub notices: Notices,
    /// «Получать квитанцию в электронном виде на e-mail».
    pub e_bill: bool,
    pub consent: Option<ConsentRecord>,
    pub guide: Guide,
    /// The profile is about to be erased; this may still be taken back.
    pub deletion: Option<Deletion>,
    pub password_changed_at: Option<DateTime<Utc>>,
}

/// The consent that was given (security row 90).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ConsentRecord {
    pub version: String,
    pub accepted_at: DateTime<Utc>,
}

impl From<Profile> for ProfileView {
    fn from(profile: Profile) -> Self {
        let channel = if profile.login.contains('@') { Channel::Email } else { Channel::Sms };
        let consent =
            profile.consent.map(|given| ConsentRecord { version: given.version, accepted_at: given.at });
        Self {
            login: profile.login,
            channel,
            created_at: profile.created_at,
            person: profile.person,
            email: profile.email,
            phone: profile.phone,
            notices: profile.notices,
            e_bill: profile.e_bill,
            consent,
            guide: profile.guide,
            deletion: profile.deletion,
            password_changed_at: profile.password_changed_at,
        }
    }
}
