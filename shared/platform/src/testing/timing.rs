//! Whether two ways through the code take the same time, as far as a busy machine can tell (security rows 10, 17).

use std::time::{Duration, Instant};

/// Medians of two works that are measured by turns, so that whatever else the machine does befalls both alike.
pub async fn medians(
    samples: usize,
    mut one: impl AsyncFnMut(usize),
    mut other: impl AsyncFnMut(usize),
) -> (Duration, Duration) {
    let (mut ones, mut others) = (Vec::new(), Vec::new());
    // The first call of each warms connections and caches.
    for n in 0..=samples {
        let started = Instant::now();
        one(n).await;
        let middle = Instant::now();
        other(n).await;
        if n > 0 {
            ones.push(middle - started);
            others.push(middle.elapsed());
        }
    }
    (median(ones), median(others))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Fails when the medians differ by more than a third and by more than 15 ms: hashing a password takes longer, so
/// that work which one of the two does without would show.
#[track_caller]
pub fn assert_alike((one, other): (Duration, Duration)) {
    let apart = one.abs_diff(other);
    let allowed = Duration::from_millis(15).max(one.max(other).mul_f64(0.35));
    assert!(apart <= allowed, "{one:?} and {other:?} are {apart:?} apart");
}
