//! The post office: SES, SNS and Secrets Manager in the wire protocol of the SDK calls that
//! the functions use. What is sent is kept, so that a person can read it at `/local/messages`.

pub mod letter;
pub mod messages;
pub mod secrets;
mod wire;

pub use messages::{Attachment, Channel, Message, Messages};
pub use secrets::Secrets;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The post office of one cloud.
#[derive(Debug, Clone)]
pub struct PostOffice {
    pub messages: Messages,
    pub secrets: Secrets,
    faults: Arc<Mutex<PostFaults>>,
}

/// What goes wrong with the next messages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PostFaults {
    /// Messages to be refused from now on.
    pub fail_next: u32,
    /// Milliseconds that each message takes.
    pub delay_ms: u64,
}

impl PostOffice {
    pub fn new(messages: Messages, secrets: Secrets) -> Self {
        Self { messages, secrets, faults: Arc::default() }
    }

    /// What is set to go wrong.
    pub fn faults(&self) -> PostFaults {
        *self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets what goes wrong from now on.
    pub fn set_faults(&self, faults: PostFaults) {
        *self.faults.lock().unwrap_or_else(PoisonError::into_inner) = faults;
    }

    /// Serves the three services on one address, as the SDK speaks to them.
    pub fn router(&self) -> axum::Router {
        wire::router(self.clone())
    }

    /// Waits as told; `false` when this message is to be refused.
    async fn takes_message(&self) -> bool {
        let faults = {
            let mut faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
            let now = *faults;
            faults.fail_next = faults.fail_next.saturating_sub(1);
            now
        };
        tokio::time::sleep(Duration::from_millis(faults.delay_ms)).await;
        faults.fail_next == 0
    }
}

#[cfg(test)]
#[path = "post/tests.rs"]
mod tests;
