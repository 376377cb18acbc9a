//! How often anything may be tried (security rows 4, 5, 14, 19, 20, 46, 50, 73), as pure counting:
//! the store keeps the counters, the clock is the caller's. The numbers are defaults and may be configured.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// No more than `max` in `window`, counted under `name` for each key (a login, an address, a company).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    pub name: &'static str,
    pub max: u32,
    pub window: TimeDelta,
}

const HOUR: TimeDelta = TimeDelta::hours(1);
const DAY: TimeDelta = TimeDelta::hours(24);

const fn limit(name: &'static str, max: u32, window: TimeDelta) -> Limit {
    Limit { name, max, window }
}

/// Registrations begun from one address; how many is a setting of the installation.
pub const fn registrations_per_ip(max: u32) -> Limit {
    limit("registrations_ip", max, HOUR)
}
/// Recoveries begun from one address, counted as registrations are.
pub const RECOVERIES_PER_IP: Limit = limit("recoveries_ip", 60, HOUR);
/// Changes of login, e-mail or phone begun by one user: codes go to addresses that are not yet theirs.
pub const CONTACT_CHANGES_PER_USER: Limit = limit("contact_changes_user", 10, DAY);
/// Archives of own data made for one user.
pub const ARCHIVES_PER_USER: Limit = limit("archives_user", 5, DAY);
/// Wrong codes of one login over all its codes (row 4).
pub const WRONG_CODES_PER_LOGIN: Limit = limit("wrong_codes_login", 15, DAY);
/// Codes sent to one login (row 5).
pub const CODES_PER_LOGIN_HOUR: Limit = limit("codes_login_hour", 5, HOUR);
pub const CODES_PER_LOGIN_DAY: Limit = limit("codes_login_day", 10, DAY);
/// SMS to one number (row 14).
pub const SMS_PER_NUMBER: Limit = limit("sms_number", 5, DAY);
/// SMS asked for from one IP address (row 14).
pub const SMS_PER_IP: Limit = limit("sms_ip", 10, HOUR);
/// SMS to one run of numbers, [`crate::login::Phone::prefix`] (row 14).
pub const SMS_PER_PREFIX: Limit = limit("sms_prefix", 20, HOUR);
/// SMS of the whole installation: the kill switch of row 14.
pub const SMS_BUDGET: Limit = limit("sms_budget", 5000, DAY);
/// Share of [`SMS_BUDGET`] from which somebody is woken, percent (row 14).
pub const SMS_BUDGET_ALARM_PERCENT: u32 = 80;
/// Different logins tried from one IP address (row 20).
pub const LOGINS_PER_IP: Limit = limit("logins_ip", 20, TimeDelta::minutes(10));
/// Account numbers that were not found, of one user (row 46).
pub const LINK_FAILS_PER_USER: Limit = limit("link_fails_user", 5, DAY);
/// The same of one IP address (row 46).
pub const LINK_FAILS_PER_IP: Limit = limit("link_fails_ip", 20, DAY);
/// The same of one company: past it somebody is woken, nobody is refused (row 46).
pub const LINK_FAILS_PER_COMPANY_ALARM: Limit = limit("link_fails_company", 200, HOUR);
/// Links made by one user; unlinking gives nothing back (row 46).
pub const LINKS_PER_USER: Limit = limit("links_user", 6, DAY);
/// Wrong answers of one user on one account, then a pause of a day (row 50).
pub const EXTENSION_WRONG_ANSWERS: Limit = limit("extension_wrong", 3, DAY);
/// Answers on one account from all its users together (row 50).
pub const EXTENSION_ANSWERS_PER_ACCOUNT: Limit = limit("extension_account", 5, DAY);
/// Wrong PINs that make a PIN void (row 50).
pub const PIN_WRONG_TRIES: u32 = 10;
/// Times that readings of one account were sent: far more than its meters, far less than a flood.
pub const READINGS_PER_ACCOUNT: Limit = limit("readings_account", 30, DAY);
/// Bills and receipts made for one user: more than anybody prints, less than a flood.
pub const DOCUMENTS_PER_USER: Limit = limit("documents_user", 30, TimeDelta::minutes(10));
/// Files of accounts exported by one user: more than anybody saves, less than a flood.
pub const ACCOUNT_EXPORTS_PER_USER: Limit = limit("account_exports_user", 30, TimeDelta::minutes(10));
/// Requests for a PIN of one user on one account (C-25).
pub const PIN_REQUESTS: Limit = limit("pin_requests", 1, DAY);
/// Requests for a PIN on one account from all its users together: its holder is told of each.
pub const PIN_REQUESTS_PER_ACCOUNT: Limit = limit("pin_requests_account", 3, DAY);
/// New payments of one user (row 73).
pub const PAYMENTS_PER_USER: Limit = limit("payments_user", 5, TimeDelta::minutes(10));
/// Payments of one user that the bank declined (row 73).
pub const DECLINES_PER_USER: Limit = limit("declines_user", 3, HOUR);
/// Cards that one user tried to link (row 73).
pub const BINDINGS_PER_USER: Limit = limit("bindings_user", 5, DAY);

/// A fixed window that opens with the first hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counter {
    pub since: DateTime<Utc>,
    pub count: u32,
}

/// Over the limit; ask again after so long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany {
    pub retry_after: TimeDelta,
}

impl TooMany {
    pub fn code(self) -> &'static str {
        "too_many_requests"
    }

    pub fn message(self) -> String {
        "Слишком много попыток. Подождите немного и попробуйте снова".to_owned()
    }

    /// For the `Retry-After` header: whole seconds, at least one.
    pub fn seconds(self) -> i64 {
        ((self.retry_after.num_milliseconds() + 999) / 1000).max(1)
    }
}

shown_by_message!(TooMany);

impl Limit {
    /// Counts one more: the counter to store, or how long to wait.
    pub fn hit(&self, stored: Option<Counter>, now: DateTime<Utc>) -> Result<Counter, TooMany> {
        let running = stored.filter(|counter| now < counter.since + self.window);
        match running {
            None if self.max == 0 => Err(TooMany { retry_after: self.window }),
            None => Ok(Counter { since: now, count: 1 }),
            Some(counter) if counter.count < self.max => Ok(Counter { count: counter.count + 1, ..counter }),
            Some(counter) => Err(TooMany { retry_after: counter.since + self.window - now }),
        }
    }

    /// The same without counting: may one more be tried at all?
    pub fn allows(&self, stored: Option<Counter>, now: DateTime<Utc>) -> Result<(), TooMany> {
        self.hit(stored, now).map(|_| ())
    }

    /// A sliding window over remembered moments: no burst fits at the border of two windows.
    /// Answers with the moments to store, `now` among them.
    pub fn slide(
        &self,
        moments: &[DateTime<Utc>],
        now: DateTime<Utc>,
    ) -> Result<Vec<DateTime<Utc>>, TooMany> {
        let mut recent: Vec<_> =
            moments.iter().copied().filter(|moment| now < *moment + self.window).collect();
        recent.sort_unstable();
        let max = self.max as usize;
        if max == 0 {
            return Err(TooMany { retry_after: self.window });
        }
        if recent.len() >= max {
            // Room appears when all but `max - 1` of them have left the window.
            return Err(TooMany { retry_after: recent[recent.len() - max] + self.window - now });
        }
        recent.push(now);
        Ok(recent)
    }
}

/// Wrong passwords of one login in a row (row 19).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Throttle {
    pub fails: u32,
    pub last_failed_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThrottleVerdict {
    Allowed,
    Wait(TooMany),
    /// Sign-in by password is off until recovery.
    Off,
}

impl Throttle {
    /// Fails that cost nothing.
    pub const FREE_FAILS: u32 = 5;
    /// Fails in a row that switch the password off.
    pub const OFF_AFTER: u32 = 100;
    pub const LONGEST_DELAY: TimeDelta = TimeDelta::seconds(900);

    pub fn verdict(&self, now: DateTime<Utc>) -> ThrottleVerdict {
        if self.fails >= Self::OFF_AFTER {
            return ThrottleVerdict::Off;
        }
        let open_at = self.last_failed_at.map(|at| at + self.delay());
        match open_at {
            Some(open_at) if now < open_at => ThrottleVerdict::Wait(TooMany { retry_after: open_at - now }),
            _ => ThrottleVerdict::Allowed,
        }
    }

    /// 1, 2, 4 … 900 s after the fifth, sixth, seventh fail.
    pub fn delay(&self) -> TimeDelta {
        match self.fails.checked_sub(Self::FREE_FAILS) {
            None => TimeDelta::zero(),
            Some(over) => TimeDelta::seconds(1 << over.min(10)).min(Self::LONGEST_DELAY),
        }
    }

    pub fn failed(self, now: DateTime<Utc>) -> Self {
        Self { fails: self.fails.saturating_add(1), last_failed_at: Some(now) }
    }

    /// After a right password or a recovery.
    pub fn cleared() -> Self {
        Self::default()
    }
}
