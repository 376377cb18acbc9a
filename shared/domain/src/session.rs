//! How long a session lives (security row 31): by its own stored times, not by when a table sweeps it.

use chrono::{DateTime, TimeDelta, Utc};

#[cfg(test)]
mod tests;

/// Without a request for so long the session is over.
pub const IDLE: TimeDelta = TimeDelta::minutes(30);
/// However busy, it is over after so long.
pub const ABSOLUTE: TimeDelta = TimeDelta::hours(12);
/// `seen_at` is written no oftener than this: a page makes several requests at once.
pub const TOUCH_AFTER: TimeDelta = TimeDelta::minutes(1);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionVerdict {
    Live {
        /// When it ends if nothing more is asked.
        ends_at: DateTime<Utc>,
        /// Whether `seen_at` is worth writing now.
        touch: bool,
    },
    Idle,
    TooOld,
}

pub fn decide(created_at: DateTime<Utc>, seen_at: DateTime<Utc>, now: DateTime<Utc>) -> SessionVerdict {
    if now - created_at >= ABSOLUTE {
        SessionVerdict::TooOld
    } else if now - seen_at >= IDLE {
        SessionVerdict::Idle
    } else {
        let touch = now - seen_at >= TOUCH_AFTER;
        let seen_at = if touch { now } else { seen_at };
        SessionVerdict::Live { ends_at: (seen_at + IDLE).min(created_at + ABSOLUTE), touch }
    }
}

impl SessionVerdict {
    pub fn is_live(self) -> bool {
        matches!(self, Self::Live { .. })
    }
}
