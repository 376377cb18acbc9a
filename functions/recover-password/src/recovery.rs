//! What waits for the code of a recovery.

use domain::{UserId, login::Login};
use platform::{Condition, Refusal, Transaction, messages::Message, records::Credentials, store::keys};
use serde::{Deserialize, Serialize};
use verification::{Code, Purpose, Waits, texts};

#[derive(Debug, Serialize, Deserialize)]
pub struct NewPassword {
    /// Hash of the password that begins to work with the code (security row 9).
    pub password: String,
    /// `None`: the login was nobody's.
    pub owner: Option<Owner>,
}

/// Whose password it is. A flow begun before another change of it is void (row 11).
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Owner {
    pub user: UserId,
    pub epoch: i64,
}

impl From<&Credentials> for Owner {
    fn from(known: &Credentials) -> Self {
        Self { user: known.user, epoch: known.epoch }
    }
}

impl Waits for NewPassword {
    const PURPOSE: Purpose = Purpose::Recovery;

    fn message(&self, site: &str, code: Option<&Code>) -> Message {
        match code {
            Some(code) => texts::recovery_code(code),
            None => texts::no_account(site),
        }
    }

    /// Both kinds of login are looked at alike.
    fn holds(&self, to: &Login, transaction: Transaction<Refusal>) -> Transaction<Refusal> {
        let same = match self.owner {
            Some(owner) => Credentials::same_epoch(owner.user, owner.epoch),
            None => Condition::Absent,
        };
        transaction.check(keys::identity::login(to.as_str()), same, Refusal::FlowNotFound)
    }
}
