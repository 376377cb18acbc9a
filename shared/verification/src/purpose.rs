//! What a code is for. It is part of the code's MAC and of the row: a code of one purpose is none of another
//! (security row 7).

use chrono::Duration;
use domain::code::CodeSettings;
use platform::config::Rules;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// R-010…R-015.
    Registration,
    /// R-024…R-027.
    Recovery,
    /// A new login, e-mail or phone of a user (C-20, C-21).
    ContactChange,
    /// A payment with a linked card (R-079; security row 71).
    CardPayment,
}

impl Purpose {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::Recovery => "recovery",
            Self::ContactChange => "contact_change",
            Self::CardPayment => "card_payment",
        }
    }

    /// The manual has times for the first two; the others wait as a registration does.
    pub(crate) fn settings(self, rules: &Rules) -> CodeSettings {
        let (ttl, resend_after) = match self {
            Self::Registration | Self::ContactChange | Self::CardPayment => {
                (rules.registration_code_ttl, rules.registration_resend_after)
            }
            Self::Recovery => (rules.recovery_code_ttl, rules.recovery_resend_after),
        };
        CodeSettings { ttl: Duration::seconds(ttl), resend_after: Duration::seconds(resend_after) }
    }
}
