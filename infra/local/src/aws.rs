//! How the real SDK finds the local cloud: endpoints, region and keys given as values, since a
//! process must not change its own environment.

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_dynamodb::config::{Credentials, SharedCredentialsProvider};
use aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};
use std::collections::BTreeMap;

/// The one access key of the local cloud; S3 checks signatures made with it.
pub const ACCESS_KEY: &str = "local";
/// Its secret half: a fixed word, good for nothing outside this machine.
pub const SECRET_KEY: &str = "local-cloud-only";
/// Any name of a region would do: nothing local depends on it.
pub const REGION: &str = "eu-central-1";

/// Addresses of the local services, named as the SDK's own variables are.
#[derive(Debug, Clone, Default)]
pub struct Endpoints(BTreeMap<String, String>);

impl Endpoints {
    /// The services by their addresses.
    pub fn new(database: &str, files: &str, post: &str) -> Self {
        let of = |names: &[&str], url: &str| -> Vec<(String, String)> {
            names.iter().map(|name| (format!("AWS_ENDPOINT_URL_{name}"), url.to_owned())).collect()
        };
        let mut all = of(&["DYNAMODB", "DYNAMODB_STREAMS"], database);
        all.extend(of(&["S3"], files));
        all.extend(of(&["SES", "SNS", "SECRETS_MANAGER"], post));
        Self(all.into_iter().collect())
    }

    /// Variables for a function that runs in a process of its own.
    pub fn variables(&self) -> impl Iterator<Item = (String, String)> {
        let keys = [
            ("AWS_ACCESS_KEY_ID", ACCESS_KEY),
            ("AWS_SECRET_ACCESS_KEY", SECRET_KEY),
            ("AWS_REGION", REGION),
        ];
        let keys = keys.map(|(name, value)| (name.to_owned(), value.to_owned()));
        self.0.clone().into_iter().chain(keys)
    }

    /// Configuration for every client of the SDK, over the given way of sending requests.
    pub fn sdk_config(&self, wire: &crate::wire::Wire) -> SdkConfig {
        let keys = Credentials::new(ACCESS_KEY, SECRET_KEY, None, None, "local-cloud");
        SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(REGION))
            .credentials_provider(SharedCredentialsProvider::new(keys))
            .service_config(self.clone())
            .http_client(wire.clone())
            .build()
    }
}

impl LoadServiceConfig for Endpoints {
    fn load_config(&self, key: ServiceConfigKey<'_>) -> Option<String> {
        if key.env() != "AWS_ENDPOINT_URL" {
            return None;
        }
        let service = key.service_id().to_uppercase().replace([' ', '-'], "_");
        self.0.get(&format!("AWS_ENDPOINT_URL_{service}")).cloned()
    }
}
