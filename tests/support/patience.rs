//! Waiting for what happens by itself, without trusting a clock for more than giving up.

use std::time::{Duration, Instant};

/// A loaded machine is slow; what takes longer than this does not come at all.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Tries until there is an answer.
pub async fn eventually<T>(what: &str, attempt: impl AsyncFn() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = attempt().await {
            return found;
        }
        assert!(Instant::now() < deadline, "{what}: not within {PATIENCE:?}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
