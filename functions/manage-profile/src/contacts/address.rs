//! What waits for the code of a new address.

use domain::{UserId, login::Login};
use platform::{Refusal, Transaction, messages::Message, records::Credentials, store::keys};
use serde::{Deserialize, Serialize};
use verification::{Code, Purpose, Waits, texts};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    Login,
    Email,
    Phone,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct NewAddress {
    pub user: UserId,
    pub kind: ContactKind,
    /// The login at that time and its epoch: a change begun before another password or login is void (row 11).
    pub login: String,
    pub epoch: i64,
}

impl Waits for NewAddress {
    const PURPOSE: Purpose = Purpose::ContactChange;

    fn message(&self, site: &str, code: Option<&Code>) -> Message {
        match (self.kind, code) {
            (ContactKind::Login, Some(code)) => texts::login_code(code),
            (_, Some(code)) => texts::contact_code(code),
            (_, None) => texts::login_taken(site),
        }
    }

    fn holds(&self, _: &Login, transaction: Transaction<Refusal>) -> Transaction<Refusal> {
        let same = Credentials::same_epoch(self.user, self.epoch);
        transaction.check(keys::identity::login(&self.login), same, Refusal::FlowNotFound)
    }
}
