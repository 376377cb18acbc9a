//! Numbers as a company's accounting writes them into its CSV.

use domain::Kopecks;
use rust_decimal::Decimal;

/// What stands between roubles and kopecks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    Comma,
    Point,
}

impl Separator {
    fn apply(self, number: String) -> String {
        match self {
            Self::Comma => number.replace('.', ","),
            Self::Point => number,
        }
    }

    pub fn money(self, sum: Kopecks) -> String {
        self.apply(sum.to_roubles().to_string())
    }

    pub fn decimal(self, number: Option<Decimal>) -> String {
        number.map_or_else(String::new, |number| self.apply(number.to_string()))
    }
}
