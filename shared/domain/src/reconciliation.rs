//! Two books of one day side by side (payments §7 R3).

use crate::Kopecks;
use std::collections::{BTreeMap, BTreeSet};

/// A payment, or a refund with a negative sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub number: String,
    /// Number of the account.
    pub account: String,
    pub amount: Kopecks,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Total {
    pub count: usize,
    pub sum: Kopecks,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compared {
    pub ours: Total,
    pub theirs: Total,
    /// Accounts whose sums or counts differ.
    pub accounts: usize,
    /// Numbers.
    pub only_ours: Vec<String>,
    pub only_theirs: Vec<String>,
    /// Another sum or another account, or listed twice.
    pub different: Vec<String>,
}

impl Compared {
    pub fn agree(&self) -> bool {
        self.only_ours.is_empty() && self.only_theirs.is_empty() && self.different.is_empty()
    }
}

pub fn compare(ours: impl IntoIterator<Item = Entry>, theirs: impl IntoIterator<Item = Entry>) -> Compared {
    let (ours, theirs) = (by_number(ours), by_number(theirs));
    let mut compared = Compared { ours: total(&ours), theirs: total(&theirs), ..Compared::default() };
    for number in ours.keys().chain(theirs.keys()).collect::<BTreeSet<_>>() {
        match (ours.get(number), theirs.get(number)) {
            (Some(_), None) => compared.only_ours.push(number.clone()),
            (None, Some(_)) => compared.only_theirs.push(number.clone()),
            (ours, theirs) if ours != theirs => compared.different.push(number.clone()),
            _ => {}
        }
    }
    let (ours, theirs) = (by_account(&ours), by_account(&theirs));
    let accounts: BTreeSet<_> = ours.keys().chain(theirs.keys()).collect();
    compared.accounts =
        accounts.into_iter().filter(|account| ours.get(*account) != theirs.get(*account)).count();
    compared
}

type Book = BTreeMap<String, Vec<(String, Kopecks)>>;

fn by_number(entries: impl IntoIterator<Item = Entry>) -> Book {
    let mut book = Book::new();
    for entry in entries {
        book.entry(entry.number).or_default().push((entry.account, entry.amount));
    }
    for entries in book.values_mut() {
        entries.sort();
    }
    book
}

fn by_account(book: &Book) -> BTreeMap<&str, (usize, Kopecks)> {
    let mut accounts: BTreeMap<&str, (usize, Kopecks)> = BTreeMap::new();
    for (account, amount) in book.values().flatten() {
        let total = accounts.entry(account).or_default();
        total.0 += 1;
        total.1 += *amount;
    }
    accounts
}

fn total(book: &Book) -> Total {
    let entries = book.values().flatten();
    Total { count: entries.clone().count(), sum: entries.map(|(_, amount)| *amount).sum() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(number: &str, account: &str, amount: i64) -> Entry {
        Entry { number: number.into(), account: account.into(), amount: Kopecks(amount) }
    }

    #[test]
    fn the_same_entries_in_any_order_agree() {
        let (one, two) = (entry("1", "a", 100), entry("2", "b", -40));
        let compared = compare([one.clone(), two.clone()], [two, one]);
        assert!(compared.agree());
        assert_eq!((compared.ours, compared.accounts), (Total { count: 2, sum: Kopecks(60) }, 0));
    }

    #[test]
    fn every_difference_is_named() {
        let ours = [entry("1", "a", 100), entry("2", "a", 100), entry("3", "b", 5)];
        let theirs = [entry("1", "a", 101), entry("3", "b", 5), entry("4", "c", 7)];
        let compared = compare(ours, theirs);
        assert_eq!(compared.different, ["1"]);
        assert_eq!((compared.only_ours, compared.only_theirs), (vec!["2".to_owned()], vec!["4".to_owned()]));
        assert_eq!(compared.accounts, 2, "a and c; b agrees");
    }

    /// Sums of the shop that agree do not hide a payment that stands on another account, or one that stands twice.
    #[test]
    fn equal_sums_are_not_enough() {
        let moved = compare([entry("1", "a", 100)], [entry("1", "b", 100)]);
        assert_eq!((moved.ours.sum, moved.theirs.sum, moved.agree()), (Kopecks(100), Kopecks(100), false));
        let twice = compare([entry("1", "a", 100)], [entry("1", "a", 100), entry("1", "a", 100)]);
        assert_eq!(twice.different, ["1"]);
    }
}
