//! The demo companies enter as any company does: their packets are put into the exchange
//! bucket, the real import applies them and acknowledges.

use crate::failures::Failures;
use crate::options::Tell;
use anyhow::{Context, Result, bail};
use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::ByteStream;
use chrono::NaiveDate;
use demo::DemoAccount;
use domain::packet::{Acknowledgement, Status};
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

/// How long the import of one small packet may take on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// What the import needs of the cloud.
pub struct FirstStart<'a> {
    pub files: &'a Client,
    pub bucket: &'a str,
    pub failures: &'a Failures,
    /// Notes the day of the data, so that later starts import nothing.
    pub marker: Option<&'a Path>,
    pub tell: &'a Tell,
}

impl FirstStart<'_> {
    /// Imports the demo companies unless they are in, and tells what unlocks their accounts.
    pub async fn run(&self, today: NaiveDate) -> Result<Vec<DemoAccount>> {
        if let Some(day) = self.imported() {
            return demo::guide(day);
        }
        (self.tell)("Загружаю демонстрационные компании через обмен пакетами");
        let packets = demo::packets(today)?;
        for packet in &packets {
            let key = format!("{}/in/{}.zip", packet.company, packet.name);
            let body = ByteStream::from(packet.bytes.clone());
            let put = self.files.put_object().bucket(self.bucket).key(&key).body(body).send().await;
            put.with_context(|| format!("пакет {key} не положен в хранилище"))?;
        }
        let mut refused = Vec::new();
        for packet in &packets {
            let key = format!("{}/out/{}.ack.json", packet.company, packet.name);
            let acknowledgement = self.wait(&key).await?;
            if acknowledgement.status == Status::Refused {
                (self.tell)(&format!("  Пакет {} не принят", packet.name));
                for error in &acknowledgement.errors {
                    (self.tell)(&format!("    {error:?}"));
                }
                refused.push(packet.name.clone());
            }
        }
        if !refused.is_empty() {
            bail!("импорт не принял демонстрационные пакеты: {}", refused.join(", "));
        }
        if let Some(marker) = self.marker {
            std::fs::write(marker, json!({"day": today}).to_string())?;
        }
        demo::guide(today)
    }

    fn imported(&self) -> Option<NaiveDate> {
        let marker: Value = serde_json::from_slice(&std::fs::read(self.marker?).ok()?).ok()?;
        marker["day"].as_str()?.parse().ok()
    }

    async fn wait(&self, key: &str) -> Result<Acknowledgement> {
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            if let Ok(found) = self.files.get_object().bucket(self.bucket).key(key).send().await {
                let bytes = found.body.collect().await?.into_bytes();
                // An object is visible while it is still being written: wait for all of it.
                if let Ok(acknowledgement) = serde_json::from_slice(&bytes) {
                    return Ok(acknowledgement);
                }
            }
            if let Some(failed) = self.failures.all().iter().find(|one| one.function == "import-packet") {
                bail!("импорт не справился с пакетом: {}", failed.error);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bail!("импорт не подтвердил пакет за {} с: {key}", PATIENCE.as_secs())
    }
}
