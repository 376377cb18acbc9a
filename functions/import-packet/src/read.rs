//! A packet as it is judged: on its own, against what has been applied before, and row by row.

use crate::{
    archive::Archive,
    inbox::Inbox,
    merge::{Totals, walk},
};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use domain::{
    Company,
    packet::{
        Acknowledgement, Claim, Context, Decision, File, Journal, Kind, Manifest, Problems, Status,
        check_company, decide,
    },
};
use platform::{App, EventError, StoreError, store::keys::accounts};
use std::{collections::BTreeSet, ops::ControlFlow};

/// A packet whose manifest is in order.
#[derive(Clone)]
pub struct Packet {
    pub archive: Archive,
    pub manifest: Manifest,
    /// Of the ZIP.
    pub sha256: String,
}

/// What the import journal and the tables say when the packet comes.
pub struct Standing {
    pub last: Option<Claim>,
    pub entry: Option<Journal>,
    /// Settings in force.
    pub company: Option<Company>,
}

/// A packet in which nothing is wrong.
pub struct Checked {
    pub context: Context,
    /// Settings that it brings.
    pub settings: Option<Company>,
    pub totals: Totals,
}

impl Packet {
    pub fn open(bytes: Bytes, sha256: String, inbox: &Inbox, now: DateTime<Utc>) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let Some(mut archive) = Archive::open(bytes, &mut problems) else { return Err(problems) };
        let manifest: Option<Manifest> = match archive.json(Manifest::NAME) {
            Ok((text, _)) => serde_json::from_slice(&text)
                .inspect_err(|error| {
                    let message = format!("манифест не соответствует формату: строка {}", error.line());
                    problems.file(Manifest::NAME, message);
                })
                .ok(),
            Err(_) => {
                problems.file(Manifest::NAME, "нет манифеста или он не читается");
                None
            }
        };
        let Some(manifest) = manifest else { return Err(problems) };
        manifest.check(&inbox.company, now, &mut problems);
        let listed: BTreeSet<&str> = manifest.files.iter().map(|entry| entry.name.as_str()).collect();
        let packed: BTreeSet<&str> = archive.names().filter(|name| *name != Manifest::NAME).collect();
        for name in packed.difference(&listed) {
            problems.file(name, "файл есть в архиве, но не назван в манифесте");
        }
        for name in listed
            .difference(&packed)
            .filter(|name| name.parse::<File>().is_ok() || **name == Manifest::COMPANY)
        {
            problems.file(name, "файл назван в манифесте, но его нет в архиве");
        }
        if problems.is_empty() { Ok(Self { archive, manifest, sha256 }) } else { Err(problems) }
    }

    pub fn claim(&self) -> Claim {
        Claim { sequence: self.manifest.sequence, sha256: self.sha256.clone(), as_of: self.manifest.as_of }
    }

    /// Looks at every row. The work is the processor's, so it leaves the runtime's threads alone.
    pub async fn check(&self, in_force: Option<Company>) -> Result<Result<Checked, Problems>, EventError> {
        let packet = self.clone();
        tokio::task::spawn_blocking(move || packet.check_now(in_force))
            .await
            .map_err(|error| EventError::Other(error.to_string()))
    }

    fn check_now(mut self, in_force: Option<Company>) -> Result<Checked, Problems> {
        let mut problems = Problems::default();
        let settings = self.settings(&mut problems);
        if !problems.is_empty() {
            return Err(problems);
        }
        let Some(company) = settings.clone().or(in_force) else {
            problems.file(Manifest::COMPANY, "в первом пакете нужны настройки компании");
            return Err(problems);
        };
        let context = Context { company, as_of: self.manifest.as_of, sign: self.manifest.sign };
        let totals = match self.manifest.kind {
            Kind::Settings => Totals { accounts: 0, rows: 1 },
            Kind::Accounts => {
                walk(&self.archive, &self.manifest, &context, &mut problems, |_| ControlFlow::Continue(()))
            }
        };
        if problems.is_empty() { Ok(Checked { context, settings, totals }) } else { Err(problems) }
    }

    fn settings(&mut self, problems: &mut Problems) -> Option<Company> {
        let entry = self.manifest.entry(Manifest::COMPANY)?;
        let Ok((text, sha256)) = self.archive.json(Manifest::COMPANY) else {
            problems.file(Manifest::COMPANY, "файл повреждён или слишком большой");
            return None;
        };
        if !sha256.eq_ignore_ascii_case(&entry.sha256) {
            problems.add(Manifest::COMPANY, None, Some("sha256"), "SHA-256 не совпадает с манифестом");
        }
        if entry.rows != 1 {
            problems.add(Manifest::COMPANY, None, Some("rows"), "для company.json число строк — 1");
        }
        match serde_json::from_slice::<Company>(&text) {
            Ok(company) => {
                check_company(&company, &self.manifest.company, problems);
                Some(company)
            }
            Err(error) => {
                let message = format!("настройки не соответствуют формату: строка {}", error.line());
                problems.file(Manifest::COMPANY, message);
                None
            }
        }
    }
}

impl Standing {
    /// One round trip.
    pub async fn of(app: &App, packet: &Packet) -> Result<Self, StoreError> {
        let company = &packet.manifest.company;
        let (last, entry, settings) = (
            accounts::last_packet(company),
            accounts::packet(company, packet.manifest.sequence),
            accounts::company(company),
        );
        let mut found = app.store.get_many(&[last.clone(), entry.clone(), settings.clone()]).await?;
        Ok(Self { last: found.take(&last)?, entry: found.take(&entry)?, company: found.take(&settings)? })
    }

    pub fn decide(&self, packet: &Packet, now: DateTime<Utc>) -> Decision {
        decide(&packet.claim(), self.last.as_ref(), self.entry.as_ref(), now)
    }

    pub fn already_applied(&self, packet: &Packet, now: DateTime<Utc>) -> Acknowledgement {
        Acknowledgement {
            packet: packet.sha256.clone(),
            status: Status::AlreadyApplied,
            sequence: Some(packet.manifest.sequence),
            accounts: self.entry.as_ref().map_or(0, |entry| entry.accounts),
            rows: self.entry.as_ref().map_or(0, |entry| entry.rows),
            errors: Vec::new(),
            errors_total: 0,
            at: now,
        }
    }
}
