//! The keys that CloudFront may use: the current and, while a change is under way, the previous one (security row 81).

use aws_sdk_secretsmanager::{Client, error::ProvideErrorMetadata};
use std::{
    env,
    time::{Duration, Instant},
};
use tokio::sync::Mutex;

/// A stranger who tries keys must not make us ask Secrets Manager each time.
const FRESH_FOR: Duration = Duration::from_secs(60);

/// The keys could not be read.
#[derive(Debug, thiserror::Error)]
#[error("origin key: {0}")]
pub struct KeyError(pub String);

/// Where the keys come from.
pub trait Keys {
    /// The keys as last read.
    fn known(&self) -> impl Future<Output = Result<Vec<String>, KeyError>> + Send;
    /// The keys of a minute ago at most.
    fn fresh(&self) -> impl Future<Output = Result<Vec<String>, KeyError>> + Send;
}

/// The keys in Secrets Manager.
#[derive(Debug)]
pub struct LiveKeys {
    client: Client,
    secret: String,
    read: Mutex<Option<(Instant, Vec<String>)>>,
}

impl LiveKeys {
    /// The secret that template.yaml names.
    pub fn from_env() -> Result<Self, KeyError> {
        let secret = env::var("ORIGIN_SECRET").map_err(|_| KeyError("ORIGIN_SECRET is not set".into()))?;
        Ok(Self { client: Client::new(&platform::aws::from_env()), secret, read: Mutex::default() })
    }

    async fn keys(&self, acceptable: impl Fn(Instant) -> bool) -> Result<Vec<String>, KeyError> {
        let mut read = self.read.lock().await;
        if let Some((at, keys)) = read.as_ref()
            && acceptable(*at)
        {
            return Ok(keys.clone());
        }
        let mut keys = Vec::new();
        for stage in ["AWSCURRENT", "AWSPREVIOUS"] {
            keys.extend(self.version(stage).await?);
        }
        *read = Some((Instant::now(), keys.clone()));
        Ok(keys)
    }

    async fn version(&self, stage: &str) -> Result<Option<String>, KeyError> {
        let answer = self.client.get_secret_value().secret_id(&self.secret).version_stage(stage).send().await;
        match answer {
            Ok(answer) => Ok(answer.secret_string.filter(|key| !key.is_empty())),
            // A secret that was never changed has no previous version.
            Err(error) if error.as_service_error().is_some_and(|e| e.is_resource_not_found_exception()) => {
                Ok(None)
            }
            Err(error) => {
                let code = error.as_service_error().and_then(|e| e.code()).unwrap_or("no_answer");
                Err(KeyError(code.to_owned()))
            }
        }
    }
}

impl Keys for LiveKeys {
    async fn known(&self) -> Result<Vec<String>, KeyError> {
        self.keys(|_| true).await
    }

    async fn fresh(&self) -> Result<Vec<String>, KeyError> {
        self.keys(|at| at.elapsed() < FRESH_FOR).await
    }
}
