//! The bank's books, and the file that keeps them between runs.

use crate::{hooks::Delivery, method::Method, payment::Payment, refund::Refund};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Write},
    path::Path,
};

/// What an idempotence key stands for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Remembered {
    /// Digest of the request: the same key with another request is an error.
    pub fingerprint: String,
    /// What the request made or changed.
    pub object: String,
    pub at: DateTime<Utc>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Ledger {
    pub payments: BTreeMap<String, Payment>,
    pub refunds: BTreeMap<String, Refund>,
    #[serde(default)]
    pub methods: BTreeMap<String, Method>,
    /// By `{shop}/{key}`.
    pub keys: BTreeMap<String, Remembered>,
    /// Webhooks not yet answered 200.
    pub deliveries: Vec<Delivery>,
    /// Whether there is something to write down.
    #[serde(skip)]
    pub changed: bool,
    /// Payments that time may still move, and some that have ended meanwhile: books of ten thousand are not read
    /// through at every call.
    #[serde(skip)]
    open: Vec<String>,
}

impl Ledger {
    /// The books in `file`, or empty ones if there is no such file.
    pub fn load(file: &Path) -> io::Result<Self> {
        match fs::read(file) {
            Ok(bytes) => {
                let mut ledger: Self = serde_json::from_slice(&bytes)?;
                ledger.open = ledger.payments.keys().cloned().collect();
                Ok(ledger)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error),
        }
    }

    pub fn begin(&mut self, payment: Payment) {
        self.open.push(payment.id.clone());
        self.payments.insert(payment.id.clone(), payment);
        self.changed = true;
    }

    /// Payments that neither have succeeded nor are cancelled.
    pub fn open_payments(&mut self) -> impl Iterator<Item = &Payment> {
        let payments = &self.payments;
        let is_open = |id: &String| payments.get(id).is_some_and(|payment| !payment.status.is_final());
        self.open.retain(is_open);
        self.open.iter().filter_map(|id| self.payments.get(id))
    }

    /// Replaces `file` in one step: a crash leaves either the old books or the new ones.
    pub fn save(&self, file: &Path) -> io::Result<()> {
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        let draft = file.with_extension("draft");
        let mut out = File::create(&draft)?;
        out.write_all(&serde_json::to_vec(self)?)?;
        out.sync_data()?;
        fs::rename(draft, file)
    }
}
