//! The bank's clock: by it links end, webhooks are posted again and slow answers are slow.

use chrono::{DateTime, Utc};
use std::{fmt, sync::Arc, time::Duration};

/// Tells the time. The system's own, unless a run is to live through hours in minutes.
#[derive(Clone)]
pub struct Clock {
    now: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
    pace: u32,
}

impl Clock {
    /// `pace`: seconds that pass on this clock while one passes on the wall.
    pub fn new(now: impl Fn() -> DateTime<Utc> + Send + Sync + 'static, pace: u32) -> Self {
        Self { now: Arc::new(now), pace: pace.max(1) }
    }

    pub fn now(&self) -> DateTime<Utc> {
        (self.now)()
    }

    /// How long on the wall something takes that takes so long here.
    pub(crate) fn wall(&self, time: Duration) -> Duration {
        time / self.pace
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::new(Utc::now, 1)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clock").field("pace", &self.pace).finish_non_exhaustive()
    }
}
