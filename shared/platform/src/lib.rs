//! What every function stands on: configuration, the store, sessions, errors, messages, telemetry.
//! A function's own crate holds only its use case; what two of them need is here.

pub mod accounts;
pub mod app;
pub mod aws;
pub mod clock;
pub mod config;
pub mod consent;
pub mod files;
pub mod http;
pub mod incidents;
pub mod lambda;
pub mod limits;
pub mod messages;
pub mod offer;
pub mod outbox;
pub mod passwords;
pub mod pins;
pub mod problem;
pub mod records;
pub mod refusal;
pub mod secrets;
pub mod sessions;
pub mod store;
pub mod telemetry;
#[cfg(feature = "testing")]
pub mod testing;

pub use app::App;
pub use clock::Clock;
pub use config::Config;
pub use lambda::EventError;
pub use problem::{FieldError, Fields, Problem};
pub use refusal::Refusal;
pub use store::{
    BatchWrite, CommitError, Condition, Found, Key, Query, Store, StoreError, Table, Transaction,
};
