//! The exchange packet of a company (РГК): what its manifest and rows may say, and what they come to.
//!
//! Here are only the rules, so that whoever makes packets and whoever reads them agree: the ZIP, the
//! CSV and the tables are the business of the import. A packet is accepted whole or not at all, hence
//! every check collects [`Problems`] and goes on, so that a company sees all its mistakes at once.

mod acknowledgement;
mod assemble;
mod check;
mod fields;
mod file;
mod journal;
mod manifest;
mod problems;
mod records;
mod rows;
mod settings;

pub use acknowledgement::{Acknowledgement, Status};
pub use assemble::{AccountData, Context, assemble};
pub use fields::{Bad, decimal, money};
pub use file::File;
pub use journal::{Claim, Decision, Journal, JournalState, LEASE_SECONDS, decide};
pub use manifest::{Encoding, FORMAT, FileEntry, Kind, Manifest, Mode, Sign};
pub use problems::{Problem, Problems, REPORTED};
pub use records::{CompanyPayments, MeterHistory, ServiceSettlements};
pub use rows::*;
pub use settings::check_company;

/// Largest packet when unpacked, bytes: what a company of 100 000 accounts needs with room to spare. It is read
/// in constant memory, so the limit guards time, not memory.
pub const MAX_UNPACKED: u64 = 600_000_000;

/// Largest packet as it lies in the exchange bucket, bytes.
pub const MAX_PACKED: u64 = 64_000_000;

#[cfg(test)]
mod tests;
