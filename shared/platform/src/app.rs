//! The world of a function: everything it may reach, made once at the cold start.

use crate::{Clock, Config, Store, aws, files::Files, messages::Messenger, secrets::Secrets};
use aws_config::SdkConfig;
use std::{ops::Deref, sync::Arc};

/// Shared by all requests of a process; cheap to clone. Only `main` and the local host build one.
#[derive(Debug, Clone)]
pub struct App(Arc<World>);

/// What an [`App`] points to.
#[derive(Debug)]
pub struct World {
    pub config: Config,
    pub clock: Clock,
    pub store: Store,
    pub files: Files,
    pub messenger: Messenger,
    pub secrets: Secrets,
}

/// How the services are reached. In AWS one configuration serves all; a local cloud has an address for each.
#[derive(Debug, Clone)]
pub struct Aws {
    pub database: SdkConfig,
    pub files: SdkConfig,
    /// SES, SNS and Secrets Manager.
    pub post: SdkConfig,
}

impl From<SdkConfig> for Aws {
    fn from(config: SdkConfig) -> Self {
        Self { database: config.clone(), files: config.clone(), post: config }
    }
}

impl App {
    pub fn new(config: Config, aws: Aws, clock: Clock) -> Self {
        Self(Arc::new(World {
            store: Store::new(aws_sdk_dynamodb::Client::new(&aws.database), config.tables.clone()),
            files: Files::new(aws.files, config.s3_path_style),
            messenger: Messenger::new(aws.post.clone(), config.mail_from.clone()),
            secrets: Secrets::new(aws.post, config.secrets_prefix.clone()),
            clock,
            config,
        }))
    }

    /// The world as template.yaml sets it up.
    pub fn from_env() -> Result<Self, crate::config::ConfigError> {
        Self::from_env_at(Clock::System)
    }

    /// The same at the time of this clock.
    pub fn from_env_at(clock: Clock) -> Result<Self, crate::config::ConfigError> {
        let config = Config::from_env()?;
        Ok(Self::new(config, aws::from_env().into(), clock))
    }
}

impl Deref for App {
    type Target = World;
    fn deref(&self) -> &World {
        &self.0
    }
}
