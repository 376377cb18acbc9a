//! Secrets Manager, read once a process. Secrets never stand in the environment (security row 81).

use aws_config::SdkConfig;
use aws_sdk_secretsmanager::{Client, error::ProvideErrorMetadata};
use domain::CompanyId;
use serde::{Deserialize, de::DeserializeOwned};
use std::{collections::HashMap, fmt, sync::OnceLock};
use tokio::sync::Mutex;

/// A secret is missing, unreadable or out of reach.
#[derive(Debug, Clone, thiserror::Error)]
#[error("secrets: {0}")]
pub struct SecretsError(String);

/// Keys of the portal itself.
#[derive(Clone, Deserialize)]
pub struct PlatformSecret {
    /// Key of the MAC under which codes are kept, hex (security row 8).
    pub code_key: String,
}

/// A company's shop at the acquirer.
#[derive(Clone, Deserialize)]
pub struct ShopSecret {
    pub shop_id: String,
    pub secret_key: String,
    /// 128 bits in the webhook's address, hex (security row 64).
    pub hook_token: String,
    /// Whether this is the acquirer's test shop.
    pub test: bool,
}

/// Keys under which the tokens of cards are kept, by name. A new one is added and made the current one; the others
/// go on opening what they have closed.
#[derive(Clone, Deserialize)]
pub struct CardsSecret {
    /// Name of the key that closes.
    pub current: String,
    /// 32 bytes each, hex.
    #[serde(flatten)]
    pub keys: HashMap<String, String>,
}

impl fmt::Debug for CardsSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CardsSecret(…)")
    }
}

impl fmt::Debug for PlatformSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PlatformSecret(…)")
    }
}

impl fmt::Debug for ShopSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ShopSecret({}, …)", self.shop_id)
    }
}

/// Reads and remembers secrets.
pub struct Secrets {
    aws: SdkConfig,
    prefix: String,
    client: OnceLock<Client>,
    known: Mutex<HashMap<String, String>>,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(…)")
    }
}

impl Secrets {
    pub fn new(aws: SdkConfig, prefix: String) -> Self {
        Self { aws, prefix, client: OnceLock::new(), known: Mutex::default() }
    }

    pub async fn platform(&self) -> Result<PlatformSecret, SecretsError> {
        self.read("platform").await
    }

    pub async fn cards(&self) -> Result<CardsSecret, SecretsError> {
        self.read("cards").await
    }

    pub async fn shop(&self, company: &CompanyId) -> Result<ShopSecret, SecretsError> {
        self.read(&format!("acquiring/{company}")).await
    }

    async fn read<T: DeserializeOwned>(&self, name: &str) -> Result<T, SecretsError> {
        let mut known = self.known.lock().await;
        if let Some(text) = known.get(name) {
            return parse(name, text);
        }
        let id = format!("{}/{name}", self.prefix);
        let client = self.client.get_or_init(|| Client::new(&self.aws));
        let answer = client.get_secret_value().secret_id(id).send().await.map_err(|e| {
            let code = e.as_service_error().and_then(|e| e.code()).unwrap_or("no_answer").to_owned();
            SecretsError(format!("{name}: {code}"))
        })?;
        let text = answer.secret_string.ok_or_else(|| SecretsError(format!("{name}: empty")))?;
        let secret = parse(name, &text)?;
        known.insert(name.to_owned(), text);
        Ok(secret)
    }
}

fn parse<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, SecretsError> {
    // The parser's own message could quote the secret.
    serde_json::from_str(text).map_err(|_| SecretsError::malformed(name))
}

impl SecretsError {
    /// A secret that is there and cannot be used.
    pub fn malformed(name: &str) -> Self {
        Self(format!("{name}: malformed"))
    }
}
