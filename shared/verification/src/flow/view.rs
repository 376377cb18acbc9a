//! What a page is told of a flow, and what it sends.

use chrono::{DateTime, Utc};
use domain::login::Channel;
use serde::{Deserialize, Serialize};

/// How the code of a flow stands.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Where the code went, masked.
    pub sent_to: String,
    pub expires_at: DateTime<Utc>,
    pub resend_at: DateTime<Utc>,
    pub tries_left: u32,
}

/// Something that waits for its code, as the page sees it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Flow)]
pub struct FlowView {
    pub id: String,
    pub channel: Channel,
    /// Where the code went, masked.
    pub sent_to: String,
    /// Seconds the code lives.
    pub expires_in: i64,
    /// Seconds until a new one may be asked for.
    pub resend_in: i64,
    /// Number of digits: the page draws so many cells.
    pub code_length: u32,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    /// Digits of the code; spaces around and between them do not matter.
    pub code: String,
}
