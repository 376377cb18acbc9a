//! What is wrong with a packet, in words its sender understands.

use super::File;
use serde::{Deserialize, Serialize};

/// How many problems an acknowledgement lists; the rest are only counted.
pub const REPORTED: usize = 100;

/// One mistake. `row` is the line of the file, the header being line 1; `None`: the file or packet as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub file: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub row: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub column: Option<String>,
    /// In Russian.
    pub message: String,
}

/// The first [`REPORTED`] problems and the number of all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems {
    first: Vec<Problem>,
    total: u64,
}

impl Problems {
    pub fn is_empty(&self) -> bool {
        self.total == 0
    }

    pub fn total(&self) -> u64 {
        self.total
    }

    pub fn list(&self) -> &[Problem] {
        &self.first
    }

    /// A mistake in one cell.
    pub fn cell(&mut self, file: File, row: u64, column: &str, message: impl Into<String>) {
        self.add(file.name(), Some(row), Some(column), message);
    }

    /// A mistake of a whole file, or of the packet if `file` is its name.
    pub fn file(&mut self, file: &str, message: impl Into<String>) {
        self.add(file, None, None, message);
    }

    pub fn add(&mut self, file: &str, row: Option<u64>, column: Option<&str>, message: impl Into<String>) {
        self.total += 1;
        if self.first.len() < REPORTED {
            self.first.push(Problem {
                file: file.to_owned(),
                row,
                column: column.map(str::to_owned),
                message: message.into(),
            });
        }
    }
}
