//! The key under which PINs are kept.

use crate::{App, secrets::SecretsError};
use domain::{AccountId, pin};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use std::fmt;

/// The installation's key; a dump of the tables without it tells no PIN.
pub struct PinKey(Hmac<Sha256>);

impl fmt::Debug for PinKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PinKey(…)")
    }
}

impl PinKey {
    pub async fn read(app: &App) -> Result<Self, SecretsError> {
        let secret = app.secrets.platform().await?;
        // HMAC takes a key of any length.
        Hmac::new_from_slice(secret.code_key.as_bytes())
            .map(Self)
            .map_err(|_| SecretsError::malformed("platform"))
    }

    /// MAC of a digest as packets carry it: hex in, hex out.
    pub fn seal(&self, digest: &str) -> String {
        let mac = self.0.clone().chain_update(b"pin|").chain_update(digest.as_bytes());
        hex::encode(mac.finalize().into_bytes())
    }

    /// MAC of a PIN as a person types it; `None`: that is none.
    pub fn seal_typed(&self, account: &AccountId, typed: &str) -> Option<String> {
        let text = pin::to_digest(account, typed)?;
        Some(self.seal(&hex::encode(Sha256::digest(text))))
    }
}
