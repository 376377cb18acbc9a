//! Security row 65: any order, repetition and loss of what the gateway says ends in one ledger.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// What may happen to a payment before the truth is known.
#[derive(Debug, Clone)]
enum Happening {
    Pending {
        page: bool,
    },
    Held,
    Truth,
    Silence,
    Lost,
    Forbidden,
    Sweep,
    /// Two workers read one version and both act; the second one's write fails.
    Stale,
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        any::<bool>().prop_map(|page| Happening::Pending { page }),
        Just(Happening::Held),
        Just(Happening::Truth),
        Just(Happening::Silence),
        Just(Happening::Lost),
        Just(Happening::Forbidden),
        Just(Happening::Sweep),
        Just(Happening::Stale),
    ]
}

/// A store with one payment: writes under a condition on the version, keeps the journal and counts credits.
struct Store {
    payment: Payment,
    journal: Vec<JournalEntry>,
    credits: usize,
}

impl Store {
    fn write(&mut self, before: &Payment, step: Step) {
        if before.version != self.payment.version || !step.is_change(before) {
            assert!(step.is_change(before) || !step.effects.contains(&Effect::Credit));
            return;
        }
        self.credits += step.effects.iter().filter(|effect| **effect == Effect::Credit).count();
        self.journal.extend(step.journal);
        self.payment = step.payment;
    }

    fn see(&mut self, seen: &Observation, now: DateTime<Utc>) {
        let before = self.payment.clone();
        self.write(&before, advance(&before, seen, now));
    }

    fn sweep(&mut self, now: DateTime<Utc>) {
        let before = self.payment.clone();
        match tick(&before, now) {
            Tick::Send(step) | Tick::Settle(step) => self.write(&before, step),
            Tick::Ask | Tick::Wait => {}
        }
    }

    fn ledger(&self) -> BTreeMap<LedgerAccount, i64> {
        let mut ledger = BTreeMap::new();
        for posting in self.journal.iter().flat_map(|entry| &entry.entries) {
            *ledger.entry(posting.account.clone()).or_default() += posting.amount.0;
        }
        ledger
    }
}

fn live(truth: &Observation, happenings: &[(Happening, i64)]) -> Store {
    let mut store = Store { payment: submitted(), journal: Vec::new(), credits: 0 };
    let mut now = at(2);
    let mut stale = store.payment.clone();
    // The first sending has to have been unsure, or a 403 to it would be the truth.
    store.see(&Observation::Unknown, now);
    now += TimeDelta::seconds(3);
    store.sweep(now);
    for (happening, seconds) in happenings {
        now += TimeDelta::seconds(*seconds);
        match happening {
            Happening::Pending { page } => store.see(&pending(*page), now),
            Happening::Held => store.see(&held(), now),
            Happening::Truth => store.see(truth, now),
            Happening::Silence => store.see(&Observation::Unknown, now),
            Happening::Lost => store.see(&Observation::NotFound, now),
            Happening::Forbidden => store.see(&refused(403), now),
            Happening::Sweep => store.sweep(now),
            Happening::Stale => {
                let step = advance(&stale, truth, now);
                store.write(&stale, step);
                stale = store.payment.clone();
            }
        }
    }
    // Reconciliation comes at last, whatever was lost before.
    store.see(truth, now + TimeDelta::days(2));
    store
}

fn happenings() -> impl Strategy<Value = Vec<(Happening, i64)>> {
    prop::collection::vec((happening(), 0_i64..7_200), 0..40)
}

proptest! {
    #[test]
    fn money_taken_is_credited_once_whatever_happened_before(happenings in happenings()) {
        let store = live(&paid(), &happenings);
        prop_assert_eq!(store.payment.state, PaymentState::Succeeded);
        prop_assert_eq!(store.credits, 1);
        prop_assert!(store.journal.iter().all(JournalEntry::is_balanced));
        let expected = live(&paid(), &[]);
        prop_assert_eq!(store.ledger(), expected.ledger());
        prop_assert_eq!(store.ledger().values().sum::<i64>(), 0);
    }

    #[test]
    fn money_not_taken_is_never_credited(happenings in happenings()) {
        let store = live(&canceled("insufficient_funds"), &happenings);
        prop_assert_eq!(store.payment.state, PaymentState::Canceled);
        prop_assert_eq!(store.credits, 0);
        prop_assert!(store.ledger().is_empty());
    }

    #[test]
    fn a_journal_is_a_path_on_the_graph(happenings in happenings()) {
        let store = live(&paid(), &happenings);
        let mut state = PaymentState::Submitting;
        let mut seq = 0;
        for entry in &store.journal {
            prop_assert_eq!(entry.from, state);
            prop_assert!(entry.from.may_become(entry.to) && entry.seq > seq);
            (state, seq) = (entry.to, entry.seq);
        }
    }

    #[test]
    fn time_alone_never_ends_a_payment_that_was_sent(seconds in prop::collection::vec(0_i64..40_000, 0..40)) {
        let mut store = Store { payment: submitted(), journal: Vec::new(), credits: 0 };
        let mut now = at(1);
        for wait in seconds {
            now += TimeDelta::seconds(wait);
            store.sweep(now);
        }
        prop_assert!(!store.payment.state.is_terminal());
    }
}
