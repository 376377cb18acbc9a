//! `manifest.json`: what a packet says of itself.

use super::{File, Problems};
use crate::CompanyId;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The version of the format that is described here.
pub const FORMAT: u32 = 1;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub format: u32,
    pub company: CompanyId,
    pub kind: Kind,
    pub mode: Mode,
    /// Accounting period, `2026-11`.
    pub period: String,
    /// When the company took these figures.
    pub as_of: DateTime<Utc>,
    /// 1, 2, 3… without gaps, counted by company.
    pub sequence: u64,
    pub encoding: Encoding,
    pub sign: Sign,
    pub files: Vec<FileEntry>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Accounts, with or without `company.json`.
    Accounts,
    /// `company.json` alone.
    Settings,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// All accounts, each whole.
    Snapshot,
    /// The accounts that changed; their cards may be left out and then stay as they were.
    Delta,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Encoding {
    #[serde(rename = "utf-8")]
    Utf8,
    #[serde(rename = "cp1251")]
    Cp1251,
}

/// How the balances of the packet (`balance`, `opening`, `closing`) are signed (C-08). Inside the portal
/// and on screen a debt is negative; real feeds often have it positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    DebtNegative,
    DebtPositive,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    pub name: String,
    /// Rows without the header; 1 for `company.json`.
    pub rows: u64,
    /// Of the unpacked file, hexadecimal.
    pub sha256: String,
    /// Kopecks: the sum of all money columns as written. For files with money only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub control_sum: Option<i64>,
}

impl Manifest {
    pub const NAME: &str = "manifest.json";
    pub const COMPANY: &str = "company.json";

    /// First day of `period`.
    pub fn period(&self) -> Option<NaiveDate> {
        super::fields::period(&self.period).ok()
    }

    pub fn entry(&self, name: &str) -> Option<&FileEntry> {
        self.files.iter().find(|entry| entry.name == name)
    }

    /// Whether the packet carries the subscribers' cards.
    pub fn has_card(&self) -> bool {
        self.files.iter().any(|entry| entry.name.parse::<File>().is_ok_and(File::is_card))
    }

    /// All that can be told without opening the other files. `now` guards against figures from the future.
    pub fn check(&self, inbox: &CompanyId, now: DateTime<Utc>, problems: &mut Problems) {
        let mut wrong = |column: &str, message: &str| problems.add(Self::NAME, None, Some(column), message);
        if self.format != FORMAT {
            wrong("format", "неизвестная версия формата, поддерживается 1");
        }
        if &self.company != inbox {
            wrong("company", "пакет другой компании: код не совпадает с папкой обмена");
        }
        if self.sequence == 0 || self.sequence > 9_999_999_999 {
            wrong("sequence", "номер пакета — целое число от 1 до 9999999999");
        }
        if self.period().is_none() {
            wrong("period", "ожидается период вида 2026-11");
        }
        // Clocks of two systems differ by minutes, not more.
        if self.as_of > now + TimeDelta::minutes(10) {
            wrong("as_of", "дата выгрузки в будущем");
        }
        self.check_files(problems);
    }

    fn check_files(&self, problems: &mut Problems) {
        let mut seen = BTreeSet::new();
        for entry in &self.files {
            if !seen.insert(entry.name.as_str()) {
                problems.file(&entry.name, "файл назван в манифесте дважды");
            }
            let file = entry.name.parse::<File>();
            if file.is_err() && entry.name != Self::COMPANY {
                problems.file(&entry.name, "неизвестный файл");
            }
            if entry.sha256.len() != 64 || !entry.sha256.bytes().all(|b| b.is_ascii_hexdigit()) {
                problems.add(
                    &entry.name,
                    None,
                    Some("sha256"),
                    "ожидается SHA-256: 64 шестнадцатеричные цифры",
                );
            }
            if file.is_ok_and(|file| file.money().is_empty() == entry.control_sum.is_some()) {
                problems.add(
                    &entry.name,
                    None,
                    Some("control_sum"),
                    "контрольная сумма нужна файлам с деньгами и только им",
                );
            }
        }
        for name in self.required() {
            if !seen.contains(name) {
                problems.file(name, "нет обязательного файла");
            }
        }
        if self.kind == Kind::Settings && seen.iter().any(|name| *name != Self::COMPANY) {
            problems.add(Self::NAME, None, Some("kind"), "пакет настроек содержит только company.json");
        }
    }

    fn required(&self) -> Vec<&'static str> {
        match self.kind {
            Kind::Settings => vec![Self::COMPANY],
            Kind::Accounts => File::ALL
                .into_iter()
                .filter(|file| !file.is_card() || self.mode == Mode::Snapshot || self.has_card())
                .map(File::name)
                .collect(),
        }
    }
}
