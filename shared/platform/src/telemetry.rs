//! One line of JSON a request; a failure is logged once, at the edge. Never a phone, e-mail, name,
//! code, token, account number or body (security row 86).

use tracing_subscriber::{Layer, filter::Targets, fmt, layer::SubscriberExt, util::SubscriberInitExt};

/// Begins logging as CloudWatch reads it. Calling it twice changes nothing.
pub fn init() {
    let lines = fmt::layer().json().with_current_span(false).with_target(false);
    let started = tracing_subscriber::registry().with(lines.with_filter(levels("info"))).try_init();
    if started.is_err() {
        tracing::debug!("logging was already set up");
    }
}

/// What `RUST_LOG` asks for (`warn`, `platform=debug,info`), or `usual`. Not `EnvFilter`: it matches fields of spans by
/// regular expressions, and their engine would be the largest thing in a function that logs one line.
pub fn levels(usual: &str) -> Targets {
    let asked = std::env::var("RUST_LOG").ok().and_then(|text| text.parse().ok());
    asked.unwrap_or_else(|| usual.parse().unwrap_or_default())
}
