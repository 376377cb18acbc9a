//! The server's clock. Expiry is always a condition on it; DynamoDB's TTL only sweeps.

use chrono::{DateTime, Duration, Utc};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// Tells the time; tests set it, a soak lives through hours in minutes.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    #[default]
    System,
    /// Milliseconds since 1970, moved by hand.
    Manual(Arc<AtomicI64>),
    Fast(Fast),
}

/// A clock that has run faster than the system's since the moment at which both showed the same. Two processes that
/// are told the same three numbers agree.
#[derive(Debug, Clone)]
pub struct Fast {
    since: DateTime<Utc>,
    /// Seconds that pass on it in one second of the system's.
    pace: u32,
    /// Milliseconds that it was moved forward by hand besides.
    ahead: Arc<AtomicI64>,
}

impl Clock {
    /// A clock that stands still until it is moved.
    pub fn standing_at(now: DateTime<Utc>) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(now.timestamp_millis())))
    }

    /// A clock that runs `pace` times as fast as the system's since `since`, and is `ahead` of that.
    pub fn fast(since: DateTime<Utc>, pace: u32, ahead: Duration) -> Self {
        let ahead = Arc::new(AtomicI64::new(ahead.num_milliseconds()));
        Self::Fast(Fast { since, pace: pace.max(1), ahead })
    }

    pub fn now(&self) -> DateTime<Utc> {
        match self {
            Self::System => Utc::now(),
            Self::Manual(millis) => {
                DateTime::from_timestamp_millis(millis.load(Ordering::SeqCst)).unwrap_or_default()
            }
            Self::Fast(fast) => {
                let passed = (Utc::now() - fast.since) * i32::try_from(fast.pace).unwrap_or(i32::MAX);
                fast.since + passed + Duration::milliseconds(fast.ahead.load(Ordering::SeqCst))
            }
        }
    }

    /// How long to wait on the wall for what is to take `time` by this clock: patience with somebody else, a pause.
    pub fn wall(&self, time: std::time::Duration) -> std::time::Duration {
        time / self.pace()
    }

    /// Seconds that pass by this clock in one second of the wall's.
    pub fn pace(&self) -> u32 {
        match self {
            Self::System | Self::Manual(_) => 1,
            Self::Fast(fast) => fast.pace,
        }
    }

    /// Moves a clock that can be moved; the system's clock goes its own way.
    pub fn advance(&self, by: Duration) {
        match self {
            Self::System => {}
            Self::Manual(millis) => {
                millis.fetch_add(by.num_milliseconds(), Ordering::SeqCst);
            }
            Self::Fast(fast) => {
                fast.ahead.fetch_add(by.num_milliseconds(), Ordering::SeqCst);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fast_clock_is_where_its_numbers_say() {
        let since = Utc::now() - Duration::minutes(1);
        let clock = Clock::fast(since, 60, Duration::minutes(5));
        let other = Clock::fast(since, 60, Duration::minutes(5));
        let passed = clock.now() - since;
        assert!(passed >= Duration::minutes(65) && passed < Duration::minutes(75), "{passed}");
        assert!((other.now() - clock.now()).abs() < Duration::minutes(1), "two processes agree");
        clock.advance(Duration::hours(1));
        assert!(clock.now() - since >= Duration::minutes(125));
        assert_eq!(clock.wall(std::time::Duration::from_secs(30)), std::time::Duration::from_millis(500));
    }

    #[test]
    fn only_a_fast_clock_shortens_a_wait() {
        let wait = std::time::Duration::from_secs(10);
        assert_eq!(Clock::System.wall(wait), wait);
        assert_eq!(Clock::standing_at(Utc::now()).wall(wait), wait);
    }
}
