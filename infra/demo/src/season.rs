//! Repeatable chance and the seasons of gas: what a household burns in a month.

use chrono::{Datelike, NaiveDate};

/// SplitMix64: small, and the same on every machine and in every release of every crate, which the
/// promise «same seed, same bytes» needs.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Dice of their own for a text, e.g. an account number.
    pub fn of(text: &str) -> Self {
        Self(text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        }))
    }

    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0 up to `n`, `n` left out.
    pub fn below(&mut self, n: u64) -> u64 {
        self.roll() % n.max(1)
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u64) as usize]
    }
}

/// What the gas is burnt for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Cooking alone.
    Stove,
    /// Cooking and hot water.
    Water,
    /// Cooking, hot water and heating of so many square metres.
    Heating(i64),
}

/// Cubic metres for 100 m² in January…December.
const HEATING: [i64; 12] = [330, 310, 250, 150, 60, 0, 0, 0, 50, 140, 240, 300];

impl Use {
    pub fn heats(self) -> bool {
        matches!(self, Self::Heating(_))
    }

    /// Whole cubic metres in that month, more or less a tenth by chance.
    pub fn in_month(self, residents: i64, month: NaiveDate, dice: &mut Dice) -> i64 {
        let kitchen = 9 * residents.max(1);
        let usual = match self {
            Self::Stove => kitchen,
            Self::Water => kitchen + 16 * residents.max(1),
            Self::Heating(area) => {
                kitchen + 12 * residents.max(1) + HEATING[month.month0() as usize] * area / 100
            }
        };
        usual * (90 + dice.below(21) as i64) / 100
    }
}
