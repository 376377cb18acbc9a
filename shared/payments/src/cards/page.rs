//! What the bank has given a binding: the token and the page, whose address has the token in it. Kept as one closed
//! text, opened only to ask the bank and to send the person there.

use crate::{
    Failure,
    vault::{Context, Vault},
};
use domain::card::{BindingSeen, Token};
use platform::{App, records::cards::StoredBinding};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct AtBank {
    token: String,
    /// Where the card is typed.
    pub page: Option<String>,
}

impl AtBank {
    /// `None` while the bank has not answered, and once the binding has ended.
    pub async fn of(app: &App, stored: &StoredBinding) -> Result<Option<Self>, Failure> {
        let Some(closed) = &stored.at_bank else { return Ok(None) };
        let text = Vault::of(app).await?.unclose(closed, &context(stored))?;
        let opened = serde_json::from_str(&text).map_err(|_| Failure::Bank("unreadable binding".into()))?;
        Ok(Some(opened))
    }

    pub(crate) fn token(&self) -> Token {
        Token(self.token.clone())
    }

    /// What is to be kept after this answer: the first token stays, a page that is told replaces the one before.
    pub(crate) async fn kept(
        app: &App,
        stored: &StoredBinding,
        seen: &BindingSeen,
    ) -> Result<Option<String>, Failure> {
        let BindingSeen::Pending { token, confirmation_url } = seen else {
            return Ok(stored.at_bank.clone());
        };
        if stored.at_bank.is_some() {
            return Ok(stored.at_bank.clone());
        }
        let at_bank = Self { token: token.0.clone(), page: confirmation_url.clone() };
        let text = serde_json::to_string(&at_bank).map_err(|error| Failure::Bank(error.to_string()))?;
        Ok(Some(Vault::of(app).await?.close(&text, &context(stored))?))
    }
}

fn context(stored: &StoredBinding) -> Context {
    let binding = &stored.binding;
    Context::binding(binding.user, &binding.company, binding.id)
}
