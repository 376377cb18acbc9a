//! The switch that makes the bank fail as real ones do (payments §10): always, by chance with a seed,
//! or for the next few calls.

use rand::{Rng, SeedableRng, rngs::StdRng};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, time::Duration};

/// A way to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// A webhook is lost for good.
    HookDrop,
    /// A webhook is posted twice.
    HookDuplicate,
    /// A webhook comes late (5 s).
    HookDelay,
    /// A webhook comes after the next one of the same shop, or after 5 s if there is none.
    HookReorder,
    /// As something is created, somebody posts a webhook that says it succeeded.
    HookForge,
    /// The payment is created, the answer is 500.
    CreatedThen500,
    /// Nothing is created, the answer is 500.
    NotCreated500,
    /// Nothing is created yet, the answer is 202.
    Processing202,
    /// Nothing is created, the answer is 429.
    TooMany429,
    /// The call is carried out, the answer comes after 40 s.
    Hang,
    /// The payment is created for one rouble more than asked.
    WrongAmount,
    /// The payer is sent back at once, the money is taken (the card saved) after 5 s.
    LateSuccess,
    /// A refund stays pending for 5 s, then it is done.
    RefundLate,
    /// A refund stays pending for 5 s, then it is cancelled: no webhook tells.
    RefundCanceled,
    /// A card that its owner has saved turns out inactive: no webhook tells.
    BindingInactive,
    /// The owner has revoked the permission: the saved card that is to be charged is inactive from now on.
    PermissionRevoked,
    /// A payment with a saved card has to be confirmed by its payer, if there is an address to return to.
    SavedCardConfirms,
    /// The till refuses a fiscal receipt.
    ReceiptCanceled,
}

/// When a fault happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "when", rename_all = "snake_case")]
pub enum When {
    Always,
    /// With this probability, per cent.
    Chance {
        percent: u8,
    },
    /// For so many times, then never again.
    Next {
        times: u32,
    },
}

/// Which calls of the API fail.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Calls {
    /// Only those that change something (POST).
    #[default]
    Write,
    /// Only lookups (GET).
    Read,
    Any,
}

/// One fault switched on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Switch {
    #[serde(flatten)]
    pub when: When,
    /// For faults of the API: which calls.
    #[serde(default)]
    pub calls: Calls,
    /// For faults with a delay: how long, milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub millis: Option<u64>,
}

impl Switch {
    pub fn new(when: When) -> Self {
        Self { when, calls: Calls::default(), millis: None }
    }

    pub fn always() -> Self {
        Self::new(When::Always)
    }

    pub fn chance(percent: u8) -> Self {
        Self::new(When::Chance { percent })
    }

    pub fn next(times: u32) -> Self {
        Self::new(When::Next { times })
    }

    pub fn on(self, calls: Calls) -> Self {
        Self { calls, ..self }
    }

    pub fn millis(self, millis: u64) -> Self {
        Self { millis: Some(millis), ..self }
    }
}

/// All faults that are on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Faults {
    /// Start of the random sequence for faults by chance: the same seed gives the same run.
    #[serde(default)]
    pub seed: u64,
    #[serde(default)]
    pub switches: BTreeMap<Fault, Switch>,
}

impl Faults {
    /// The same with one more fault on.
    pub fn with(mut self, fault: Fault, switch: Switch) -> Self {
        self.switches.insert(fault, switch);
        self
    }
}

/// Decides, call by call, what fails.
pub struct Dice {
    faults: Faults,
    random: StdRng,
    happened: BTreeMap<Fault, u64>,
}

impl Dice {
    pub fn new(faults: Faults) -> Self {
        let random = StdRng::seed_from_u64(faults.seed);
        Self { faults, random, happened: BTreeMap::new() }
    }

    /// Other faults from now on; what has happened stays counted.
    pub fn replace(&mut self, faults: Faults) {
        let happened = std::mem::take(&mut self.happened);
        *self = Self { happened, ..Self::new(faults) };
    }

    pub fn happened(&self) -> &BTreeMap<Fault, u64> {
        &self.happened
    }

    pub fn faults(&self) -> &Faults {
        &self.faults
    }

    /// Whether `fault` happens now, and for how long.
    pub fn fires(&mut self, fault: Fault) -> Option<Duration> {
        self.fires_on(fault, Calls::Any)
    }

    /// As [`Dice::fires`] for a call of the API of this kind.
    pub fn fires_on(&mut self, fault: Fault, call: Calls) -> Option<Duration> {
        let switch = self.faults.switches.get_mut(&fault)?;
        if call != Calls::Any && switch.calls != Calls::Any && switch.calls != call {
            return None;
        }
        let fires = match &mut switch.when {
            When::Always => true,
            When::Chance { percent } => self.random.random_range(0..100) < *percent,
            When::Next { times } => {
                let left = *times > 0;
                *times = times.saturating_sub(1);
                left
            }
        };
        if fires {
            *self.happened.entry(fault).or_default() += 1;
        }
        let usual = if fault == Fault::Hang { 40_000 } else { 5_000 };
        fires.then(|| Duration::from_millis(switch.millis.unwrap_or(usual)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn next_two_fail_and_the_third_does_not() {
        let mut dice = Dice::new(Faults::default().with(Fault::Hang, Switch::next(2)));
        let run: Vec<bool> = (0..3).map(|_| dice.fires(Fault::Hang).is_some()).collect();
        assert_eq!(run, [true, true, false]);
        dice.replace(Faults::default());
        assert_eq!(dice.happened().get(&Fault::Hang), Some(&2), "counted past a change of the switches");
    }

    #[test]
    fn same_seed_gives_the_same_run() {
        let run = |seed| {
            let faults = Faults { seed, ..Faults::default() }.with(Fault::HookDrop, Switch::chance(50));
            let mut dice = Dice::new(faults);
            (0..64).map(|_| dice.fires(Fault::HookDrop).is_some()).collect::<Vec<_>>()
        };
        assert_eq!(run(7), run(7));
        assert_ne!(run(7), run(8));
    }

    #[test]
    fn lookups_are_spared_unless_told() {
        let mut dice = Dice::new(Faults::default().with(Fault::TooMany429, Switch::always()));
        assert!(dice.fires_on(Fault::TooMany429, Calls::Read).is_none());
        assert!(dice.fires_on(Fault::TooMany429, Calls::Write).is_some());
    }

    #[test]
    fn switch_is_readable_as_json() {
        let faults: Faults = serde_json::from_str(
            r#"{"seed": 7, "switches": {"hang": {"when": "next", "times": 1, "millis": 200, "calls": "any"}}}"#,
        )
        .expect("faults");
        let switch = Switch::next(1).millis(200).on(Calls::Any);
        assert_eq!(faults.switches.get(&Fault::Hang), Some(&switch));
    }
}
