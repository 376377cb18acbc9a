//! What a company tells of an account (лицевой счёт). Written by the import alone; the portal reads.

use crate::{Kopecks, ids::AccountId};
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// One account with its services and meters: everything the first screen shows, in one record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Account {
    pub id: AccountId,
    /// Единый лицевой счёт of ГИС ЖКХ.
    pub unified: Option<String>,
    pub holder: String,
    pub address: String,
    /// Contacts on file at the company: the only ones a PIN may go to (C-25).
    pub email: Option<String>,
    pub phone: Option<String>,
    /// MAC of the PIN that the company has given the account (R-180, row 53); the PIN itself never comes here.
    #[serde(default)]
    pub pin: Option<String>,
    /// When the company took these figures.
    pub as_of: DateTime<Utc>,
    pub services: Vec<Service>,
    pub meters: Vec<Meter>,
}

impl Account {
    /// Name of a service by its code; one that has left the account may still have been charged and paid for.
    pub fn service_name(&self, code: &str) -> &str {
        let service = self.services.iter().find(|service| service.code == code);
        service.map_or("Другая услуга", |service| &service.name)
    }
}

/// A service on an account, e.g. `gas` «Газоснабжение природным газом».
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Service {
    pub code: String,
    pub name: String,
    /// As of `Account::as_of`; debt negative.
    pub balance: Kopecks,
    /// The charge of the last closed period; the answer to a control question.
    pub last_charge: Option<Charge>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Charge {
    /// First day of the month charged for.
    pub period: NaiveDate,
    pub amount: Kopecks,
    /// Cubic metres.
    pub volume: Option<Decimal>,
    /// Roubles per cubic metre (or per month), five decimals or fewer.
    pub tariff: Option<Decimal>,
    pub benefits: Kopecks,
    pub correction: Kopecks,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MeterState {
    Active,
    Inactive,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Meter {
    /// Stable within the account, e.g. `m1`.
    pub id: String,
    pub name: String,
    pub serial: String,
    /// Capacity: number of digits on the dial (разрядность).
    pub digits: u8,
    pub state: MeterState,
    pub place: Option<String>,
    pub next_verification: Option<NaiveDate>,
    pub seal_date: Option<NaiveDate>,
    /// Last reading the company has counted.
    pub last_accepted: Option<DialReading>,
    /// Whole cubic metres a month.
    pub average_monthly: Option<i64>,
}

/// What the dial showed, whole cubic metres.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DialReading {
    pub date: NaiveDate,
    pub value: i64,
    pub source: ReadingSource,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReadingSource {
    Subscriber,
    Inspector,
    Calculated,
    Portal,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReadingStatus {
    Accepted,
    Pending,
    Rejected,
}

/// A past reading with what it meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryReading {
    pub date: NaiveDate,
    pub value: i64,
    pub consumption: Option<i64>,
    pub source: ReadingSource,
    pub status: ReadingStatus,
}

/// One month of one service (взаиморасчёты, R-055). Closing is `None` while the month is open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settlement {
    pub period: NaiveDate,
    pub opening: Kopecks,
    pub charged: Kopecks,
    pub volume: Option<Decimal>,
    pub tariff: Option<Decimal>,
    pub paid: Kopecks,
    pub benefits: Kopecks,
    pub correction: Kopecks,
    pub closing: Option<Kopecks>,
}

/// A payment that the company knows of. `portal_payment` names ours, so that it is not shown twice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CompanyPayment {
    pub id: String,
    pub date: NaiveDate,
    pub amount: Kopecks,
    /// «Место оплаты».
    pub place: String,
    pub portal_payment: Option<String>,
    pub lines: Vec<PaidLine>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PaidLine {
    pub service: String,
    pub amount: Kopecks,
}

/// The subscriber's card with everything read-only of chapters 4.3.3–4.3.5.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SubscriberCard {
    pub parameters: Vec<Parameter>,
    pub benefits: Vec<Parameter>,
    pub regimes: Vec<Parameter>,
    pub equipment: Vec<Equipment>,
    pub contracts: Vec<Contract>,
    pub acts: Vec<Act>,
}

/// «Наименование» and «Значение» of figure 34.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    pub name: String,
    pub value: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Equipment {
    pub name: String,
    pub kind: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contract {
    pub number: String,
    pub service: String,
    pub status: String,
    pub start: NaiveDate,
    /// `None`: «Бессрочный».
    pub end: Option<NaiveDate>,
    pub archived: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Act {
    pub name: String,
    pub date: NaiveDate,
    pub service: String,
    pub lines: Vec<ActLine>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActLine {
    pub name: String,
    pub amount: Kopecks,
}
