//! PINs: kept as MACs, sent to contacts on file, or waiting for an operator (R-180, R-181, C-25; security rows 50–54).
//!
//! A PIN is sent at once and directly; it never goes by the outbox.

pub mod key;
pub mod queue;
pub mod request;
mod texts;

pub use key::PinKey;
pub use queue::{approve, decline, waiting};
pub use request::{PinRequest, Requested};

use crate::{App, Problem, messages::MessageError};
use domain::{Account, AccountId, Company, login::Login, pin};

/// A PIN that has just been made: its MAC to keep, and itself to be sent.
struct Fresh {
    mac: String,
    pin: String,
}

impl Fresh {
    async fn make(app: &App, account: &AccountId) -> Result<Self, Problem> {
        let pin = pin::from_random(rand::random());
        let key = PinKey::read(app).await?;
        let mac = key.seal_typed(account, &pin).ok_or_else(|| Problem::internal("a new PIN is one"))?;
        Ok(Self { mac, pin })
    }

    async fn send(
        &self,
        app: &App,
        to: &Login,
        account: &AccountId,
        company: &Company,
    ) -> Result<(), MessageError> {
        let message =
            texts::pin(&app.config.site_url, &pin::grouped(&self.pin), account.number(), &company.name);
        app.messenger.send(to, &message).await
    }
}

/// Contacts that the company has on file, the e-mail first; those that nothing can be sent to are none (row 13).
fn on_file(account: &Account) -> Vec<Login> {
    let contacts = [&account.email, &account.phone];
    contacts.into_iter().flatten().filter_map(|contact| Login::parse(contact).ok()).collect()
}
