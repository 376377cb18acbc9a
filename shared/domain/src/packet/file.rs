//! The CSV files of a packet and their columns.

use std::{fmt, str::FromStr};

/// A CSV file of a packet. Rows go in the order of account numbers (as text), so that a packet of any
/// size is read in constant memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum File {
    Accounts,
    Services,
    Settlements,
    Meters,
    Readings,
    Payments,
    Parameters,
    Benefits,
    Regimes,
    Equipment,
    Contracts,
    Acts,
}

impl File {
    pub const ALL: [Self; 12] = [
        Self::Accounts,
        Self::Services,
        Self::Settlements,
        Self::Meters,
        Self::Readings,
        Self::Payments,
        Self::Parameters,
        Self::Benefits,
        Self::Regimes,
        Self::Equipment,
        Self::Contracts,
        Self::Acts,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Accounts => "accounts.csv",
            Self::Services => "services.csv",
            Self::Settlements => "settlements.csv",
            Self::Meters => "meters.csv",
            Self::Readings => "readings.csv",
            Self::Payments => "payments.csv",
            Self::Parameters => "parameters.csv",
            Self::Benefits => "benefits.csv",
            Self::Regimes => "regimes.csv",
            Self::Equipment => "equipment.csv",
            Self::Contracts => "contracts.csv",
            Self::Acts => "acts.csv",
        }
    }

    /// The header: all of these, in any order, and no other; [`File::optional`] may be left out.
    pub const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Accounts => {
                &["account", "unified", "holder", "address", "email", "phone", "owner_changed", "pin_hash"]
            }
            Self::Services => &["account", "service", "name", "balance"],
            Self::Settlements => &[
                "account",
                "service",
                "period",
                "opening",
                "charged",
                "volume",
                "tariff",
                "paid",
                "benefits",
                "correction",
                "closing",
            ],
            Self::Meters => &[
                "account",
                "meter",
                "name",
                "serial",
                "digits",
                "state",
                "place",
                "next_verification",
                "seal_date",
                "average_monthly",
            ],
            Self::Readings => &["account", "meter", "date", "value", "consumption", "source", "status"],
            Self::Payments => &["account", "payment", "date", "place", "portal_payment", "service", "amount"],
            Self::Parameters | Self::Benefits | Self::Regimes => &["account", "name", "value"],
            Self::Equipment => &["account", "name", "kind"],
            Self::Contracts => &["account", "number", "service", "status", "start", "end", "archived"],
            Self::Acts => &["account", "act", "date", "service", "line", "amount"],
        }
    }

    /// Columns that a company may leave out: all their cells are then empty.
    pub const fn optional(self) -> &'static [&'static str] {
        match self {
            Self::Accounts => &["pin_hash"],
            _ => &[],
        }
    }

    /// Columns of money: their sum over the file is its control sum.
    pub const fn money(self) -> &'static [&'static str] {
        match self {
            Self::Services => &["balance"],
            Self::Settlements => &["opening", "charged", "paid", "benefits", "correction", "closing"],
            Self::Payments | Self::Acts => &["amount"],
            _ => &[],
        }
    }

    /// Files of the subscriber's card: a delta may leave out all of them.
    pub const fn is_card(self) -> bool {
        matches!(
            self,
            Self::Parameters
                | Self::Benefits
                | Self::Regimes
                | Self::Equipment
                | Self::Contracts
                | Self::Acts
        )
    }

    /// How many bytes of rows one account may have in this file: what keeps every record
    /// within the 400 KB that the store allows.
    pub const fn bytes_per_account(self) -> u64 {
        if self.is_card() { 16_000 } else { 48_000 }
    }
}

impl fmt::Display for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for File {
    type Err = ();
    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|file| file.name() == name).ok_or(())
    }
}
