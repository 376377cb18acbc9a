//! The answer to a packet, put beside it in the exchange bucket.

use super::Problem;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// `{company}/out/{name}.ack.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledgement {
    /// SHA-256 of the ZIP, hexadecimal.
    pub packet: String,
    pub status: Status,
    /// `None` when the manifest could not be read.
    pub sequence: Option<u64>,
    /// Accounts in the packet, 0 if it was refused.
    pub accounts: u64,
    /// Rows of all its files, 0 if it was refused.
    pub rows: u64,
    /// The first hundred.
    pub errors: Vec<Problem>,
    pub errors_total: u64,
    pub at: DateTime<Utc>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Applied,
    Refused,
    AlreadyApplied,
}
