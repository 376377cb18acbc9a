//! Lists that the import writes as records of their own, in the shape in which they are stored.
//! Borrowed when written, owned (`'static`) when read.

use crate::{CompanyPayment, HistoryReading, Settlement};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Readings of one meter, newest first, of the running month and 24 before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MeterHistory<'a> {
    pub meter: Cow<'a, str>,
    pub readings: Cow<'a, [HistoryReading]>,
}

/// Settlements of one service, newest month first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ServiceSettlements<'a> {
    pub service: Cow<'a, str>,
    pub months: Cow<'a, [Settlement]>,
}

/// Payments that the company knows of, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CompanyPayments<'a> {
    pub payments: Cow<'a, [CompanyPayment]>,
}
