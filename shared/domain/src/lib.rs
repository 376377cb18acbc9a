//! The rules of gas and money. Nothing here waits, reads a clock, or knows a cloud:
//! every function gets `now` and records, and answers with a decision.

/// A refusal is shown to a person by its Russian message and told to a program by its code.
macro_rules! shown_by_message {
    ($($name:ty),+ $(,)?) => {$(
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.message())
            }
        }
        impl std::error::Error for $name {}
    )+};
}

pub mod account;
pub mod amounts;
pub mod balance;
pub mod calendar;
pub mod card;
pub mod code;
pub mod company;
pub mod device;
pub mod extension;
#[cfg(test)]
mod fixtures;
pub mod ids;
pub mod limits;
pub mod link;
pub mod login;
pub mod money;
pub mod packet;
pub mod password;
pub mod payee;
pub mod payment;
pub mod person;
pub mod pin;
pub mod readings;
pub mod reconciliation;
pub mod session;
pub mod settlement;
pub mod text;
pub mod words;

pub use account::*;
pub use amounts::{format_roubles, format_roubles_short};
pub use card::{BindingState, CardId};
pub use company::*;
pub use extension::ExtensionQuestion;
pub use ids::*;
pub use link::{Level, Rights};
pub use login::{Channel, Login, LoginError};
pub use money::Kopecks;
pub use password::{PasswordError, PasswordPolicy};
pub use payee::{OtherPayee, PaidTo};
pub use payment::{Payment, PaymentLine, PaymentMethod, PaymentState};
pub use words::in_words;
