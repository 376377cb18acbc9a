//! The local cloud: everything that the portal needs of AWS and of the world, in one process,
//! so that `cargo run` is all a newcomer types and a test starts the whole system in memory.
//!
//! DynamoDB and S3 are embedded emulators reached by the real SDK over HTTP; SES, SNS and the
//! secrets are a post office of ours; the bank is a simulator. What stands between them (routes,
//! triggers, schedules, headers) is read from `template.yaml`.
//!
//! ```no_run
//! # async fn journey() -> anyhow::Result<()> {
//! let cloud = local_cloud::start(local_cloud::Options::for_tests()).await?;
//! let answer = reqwest::get(format!("{}/api/companies", cloud.portal_url)).await?;
//! assert_eq!(answer.status(), 200);
//! cloud.stop().await;
//! # Ok(())
//! # }
//! ```

pub mod args;
mod aws;
mod bundle;
mod cloud;
mod console;
mod cron;
mod database;
mod emulator;
mod failures;
mod files;
mod first_start;
mod folder;
mod functions;
mod gateway;
mod objects;
pub mod openapi;
mod options;
mod ports;
pub mod post;
mod run;
mod schedules;
mod settings;
mod site;
mod site_headers;
mod stop;
mod streams;
pub mod template;
mod wire;

pub use args::Args;
pub use cloud::{Running, start, workspace};
pub use console::Addresses;
pub use console::faults::BANK_FAULTS;
pub use emulator::emulator;
pub use failures::{Failed, Failures};
pub use functions::{Functions, apis};
pub use options::{Options, Tell};
pub use run::run;
pub use schedules::Schedules;
pub use wire::{Fault, Wire};
