//! Money is whole kopecks: nothing that is shown, stored or sent to the bank is ever a fraction of one.

use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};
use serde::{Deserialize, Serialize};
use std::{
    iter::Sum,
    ops::{Add, AddAssign, Neg, Sub},
};

/// A signed sum in kopecks. On balances a debt is negative (R-050, C-08).
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(transparent)]
pub struct Kopecks(pub i64);

impl Kopecks {
    pub const ZERO: Self = Self(0);

    /// The one rounding of the project: half away from zero, applied to the last line only
    /// (company-data: 29.52 × 7.328 = 216.32256 → 216.32). `None` when the sum does not fit.
    pub fn from_roubles(sum: Decimal) -> Option<Self> {
        sum.checked_mul(Decimal::ONE_HUNDRED)?
            .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
            .to_i64()
            .map(Self)
    }

    /// Roubles with two decimals, as the bank writes sums.
    pub fn to_roubles(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }
}

impl Add for Kopecks {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Kopecks {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sub for Kopecks {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Kopecks {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Sum for Kopecks {
    fn sum<I: Iterator<Item = Self>>(sums: I) -> Self {
        sums.fold(Self::ZERO, Add::add)
    }
}
