//! Names of the files: what is in them and how it is written.

use domain::Section;
use std::str::FromStr;

/// What is exported; each kind is a part of one section and opens as that section does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Settlements,
    Readings,
    Payments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv,
    Xlsx,
}

/// `settlements.csv`, `payments.xlsx`, …
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExportFile {
    pub kind: Kind,
    pub format: Format,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Settlements, Self::Readings, Self::Payments];

    pub fn name(self) -> &'static str {
        match self {
            Self::Settlements => "settlements",
            Self::Readings => "readings",
            Self::Payments => "payments",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::Settlements => "Взаиморасчеты",
            Self::Readings => "Показания приборов учета",
            Self::Payments => "Платежи",
        }
    }

    pub fn section(self) -> Section {
        match self {
            Self::Settlements => Section::Settlements,
            Self::Readings => Section::Meters,
            Self::Payments => Section::Payments,
        }
    }
}

impl Format {
    const ALL: [Self; 2] = [Self::Csv, Self::Xlsx];

    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    pub fn content_type(self) -> &'static str {
        match self {
            // As bytes: a `text/…` is decoded on its way out of Lambda and loses the mark at its beginning.
            Self::Csv => "application/octet-stream",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

impl FromStr for ExportFile {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        let (kind, format) = name.split_once('.').ok_or(())?;
        Ok(Self {
            kind: Kind::ALL.into_iter().find(|known| known.name() == kind).ok_or(())?,
            format: Format::ALL.into_iter().find(|known| known.extension() == format).ok_or(())?,
        })
    }
}
