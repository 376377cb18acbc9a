//! «Взаиморасчеты» (R-054…R-062): what a month comes to and why its charge is what it is.

use crate::{Kopecks, Settlement};
use chrono::Datelike;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

#[cfg(test)]
mod tests;

/// «Why this sum»: the product that the charge is, or is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explanation {
    /// Cubic metres.
    pub volume: Decimal,
    /// Roubles for one.
    pub tariff: Decimal,
    /// Volume by tariff, rounded once.
    pub product: Kopecks,
    /// What the charge has beside the product: a fixed part, a norm, a recalculation of earlier months.
    pub other: Option<Kopecks>,
}

/// What the month comes to by its own figures, closed or not (C-08): opening − charged + paid + benefits + correction.
pub fn expected(month: &Settlement) -> Kopecks {
    let Settlement { opening, charged, paid, benefits, correction, .. } = month;
    let added = [paid, benefits, correction].into_iter().fold(0_i64, |sum, more| sum.saturating_add(more.0));
    Kopecks(opening.0.saturating_sub(charged.0).saturating_add(added))
}

/// Whether the month is still open: its closing balance is not shown.
pub fn is_open(month: &Settlement) -> bool {
    month.closing.is_none()
}

/// `None` where the company has not told the volume or the tariff: there is nothing to multiply.
pub fn explain(month: &Settlement) -> Option<Explanation> {
    let (volume, tariff) = (month.volume?, month.tariff?);
    let product = Kopecks::from_roubles(volume.checked_mul(tariff)?)?;
    let other = month.charged - product;
    Some(Explanation { volume, tariff, product, other: (other != Kopecks::ZERO).then_some(other) })
}

/// Years that have months, newest first.
pub fn years<'a>(months: impl IntoIterator<Item = &'a Settlement>) -> Vec<i32> {
    let years: BTreeSet<i32> = months.into_iter().map(|month| month.period.year()).collect();
    years.into_iter().rev().collect()
}
