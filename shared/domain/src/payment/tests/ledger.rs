//! The books over any payment, any history at the gateway and any way that news of it takes: append-only, balanced,
//! and whatever succeeded is credited once, line by line (payments §8, security row 65).

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

const WORKERS: usize = 3;

/// What one of the workers does: the page, the sweeper and the reader of webhooks act at the same time.
#[derive(Debug, Clone)]
enum Deed {
    /// Reads the payment and is slow to go on.
    Read,
    /// Hears what the gateway showed at some moment of its history, now or long ago.
    Hear(prop::sample::Index),
    /// The question or its answer is lost.
    Silence,
    /// The gateway does not know the number yet.
    Lost,
    /// The key of the shop is being changed.
    Forbidden,
    Sweep,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        3 => Just(Deed::Read),
        6 => any::<prop::sample::Index>().prop_map(Deed::Hear),
        1 => Just(Deed::Silence),
        1 => Just(Deed::Lost),
        1 => Just(Deed::Forbidden),
        3 => Just(Deed::Sweep),
    ]
}

/// Deeds in the order in which they come to the store: who, what, and how many seconds after the last.
fn deeds() -> impl Strategy<Value = Vec<(usize, Deed, i64)>> {
    let seconds = prop_oneof![0_i64..90, 0_i64..7_200];
    prop::collection::vec((0..WORKERS, deed(), seconds), 0..50)
}

/// A payment of some services, perhaps one of them twice.
fn begun() -> impl Strategy<Value = Payment> {
    let line = (prop::sample::select(vec!["gas", "to", "fee"]), 1_i64..1_500_000);
    (any::<u128>(), prop::collection::vec(line, 1..6)).prop_map(|(id, lines)| {
        let lines: Vec<_> = lines.into_iter().map(|(service, amount)| self::line(service, amount)).collect();
        let amount = lines.iter().map(|line| line.amount).sum();
        let id = crate::PaymentId(ulid::Ulid::from(id));
        Payment { id, lines, amount, ..submitted() }
    })
}

/// What asking shows, moment by moment; the last is the truth.
fn history() -> impl Strategy<Value = Vec<Observation>> {
    let ends = prop_oneof![Just(paid()), Just(canceled("insufficient_funds")), Just(canceled("call_issuer"))];
    (0_usize..3, 0_usize..3, any::<bool>(), ends).prop_map(|(with_page, without, two_stages, end)| {
        let mut history = vec![pending(true); with_page];
        history.extend(vec![pending(false); without]);
        history.extend(two_stages.then(held));
        history.push(end);
        history
    })
}

/// One payment, its journal by number and its credit, each written under the condition of its key.
struct Book {
    payment: Payment,
    journal: BTreeMap<u32, JournalEntry>,
    credit: Option<Vec<PaymentLine>>,
}

impl Book {
    /// `false`: somebody else has changed the payment since it was read.
    fn write(&mut self, read: &Payment, step: Step) -> bool {
        if !step.is_change(read) {
            assert!(step.journal.is_none() && !step.effects.contains(&Effect::Credit));
            return true;
        }
        if self.payment.version != read.version {
            return false;
        }
        let before = self.journal.clone();
        if let Some(entry) = step.journal {
            assert!(self.journal.insert(entry.seq, entry).is_none(), "a journal entry was overwritten");
        }
        if step.effects.contains(&Effect::Credit) {
            assert!(self.credit.replace(step.payment.lines.clone()).is_none(), "credited twice");
        }
        self.payment = step.payment;
        self.check(&before);
        true
    }

    /// What holds after every write.
    fn check(&self, before: &BTreeMap<u32, JournalEntry>) {
        assert!(before.iter().zip(&self.journal).all(|(old, new)| old == new), "the past was changed");
        assert!(self.journal.values().all(JournalEntry::is_balanced));
        let succeeded = self.payment.state == PaymentState::Succeeded;
        assert_eq!(self.credit.is_some(), succeeded, "credited and succeeded are one thing");
        let moved: Vec<_> = self.journal.values().filter(|entry| !entry.entries.is_empty()).collect();
        assert_eq!(moved.len(), usize::from(succeeded), "money moves once, and only then");
        if let [entry] = moved.as_slice() {
            assert_eq!(entry.to, PaymentState::Succeeded);
            assert_eq!(entry.entries, postings(&self.payment));
        }
    }

    /// Hears news as [`advance()`]'s callers do: who was overtaken decides again from what is stored.
    fn hear(&mut self, read: &Payment, seen: &Observation, now: DateTime<Utc>) {
        if !self.write(read, advance(read, seen, now)) {
            let read = self.payment.clone();
            assert!(self.write(&read, advance(&read, seen, now)));
        }
    }

    fn sweep(&mut self, read: &Payment, now: DateTime<Utc>) {
        if let Tick::Send(step) | Tick::Settle(step) = tick(read, now) {
            self.write(read, step);
        }
    }
}

/// Dr the acquirer the whole, Cr the account line by line.
fn postings(payment: &Payment) -> Vec<Posting> {
    let acquirer = LedgerAccount::Acquirer { company: payment.account.company.clone() };
    let mut postings = vec![Posting { account: acquirer, amount: payment.amount }];
    for line in &payment.lines {
        let account = payment.account.clone();
        let account = LedgerAccount::Subscriber { account, service: line.service.clone() };
        postings.push(Posting { account, amount: -line.amount });
    }
    postings
}

/// A payment's life among several workers. Reconciliation comes at last, whatever was lost before.
fn live(payment: &Payment, history: &[Observation], deeds: &[(usize, Deed, i64)]) -> Book {
    let mut book = Book { payment: payment.clone(), journal: BTreeMap::new(), credit: None };
    // The first sending has to have been unsure, or a 403 to it would be the truth.
    book.hear(payment, &Observation::Unknown, at(2));
    let mut now = at(5);
    book.sweep(&book.payment.clone(), now);
    let mut read = vec![book.payment.clone(); WORKERS];
    for (worker, deed, seconds) in deeds {
        now += TimeDelta::seconds(*seconds);
        let known = read[*worker].clone();
        match deed {
            Deed::Read => {}
            Deed::Hear(moment) => book.hear(&known, moment.get(history), now),
            Deed::Silence => book.hear(&known, &Observation::Unknown, now),
            Deed::Lost => book.hear(&known, &Observation::NotFound, now),
            Deed::Forbidden => book.hear(&known, &refused(403), now),
            Deed::Sweep => book.sweep(&known, now),
        }
        // Who acts has read before; who only reads goes on later.
        read[*worker] = book.payment.clone();
    }
    let known = book.payment.clone();
    book.hear(&known, &history[history.len() - 1], now + TimeDelta::days(2));
    book
}

fn sums<'a>(books: impl IntoIterator<Item = &'a Book>) -> BTreeMap<LedgerAccount, i64> {
    let mut sums = BTreeMap::new();
    for posting in books.into_iter().flat_map(|book| book.journal.values()).flat_map(|entry| &entry.entries) {
        *sums.entry(posting.account.clone()).or_default() += posting.amount.0;
    }
    sums
}

proptest! {
    #[test]
    fn however_news_travels_the_books_are_the_same(
        payment in begun(),
        history in history(),
        deeds in deeds(),
    ) {
        let book = live(&payment, &history, &deeds);
        let straight = live(&payment, &history, &[]);
        prop_assert_eq!(book.payment.state, straight.payment.state);
        prop_assert_eq!(sums([&book]), sums([&straight]));
        prop_assert_eq!(&book.credit, &straight.credit);
        let money_taken = history.last() == Some(&paid());
        prop_assert_eq!(book.credit, money_taken.then(|| payment.lines.clone()));
    }

    #[test]
    fn news_repeated_and_shuffled_is_no_other_news(
        payment in begun(),
        history in history(),
        news in prop::collection::vec(any::<prop::sample::Index>(), 1..12),
        order in any::<prop::sample::Index>(),
    ) {
        let told = |news: &[prop::sample::Index]| {
            let deeds: Vec<_> = news.iter().map(|moment| (0, Deed::Hear(*moment), 1)).collect();
            let book = live(&payment, &history, &deeds);
            (book.payment.state, book.credit.clone(), sums([&book]))
        };
        let mut other = [news.clone(), news.clone()].concat();
        other.rotate_left(order.index(news.len()));
        other.reverse();
        prop_assert_eq!(told(&news), told(&other));
    }

    #[test]
    fn the_books_of_many_payments_balance_and_equal_what_succeeded(
        lives in prop::collection::vec((begun(), history(), deeds()), 1..6),
    ) {
        let books: Vec<_> = lives.iter().map(|(payment, history, deeds)| live(payment, history, deeds)).collect();
        let mut expected = BTreeMap::new();
        for book in books.iter().filter(|book| book.payment.state == PaymentState::Succeeded) {
            for posting in postings(&book.payment) {
                *expected.entry(posting.account).or_default() += posting.amount.0;
            }
        }
        let sums = sums(&books);
        prop_assert_eq!(sums.values().sum::<i64>(), 0);
        let debits: i64 = sums.values().filter(|sum| **sum > 0).sum();
        let taken: i64 = books.iter().filter(|book| book.credit.is_some()).map(|book| book.payment.amount.0).sum();
        prop_assert_eq!(debits, taken);
        prop_assert_eq!(sums, expected);
    }
}
