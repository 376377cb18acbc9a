//! The order of packets: each is applied once, in sequence, and by one worker at a time.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// How long a worker may be silent before another one takes its packet over.
pub const LEASE_SECONDS: i64 = 45;

/// What the import journal says of one sequence number. Written when the packet is taken up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Journal {
    pub sequence: u64,
    /// Of the whole ZIP, hexadecimal.
    pub sha256: String,
    pub name: String,
    pub state: JournalState,
    /// Who is applying it: another worker's writes must fail.
    pub worker: String,
    pub lease_until: DateTime<Utc>,
    pub as_of: DateTime<Utc>,
    /// What was in it.
    pub accounts: u64,
    pub rows: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JournalState {
    Applying,
    Applied,
}

/// The packet last applied for a company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    pub sequence: u64,
    pub sha256: String,
    pub as_of: DateTime<Utc>,
}

/// What to do with a packet that is otherwise in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Claim the sequence and apply; also after another worker's lease has run out.
    Apply,
    /// This very packet has been applied: write nothing, say so.
    AlreadyApplied,
    /// Somebody is at it: come again later.
    Busy,
    /// With the reason, in Russian.
    Refuse(&'static str),
}

/// `claim` is what is to be applied, `last` the packet last applied, `entry` the journal entry of its sequence.
pub fn decide(claim: &Claim, last: Option<&Claim>, entry: Option<&Journal>, now: DateTime<Utc>) -> Decision {
    if let Some(entry) = entry {
        if entry.sha256 != claim.sha256 {
            return Decision::Refuse("пакет с этим номером и другим содержимым уже принят");
        }
        if entry.state == JournalState::Applied {
            return Decision::AlreadyApplied;
        }
    }
    let applied = last.map_or(0, |last| last.sequence);
    if claim.sequence <= applied {
        return Decision::Refuse("пакет с этим номером или более новый уже загружен");
    }
    if claim.sequence > applied + 1 {
        return Decision::Refuse("номер пакета не следующий по порядку: пропущен предыдущий пакет");
    }
    if last.is_some_and(|last| claim.as_of < last.as_of) {
        return Decision::Refuse("данные старее загруженных: дата выгрузки раньше, чем в предыдущем пакете");
    }
    match entry {
        Some(entry) if entry.lease_until > now => Decision::Busy,
        _ => Decision::Apply,
    }
}
