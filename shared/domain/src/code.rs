//! A code sent to the owner of a login (R-011… …R-026; C-04; security rows 2–6).
//! Here is only when it lives and dies: the digits and their MAC are the caller's.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// Wrong tries that kill a code (C-04, row 4).
pub const WRONG_TRIES: u32 = 3;

/// How long a code lives and when the next may be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeSettings {
    pub ttl: TimeDelta,
    pub resend_after: TimeDelta,
}

impl CodeSettings {
    ///
    pub const REGISTRATION: Self =
        Self { ttl: TimeDelta::seconds(160), resend_after: TimeDelta::seconds(115) };
    ///
    pub const RECOVERY: Self = Self { ttl: TimeDelta::seconds(70), resend_after: TimeDelta::seconds(70) };
}

/// The one live code of a flow: issuing the next one replaces it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeState {
    pub issued_at: DateTime<Utc>,
    /// From this moment the code is dead.
    pub expires_at: DateTime<Utc>,
    /// From this moment another may be asked for.
    pub resend_at: DateTime<Utc>,
    /// Wrong tries so far.
    pub attempts: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeVerdict {
    Right,
    /// The try is to be counted; so many are left.
    Wrong {
        left: u32,
    },
    Expired,
    /// No tries left; the third wrong one already answers so.
    UsedUp,
}

impl CodeState {
    pub fn issue(now: DateTime<Utc>, settings: &CodeSettings) -> Self {
        Self {
            issued_at: now,
            expires_at: now + settings.ttl,
            resend_at: now + settings.resend_after,
            attempts: 0,
        }
    }

    /// `matches`: the answer's MAC equals the stored one (compared in constant time by the caller).
    /// After `Wrong` and `UsedUp` store [`CodeState::counted`] under a condition on `attempts`.
    pub fn check(&self, now: DateTime<Utc>, matches: bool) -> CodeVerdict {
        if self.attempts >= WRONG_TRIES {
            CodeVerdict::UsedUp
        } else if now >= self.expires_at {
            CodeVerdict::Expired
        } else if matches {
            CodeVerdict::Right
        } else {
            match WRONG_TRIES - self.attempts - 1 {
                0 => CodeVerdict::UsedUp,
                left => CodeVerdict::Wrong { left },
            }
        }
    }

    /// The state with one more wrong try.
    pub fn counted(self) -> Self {
        Self { attempts: self.attempts.saturating_add(1), ..self }
    }

    pub fn may_resend(&self, now: DateTime<Utc>) -> bool {
        now >= self.resend_at
    }

    /// Whole seconds until the code dies, for the countdown; 0 when dead.
    pub fn expires_in(&self, now: DateTime<Utc>) -> i64 {
        seconds_until(self.expires_at, now)
    }

    /// Whole seconds until another may be asked for.
    pub fn resend_in(&self, now: DateTime<Utc>) -> i64 {
        seconds_until(self.resend_at, now)
    }
}

/// Rounded up: at «0» the thing has really happened.
fn seconds_until(moment: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    let left = (moment - now).num_milliseconds();
    if left <= 0 { 0 } else { (left + 999) / 1000 }
}

impl CodeVerdict {
    /// `None` for the right code.
    pub fn code(self) -> Option<&'static str> {
        match self {
            Self::Right => None,
            Self::Wrong { .. } => Some("wrong_code"),
            Self::Expired => Some("code_expired"),
            Self::UsedUp => Some("code_used_up"),
        }
    }

    pub fn message(self) -> String {
        match self {
            Self::Right => "Код принят".to_owned(),
            Self::Wrong { left: 1 } => "Неверный код. Осталась одна попытка".to_owned(),
            Self::Wrong { left } => format!("Неверный код. Осталось попыток: {left}"),
            Self::Expired => "Срок действия кода истёк. Запросите новый код".to_owned(),
            Self::UsedUp => {
                "Код больше не действует: слишком много неверных попыток. Запросите новый код".to_owned()
            }
        }
    }
}
