//! The functions' environment on this machine: the template's, with addresses and names of the
//! local cloud in place of the cloud's own.

use crate::console::Addresses;
use crate::template::Template;
use std::collections::BTreeMap;

/// Where the local post office keeps secrets.
pub const SECRETS_PREFIX: &str = "moigaz/local";

/// Variables that name a bucket, and the bucket's local name.
const BUCKETS: [(&str, &str); 2] = [("DOCUMENTS_BUCKET", "documents"), ("EXCHANGE_BUCKET", "exchange")];

/// Buckets that the functions use; the site has none here, its files are served as they are.
pub fn buckets(template: &Template) -> Vec<String> {
    let used = BUCKETS.iter().map(|(_, bucket)| (*bucket).to_owned());
    used.filter(|bucket| template.buckets.contains(bucket)).collect()
}

/// The environment of every function.
pub fn environment(
    template: &Template,
    settings: &BTreeMap<String, String>,
    addresses: &Addresses,
) -> BTreeMap<String, String> {
    let own = template.functions.values().flat_map(|function| function.environment.clone());
    let mut environment: BTreeMap<String, String> = own.collect();
    for (name, bucket) in BUCKETS {
        environment.insert(name.to_owned(), bucket.to_owned());
    }
    for (name, value) in [
        ("SITE_URL", addresses.portal.clone()),
        ("MAIL_FROM", "portal@moigaz.example".to_owned()),
        ("SECRETS_PREFIX", SECRETS_PREFIX.to_owned()),
        ("ACQUIRING_URL", format!("{}/v3", addresses.bank)),
        // The bank of this machine.
        ("HOOK_NETWORKS", "127.0.0.0/8 ::1/128".to_owned()),
        ("S3_FORCE_PATH_STYLE", "1".to_owned()),
        // Everybody here comes from one address, the browser tests with a person for each journey.
        ("REGISTRATIONS_PER_ADDRESS", "10000".to_owned()),
    ] {
        environment.insert(name.to_owned(), value);
    }
    environment.extend(settings.clone());
    environment
}
