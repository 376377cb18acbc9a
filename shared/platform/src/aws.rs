//! How the SDK is set up from the variables that Lambda gives every function.
//!
//! Written out instead of `aws_config::defaults()`, which looks for keys, region and profile in ten places: the
//! clients of STS, of containers and of machines that it brings cost every function hundreds of kilobytes.

use aws_config::{BehaviorVersion, Region, SdkConfig, environment::EnvironmentVariableCredentialsProvider};
use aws_sdk_dynamodb::config::SharedCredentialsProvider;
use aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};
use std::env;

/// The variable with the address of all services; one service's has its name behind it.
const ENDPOINT: &str = "AWS_ENDPOINT_URL";

/// Region and keys of the function. Addresses of another cloud come by the SDK's own `AWS_ENDPOINT_URL…` variables.
pub fn from_env() -> SdkConfig {
    let keys = SharedCredentialsProvider::new(EnvironmentVariableCredentialsProvider::new());
    let mut config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(set("AWS_REGION").map(Region::new))
        .credentials_provider(keys)
        .service_config(Endpoints(set));
    config.set_endpoint_url(set(ENDPOINT));
    config.build()
}

fn set(variable: &str) -> Option<String> {
    env::var(variable).ok().filter(|value| !value.is_empty())
}

/// Addresses of single services.
#[derive(Debug)]
struct Endpoints(fn(&str) -> Option<String>);

impl LoadServiceConfig for Endpoints {
    fn load_config(&self, key: ServiceConfigKey<'_>) -> Option<String> {
        if key.env() != ENDPOINT {
            return None;
        }
        let service = key.service_id().to_uppercase().replace([' ', '-'], "_");
        (self.0)(&format!("{ENDPOINT}_{service}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_has_an_address_of_its_own_by_its_name() {
        let told = |variable: &str| {
            (variable == "AWS_ENDPOINT_URL_SECRETS_MANAGER").then(|| "http://localhost:1".to_owned())
        };
        let aws = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .service_config(Endpoints(told))
            .endpoint_url("http://localhost:2")
            .build();
        let address = |service| {
            let key = ServiceConfigKey::builder().service_id(service).env(ENDPOINT).profile("endpoint_url");
            aws.service_config()?.load_config(key.build().ok()?)
        };
        assert_eq!(address("Secrets Manager").as_deref(), Some("http://localhost:1"));
        assert_eq!(address("DynamoDB"), None, "the address of all serves");
    }
}
