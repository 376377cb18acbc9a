//! When a payment with a linked card asks for a code of ours: no 3-D Secure stands in its way (payments §3.3;
//! security row 71).

use crate::Kopecks;
use std::str::FromStr;

/// A setting of the installation: `always`, `above:5000` (roubles) or `never`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum StepUpRule {
    #[default]
    Always,
    /// For sums greater than this.
    Above(Kopecks),
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be always, never or above:N with N in roubles")]
pub struct MalformedRule;

impl StepUpRule {
    pub fn asks_for(self, amount: Kopecks) -> bool {
        match self {
            Self::Always => true,
            Self::Above(limit) => amount > limit,
            Self::Never => false,
        }
    }
}

impl FromStr for StepUpRule {
    type Err = MalformedRule;
    fn from_str(text: &str) -> Result<Self, MalformedRule> {
        match text {
            "always" => Ok(Self::Always),
            "never" => Ok(Self::Never),
            other => {
                let roubles = other.strip_prefix("above:").filter(|n| n.bytes().all(|b| b.is_ascii_digit()));
                let roubles: i64 = roubles.and_then(|n| n.parse().ok()).ok_or(MalformedRule)?;
                roubles.checked_mul(100).map(|kopecks| Self::Above(Kopecks(kopecks))).ok_or(MalformedRule)
            }
        }
    }
}
