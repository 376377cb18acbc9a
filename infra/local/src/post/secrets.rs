//! Secrets of the local cloud: drawn once, kept in the data folder, so that codes and payments
//! survive a restart.

use anyhow::{Context, Result};
use rand::RngCore;
use serde_json::{Map, Value, json};
use std::path::Path;
use std::sync::Arc;

/// Secrets by name; clones share them.
#[derive(Debug, Clone)]
pub struct Secrets {
    prefix: String,
    values: Arc<Map<String, Value>>,
}

impl Secrets {
    /// Reads the folder's secrets or draws them: the platform's key and a test shop a company.
    pub fn open(file: Option<&Path>, prefix: &str, companies: &[String]) -> Result<Self> {
        let read = file.and_then(|file| std::fs::read(file).ok());
        let mut values: Map<String, Value> = match &read {
            Some(bytes) => serde_json::from_slice(bytes).context("файл секретов повреждён")?,
            None => Map::new(),
        };
        let known = values.len();
        values.entry("platform").or_insert_with(|| json!({"code_key": random_hex(32)}));
        values.entry("cards").or_insert_with(|| json!({"current": "k1", "k1": random_hex(32)}));
        for (index, company) in companies.iter().enumerate() {
            values.entry(format!("acquiring/{company}")).or_insert_with(|| {
                json!({
                    "shop_id": (100_500 + index).to_string(),
                    "secret_key": format!("test_{}", random_hex(20)),
                    "hook_token": random_hex(16),
                    "test": true,
                })
            });
        }
        if let Some(file) = file
            && values.len() != known
        {
            std::fs::write(file, serde_json::to_vec_pretty(&values)?)
                .with_context(|| format!("не удалось записать {}", file.display()))?;
        }
        Ok(Self { prefix: prefix.to_owned(), values: Arc::new(values) })
    }

    /// A secret by its full name, `{prefix}/platform`.
    pub fn value(&self, name: &str) -> Option<&Value> {
        let name = name.strip_prefix(self.prefix.as_str())?.strip_prefix('/')?;
        self.values.get(name)
    }

    /// The shop of a company at the bank.
    pub fn shop(&self, company: &str) -> Option<&Value> {
        self.values.get(&format!("acquiring/{company}"))
    }
}

fn random_hex(bytes: usize) -> String {
    let mut buffer = vec![0; bytes];
    rand::rng().fill_bytes(&mut buffer);
    hex::encode(buffer)
}
