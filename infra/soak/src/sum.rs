//! Rounds added up to one run.

use crate::{
    audit::{Audit, Day, Finding, Refunds, Side},
    log::Said,
    process::Deaths,
    reconciliation::Reconciled,
    report::Report,
    tally::Noticed,
};
use chrono::TimeDelta;
use std::{collections::BTreeMap, time::Duration};

/// Takes another round's figures in.
pub trait Sum {
    fn add(&mut self, other: Self);
}

macro_rules! numbers {
    ($($Number:ty),*) => { $(impl Sum for $Number {
        fn add(&mut self, other: Self) {
            *self += other;
        }
    })* };
}

macro_rules! structs {
    ($($Struct:ty { $($field:ident),* })*) => { $(impl Sum for $Struct {
        fn add(&mut self, other: Self) {
            $(self.$field.add(other.$field);)*
        }
    })* };
}

macro_rules! lists {
    ($($Item:ty),*) => { $(impl Sum for Vec<$Item> {
        fn add(&mut self, other: Self) {
            self.extend(other);
        }
    })* };
}

macro_rules! in_order {
    ($($Item:ty),*) => { $(impl Sum for Vec<$Item> {
        fn add(&mut self, other: Self) {
            self.extend(other);
            self.sort();
        }
    })* };
}

numbers!(u32, u64, i64, usize, Duration, TimeDelta);
lists!(Finding, String);
in_order!(Duration, TimeDelta);
structs! {
    Report {
        audit, reconciled, reconciled_rightly, incidents, noticed, happened, deaths, said, outbox, given_up, load,
        whole, simulated
    }
    Audit {
        payments, at_bank, charged, credited, states, reviews, charged_sum, reviewed_sum, ledger_sum, credit_sum,
        refunds, bindings, cards, days, findings, to_end, to_credit
    }
    Refunds { states, given, ledger_sum, credit_sum }
    Day { ours, theirs }
    Side { count, sum }
    Noticed {
        meant, insisted, begun, anew, went_on, limited, lost, gave_up, codes, bindings, unlinked, refunds,
        refused_refunds, starts, unexpected
    }
    Deaths { killed, restarted, crashed }
    Said { lines, incidents, cries }
    Reconciled { hourly, last, days }
}

/// Right only if all are.
impl Sum for bool {
    fn add(&mut self, other: Self) {
        *self &= other;
    }
}

impl<A: Sum, B: Sum> Sum for (A, B) {
    fn add(&mut self, other: Self) {
        self.0.add(other.0);
        self.1.add(other.1);
    }
}

/// There only if it is in every round.
impl<T: Sum> Sum for Option<T> {
    fn add(&mut self, other: Self) {
        *self = self.take().zip(other).map(|(mut one, other)| {
            one.add(other);
            one
        });
    }
}

impl<K: Ord, V: Sum> Sum for BTreeMap<K, V> {
    fn add(&mut self, other: Self) {
        for (key, value) in other {
            match self.remove(&key) {
                Some(mut known) => {
                    known.add(value);
                    self.insert(key, known);
                }
                None => {
                    self.insert(key, value);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_added_and_what_failed_once_has_failed() {
        let mut sum = (BTreeMap::from([("a", 1_u64), ("b", 2)]), (Some(5_u64), true));
        sum.add((BTreeMap::from([("b", 3), ("c", 4)]), (None, true)));
        assert_eq!(sum, (BTreeMap::from([("a", 1), ("b", 5), ("c", 4)]), (None, true)));
        let mut right = true;
        right.add(false);
        right.add(true);
        assert!(!right);
        let mut times = vec![TimeDelta::seconds(3)];
        times.add(vec![TimeDelta::seconds(1)]);
        assert_eq!(times, [TimeDelta::seconds(1), TimeDelta::seconds(3)], "percentiles need an order");
    }
}
