//! Writes packets: the other side of the import, as a company's accounting would.

mod sheet;
mod zipped;

use crate::amounts::Separator;
use chrono::{DateTime, Utc};
use domain::{
    Company,
    packet::{AccountData, Encoding, FORMAT, Kind, Manifest, Mode, Sign},
};
use sheet::Sheets;
use zipped::{Part, Zipped};

/// How a company writes its files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    pub encoding: Encoding,
    pub sign: Sign,
    pub separator: Separator,
}

/// What the manifest says besides the files.
#[derive(Debug, Clone, Copy)]
pub struct Heading<'a> {
    pub company: &'a Company,
    pub form: Form,
    pub as_of: DateTime<Utc>,
    pub sequence: u64,
    pub mode: Mode,
}

/// A packet with the company's settings and these accounts, which must come in the order of their numbers.
/// Accounts are taken one by one: only the packed files are kept.
pub fn write(heading: &Heading<'_>, accounts: impl Iterator<Item = AccountData>) -> anyhow::Result<Vec<u8>> {
    let mut sheets = Sheets::new(heading.form)?;
    for account in accounts {
        sheets.add(&account)?;
    }
    let mut parts = sheets.finish()?;
    parts.push(settings(heading.company)?);
    zipped::join(&manifest(heading, Kind::Accounts, &parts), parts)
}

/// A packet that brings the company's settings alone.
pub fn write_settings(heading: &Heading<'_>) -> anyhow::Result<Vec<u8>> {
    let parts = vec![settings(heading.company)?];
    zipped::join(&manifest(heading, Kind::Settings, &parts), parts)
}

fn manifest(heading: &Heading<'_>, kind: Kind, parts: &[Part]) -> Manifest {
    Manifest {
        format: FORMAT,
        company: heading.company.id.clone(),
        kind,
        mode: heading.mode,
        period: heading.as_of.format("%Y-%m").to_string(),
        as_of: heading.as_of,
        sequence: heading.sequence,
        encoding: heading.form.encoding,
        sign: heading.form.sign,
        files: parts.iter().map(|part| part.entry.clone()).collect(),
    }
}

fn settings(company: &Company) -> anyhow::Result<Part> {
    let mut file = Zipped::new(Manifest::COMPANY)?;
    file.write(serde_json::to_string_pretty(company)?.as_bytes())?;
    file.finish(1, None)
}
