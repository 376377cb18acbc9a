//! How a demo household is described before its two years are played through.

use crate::season::Use;
use domain::{Kopecks, ReadingSource, ReadingStatus};

/// How it pays its bills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Habit {
    /// Every month what it owes.
    OnTime,
    /// Nothing in the last so many months, the running one included.
    Silent(usize),
    /// About half, in round sums.
    Half,
    /// Once paid so many roubles too much, then lives on it.
    Ahead(i64),
}

/// When the meter must be verified next, in days from today; negative: it should have been.
pub type VerificationIn = i64;

#[derive(Debug, Clone)]
pub struct MeterPlan {
    pub name: &'static str,
    pub serial: String,
    pub digits: u8,
    pub place: &'static str,
    pub verification: VerificationIn,
    /// Percent of the household's gas that runs through it.
    pub share: i64,
    /// What the dial shows at the end of its time in the packet.
    pub last: i64,
    /// `Some(n)`: taken out of service n months ago.
    pub retired: Option<usize>,
}

/// A reading that the company has not accepted, sent in the last closed month.
#[derive(Debug, Clone, Copy)]
pub struct OddReading {
    pub above_last: i64,
    pub source: ReadingSource,
    pub status: ReadingStatus,
}

#[derive(Debug, Clone)]
pub struct Household {
    pub number: String,
    pub unified: Option<&'static str>,
    pub holder: String,
    pub address: String,
    pub email: Option<&'static str>,
    pub phone: Option<&'static str>,
    /// The PIN that the company has given it.
    pub pin: Option<&'static str>,
    pub residents: i64,
    /// As printed, e.g. «135,1».
    pub area: String,
    pub uses: Use,
    pub habit: Habit,
    pub meters: Vec<MeterPlan>,
    /// «Техобслуживание ВДГО», kopecks a month.
    pub maintenance: Option<i64>,
    /// «Пеня за газ», a hundredth of the debt a month.
    pub penalty: bool,
    /// Percent of the gas charge that is forgiven, and for what.
    pub benefit: Option<(i64, &'static str)>,
    /// A recalculation five months ago, kopecks.
    pub correction: i64,
    /// Cubic metres of the last closed month where the demo needs an exact sum.
    pub last_volume: Option<i64>,
    pub odd_reading: Option<OddReading>,
    /// What the account is good for, shown in the list of demo accounts.
    pub note: &'static str,
    /// Balance of the gas before the first month that is played.
    pub opening: Kopecks,
}

impl Household {
    /// A flat with one fresh meter that pays on time: what the accounts differ from.
    pub fn usual(number: &str, holder: &str, address: &str) -> Self {
        Self {
            number: number.to_owned(),
            unified: None,
            holder: holder.to_owned(),
            address: address.to_owned(),
            email: None,
            phone: None,
            pin: None,
            residents: 2,
            area: "54,3".to_owned(),
            uses: Use::Water,
            habit: Habit::OnTime,
            meters: Vec::new(),
            maintenance: None,
            penalty: false,
            benefit: None,
            correction: 0,
            last_volume: None,
            odd_reading: None,
            note: "",
            opening: Kopecks::ZERO,
        }
    }

    pub fn meter(
        mut self,
        name: &'static str,
        serial: &str,
        digits: u8,
        verification: i64,
        last: i64,
    ) -> Self {
        self.meters.push(MeterPlan {
            name,
            serial: serial.to_owned(),
            digits,
            place: "Кухня",
            verification,
            share: 100,
            last,
            retired: None,
        });
        self
    }

    /// Changes the meter added last.
    pub fn with_meter(mut self, change: impl FnOnce(&mut MeterPlan)) -> Self {
        if let Some(meter) = self.meters.last_mut() {
            change(meter);
        }
        self
    }
}
