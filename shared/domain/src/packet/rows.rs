//! One type per file: a row whose cells have been read, before anything is compared between rows.

use super::{
    File, Problems,
    fields::{self, Bad},
};
use crate::{Kopecks, MeterState, ReadingSource, ReadingStatus};
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// A row with its line in the file, for the report.
#[derive(Debug, Clone, PartialEq)]
pub struct Line<T> {
    pub line: u64,
    pub row: T,
}

/// Cells of one row in the order of [`File::columns`].
pub struct Cells<'a> {
    pub file: File,
    pub line: u64,
    pub values: &'a [&'a str],
}

impl<'a> Cells<'a> {
    fn get<T>(
        &self,
        column: usize,
        read: impl Fn(&'a str) -> Result<T, Bad>,
        problems: &mut Problems,
    ) -> Option<T> {
        match read(self.values.get(column).copied().unwrap_or_default()) {
            Ok(value) => Some(value),
            Err(message) => {
                problems.cell(self.file, self.line, self.file.columns()[column], message);
                None
            }
        }
    }

    /// An empty cell means «not given».
    fn maybe<T>(
        &self,
        column: usize,
        read: impl Fn(&'a str) -> Result<T, Bad>,
        problems: &mut Problems,
    ) -> Option<Option<T>> {
        self.get(column, |text| if text.is_empty() { Ok(None) } else { read(text).map(Some) }, problems)
    }
}

/// A row that can be read from cells. `None`: at least one problem has been noted; all cells are looked at.
pub trait Row: Sized {
    fn read(cells: &Cells<'_>, problems: &mut Problems) -> Option<Self>;
}

/// Declares a row and how each of its cells after the account number is read, in the order of the header.
macro_rules! row {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty = $how:ident $read:path),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name { $(pub $field: $type),+ }

        impl Row for $name {
            fn read(cells: &Cells<'_>, problems: &mut Problems) -> Option<Self> {
                let mut column = 0;
                // Every cell first, so that all mistakes of the row are reported.
                $(column += 1; let $field = cells.$how(column, $read, problems);)+
                debug_assert_eq!(column + 1, cells.file.columns().len());
                Some(Self { $($field: $field?),+ })
            }
        }
    };
}

row!(AccountRow {
    unified: Option<String> = maybe fields::code,
    holder: String = get fields::text,
    address: String = get fields::text,
    email: Option<String> = maybe fields::email,
    phone: Option<String> = maybe fields::phone,
    owner_changed: bool = get fields::flag,
    pin_hash: Option<String> = maybe fields::pin_hash,
});

row!(ServiceRow {
    service: String = get fields::code,
    name: String = get fields::text,
    balance: Kopecks = get fields::money,
});

row!(SettlementRow {
    service: String = get fields::code,
    period: NaiveDate = get fields::period,
    opening: Kopecks = get fields::money,
    charged: Kopecks = get fields::money,
    volume: Option<Decimal> = maybe fields::decimal,
    tariff: Option<Decimal> = maybe fields::decimal,
    paid: Kopecks = get fields::money,
    benefits: Kopecks = get fields::money,
    correction: Kopecks = get fields::money,
    closing: Option<Kopecks> = maybe fields::money,
});

row!(MeterRow {
    meter: String = get fields::code,
    name: String = get fields::text,
    serial: String = get fields::text,
    digits: u8 = get fields::dial_digits,
    state: MeterState = get fields::meter_state,
    place: Option<String> = maybe fields::text,
    next_verification: Option<NaiveDate> = maybe fields::date,
    seal_date: Option<NaiveDate> = maybe fields::date,
    average_monthly: Option<i64> = maybe fields::not_negative,
});

row!(ReadingRow {
    meter: String = get fields::code,
    date: NaiveDate = get fields::date,
    value: i64 = get fields::not_negative,
    consumption: Option<i64> = maybe fields::integer,
    source: ReadingSource = get fields::source,
    status: ReadingStatus = get fields::status,
});

row!(
    /// One line of a payment; rows of one payment stand together.
    PaymentRow {
        payment: String = get fields::code,
        date: NaiveDate = get fields::date,
        place: String = get fields::text,
        portal_payment: Option<String> = maybe fields::portal_payment,
        service: String = get fields::code,
        amount: Kopecks = get fields::money,
    }
);

row!(ParameterRow { name: String = get fields::text, value: String = get fields::text });

row!(EquipmentRow { name: String = get fields::text, kind: String = get fields::text });

row!(ContractRow {
    number: String = get fields::text,
    service: String = get fields::text,
    status: String = get fields::text,
    start: NaiveDate = get fields::date,
    end: Option<NaiveDate> = maybe fields::date,
    archived: bool = get fields::flag,
});

row!(
    /// One line of an act; rows of one act stand together.
    ActRow {
        act: String = get fields::text,
        date: NaiveDate = get fields::date,
        service: String = get fields::text,
        line: String = get fields::text,
        amount: Kopecks = get fields::money,
    }
);

/// All that a packet says of one account.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountRows {
    pub number: String,
    pub account: Line<AccountRow>,
    pub services: Vec<Line<ServiceRow>>,
    pub settlements: Vec<Line<SettlementRow>>,
    pub meters: Vec<Line<MeterRow>>,
    pub readings: Vec<Line<ReadingRow>>,
    pub payments: Vec<Line<PaymentRow>>,
    pub card: Option<CardRows>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct CardRows {
    pub parameters: Vec<Line<ParameterRow>>,
    pub benefits: Vec<Line<ParameterRow>>,
    pub regimes: Vec<Line<ParameterRow>>,
    pub equipment: Vec<Line<EquipmentRow>>,
    pub contracts: Vec<Line<ContractRow>>,
    pub acts: Vec<Line<ActRow>>,
}
