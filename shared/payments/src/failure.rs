//! Why a payment could not be followed. The payment itself is safe: its row says what is to be done and when.

use crate::vault::VaultError;
use platform::{EventError, Problem, StoreError, secrets::SecretsError};

#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Secrets(#[from] SecretsError),
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// No client of the bank could be made.
    #[error("bank: {0}")]
    Bank(String),
    /// The row vanished under our hands.
    #[error("payment is gone")]
    Gone,
    /// Others kept changing the payment.
    #[error("payment is being changed by others")]
    Contended,
    /// A credit of this payment is there although it had not succeeded.
    #[error("payment is credited already")]
    AlreadyCredited,
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Store(error) => error.into(),
            Failure::Secrets(error) => error.into(),
            Failure::Contended => Self::unavailable(failure).retry_after(2),
            Failure::Bank(_) | Failure::Vault(_) | Failure::Gone | Failure::AlreadyCredited => {
                Self::internal(failure)
            }
        }
    }
}

impl From<Failure> for EventError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Store(error) => error.into(),
            Failure::Secrets(error) => error.into(),
            other => Self::Other(other.to_string()),
        }
    }
}
