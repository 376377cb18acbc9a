//! How a call to the gateway can end. Only [`Outcome::Answer`] says anything about money.

use std::time::Duration;

/// End of one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome<T> {
    /// The gateway answered with the object itself.
    Answer(T),
    /// The gateway read the request and refused it, in its own words (HTTP 4xx with its error object).
    ///
    /// It proves that *this* request did nothing. It does not undo an earlier attempt that ended in
    /// [`Outcome::Unknown`]: a changed key pair gives `invalid_credentials` for a payment that exists.
    Refused { code: String, description: String, parameter: Option<String> },
    /// The object looked up does not exist in this shop.
    NotFound,
    /// Nobody knows whether anything happened: repeat with the same body and key.
    Unknown { why: Doubt },
}

/// Why an outcome is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// No complete answer in time.
    Timeout,
    /// The connection failed or broke.
    Network,
    /// HTTP 5xx, or a status the protocol does not have (a redirect, a proxy's own refusal).
    Status(u16),
    /// HTTP 202: still at work.
    Processing { retry_after: Option<Duration> },
    /// HTTP 429.
    TooManyRequests { retry_after: Option<Duration> },
    /// HTTP 200 with something that is not the object asked for.
    Unreadable,
}

impl Doubt {
    /// Short name for logs and metrics.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Timeout => "timeout",
            Self::Network => "network",
            Self::Status(_) => "status",
            Self::Processing { .. } => "processing",
            Self::TooManyRequests { .. } => "too_many_requests",
            Self::Unreadable => "unreadable",
        }
    }

    /// How long the gateway asks to wait before the same call is repeated.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Processing { retry_after } | Self::TooManyRequests { retry_after } => *retry_after,
            _ => None,
        }
    }
}
