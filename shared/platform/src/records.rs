//! Rows that more than one function reads: of the identity table here, of payments and readings in modules of their
//! own.

pub mod cards;
mod credentials;
pub mod payments;
mod profile;
pub mod readings;

pub use credentials::{Credentials, OpenSession};
pub use profile::{Consent, Contact, Deletion, Erasure, Guide, GuideStep, Notices, Person, Profile};
