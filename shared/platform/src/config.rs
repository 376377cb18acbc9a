//! Settings of the installation, from the environment of the function (template.yaml sets them).
//! No secret is here: see `secrets`.

use crate::store::TableNames;
use domain::card::StepUpRule;
use std::{fmt::Display, str::FromStr};

/// Everything a function must be told.
#[derive(Debug, Clone)]
pub struct Config {
    pub tables: TableNames,
    pub documents_bucket: String,
    pub exchange_bucket: String,
    /// Public origin of the site, no slash at the end.
    pub site_url: String,
    pub mail_from: String,
    pub secrets_prefix: String,
    pub acquiring_url: String,
    /// Networks that the acquirer posts from (`185.71.76.0/27`, …); empty: anybody may (security row 64).
    pub hook_networks: Vec<String>,
    /// Path-style addresses of buckets: for S3 stores that have no names of their own in DNS.
    pub s3_path_style: bool,
    pub rules: Rules,
}

/// Numbers that an operator may change without a release.
#[derive(Debug, Clone)]
pub struct Rules {
    pub password_min: usize,
    pub code_length: u32,
    /// Seconds (C-04).
    pub registration_code_ttl: i64,
    pub registration_resend_after: i64,
    /// Seconds.
    pub recovery_code_ttl: i64,
    pub recovery_resend_after: i64,
    /// Days in which a deletion may be taken back (security row 90).
    pub deletion_grace_days: i64,
    pub max_accounts: i64,
    /// Registrations begun from one address in an hour: a whole office may share one.
    pub registrations_per_address: u32,
    /// When a payment with a linked card asks for a code (security row 71).
    pub saved_card_step_up: StepUpRule,
}

/// A setting is missing or not of its form.
#[derive(Debug, thiserror::Error)]
#[error("setting {name}: {why}")]
pub struct ConfigError {
    name: &'static str,
    why: String,
}

impl Config {
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::from_lookup(|name| std::env::var(name).ok())
    }

    /// Settings from anywhere that can look a name up.
    pub fn from_lookup(look: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let text = |name: &'static str| {
            look(name).filter(|v| !v.is_empty()).ok_or(ConfigError { name, why: "not set".into() })
        };
        Ok(Self {
            tables: TableNames {
                identity: text("IDENTITY_TABLE")?,
                accounts: text("ACCOUNTS_TABLE")?,
                payments: text("PAYMENTS_TABLE")?,
                outbox: text("OUTBOX_TABLE")?,
            },
            documents_bucket: text("DOCUMENTS_BUCKET")?,
            exchange_bucket: text("EXCHANGE_BUCKET")?,
            site_url: text("SITE_URL")?.trim_end_matches('/').to_owned(),
            mail_from: text("MAIL_FROM")?,
            secrets_prefix: text("SECRETS_PREFIX")?,
            acquiring_url: text("ACQUIRING_URL")?.trim_end_matches('/').to_owned(),
            hook_networks: list(&look, "HOOK_NETWORKS"),
            s3_path_style: look("S3_FORCE_PATH_STYLE").is_some_and(|v| v == "1"),
            rules: Rules {
                password_min: number(&look, "PASSWORD_MIN_LENGTH", 5)?,
                code_length: number(&look, "CODE_LENGTH", 6)?,
                registration_code_ttl: number(&look, "REGISTRATION_CODE_TTL", 160)?,
                registration_resend_after: number(&look, "REGISTRATION_RESEND_AFTER", 115)?,
                recovery_code_ttl: number(&look, "RECOVERY_CODE_TTL", 70)?,
                recovery_resend_after: number(&look, "RECOVERY_RESEND_AFTER", 70)?,
                deletion_grace_days: number(&look, "DELETION_GRACE_DAYS", 30)?,
                max_accounts: number(&look, "MAX_ACCOUNTS", 3)?,
                registrations_per_address: number(&look, "REGISTRATIONS_PER_ADDRESS", 60)?,
                saved_card_step_up: number(&look, "SAVED_CARD_STEP_UP", StepUpRule::default())?,
            },
        })
    }
}

fn list(look: &impl Fn(&str) -> Option<String>, name: &str) -> Vec<String> {
    let text = look(name).unwrap_or_default();
    text.split([',', ' ']).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn number<N: FromStr<Err: Display>>(
    look: &impl Fn(&str) -> Option<String>,
    name: &'static str,
    usual: N,
) -> Result<N, ConfigError> {
    match look(name).filter(|v| !v.is_empty()) {
        None => Ok(usual),
        Some(text) => text.parse().map_err(|e: N::Err| ConfigError { name, why: e.to_string() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(name: &str) -> Option<String> {
        match name {
            "CODE_LENGTH" => Some("eight".into()),
            "PASSWORD_MIN_LENGTH" => Some("8".into()),
            other => Some(other.to_lowercase()),
        }
    }

    #[test]
    fn a_number_that_is_none_is_named() {
        let error = Config::from_lookup(look).expect_err("must refuse");
        assert!(error.to_string().starts_with("setting CODE_LENGTH"), "{error}");
    }

    #[test]
    fn unset_numbers_are_the_usual_ones() {
        let config =
            Config::from_lookup(|n| if n == "TABLE" { None } else { look(n).filter(|v| v != "eight") });
        assert!(config.is_err(), "text settings other than numbers are not numbers");
        let config = Config::from_lookup(|n| match n {
            "PASSWORD_MIN_LENGTH" => Some("8".into()),
            n if ["CODE", "MAX", "RESEND", "DAYS", "PER_ADDRESS", "STEP_UP"]
                .iter()
                .any(|part| n.contains(part)) =>
            {
                None
            }
            n => Some(n.to_lowercase()),
        });
        let rules = config.expect("all set").rules;
        assert_eq!((rules.password_min, rules.code_length, rules.registration_code_ttl), (8, 6, 160));
    }
}
