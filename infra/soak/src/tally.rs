//! What the people noticed; the truth is not taken from here.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

#[derive(Debug, Default)]
pub struct Tally {
    meant: AtomicU64,
    insisted: AtomicU64,
    begun: AtomicU64,
    anew: AtomicU64,
    went_on: AtomicU64,
    limited: AtomicU64,
    gave_up: AtomicU64,
    codes: AtomicU64,
    bindings: AtomicU64,
    unlinked: AtomicU64,
    refunds: AtomicU64,
    refused_refunds: AtomicU64,
    rest: Mutex<Rest>,
}

#[derive(Debug, Default)]
struct Rest {
    starts: Vec<Duration>,
    lost: BTreeMap<u16, u64>,
    unexpected: BTreeMap<String, u64>,
}

/// The tally when all is over.
#[derive(Debug, Clone, Default)]
pub struct Noticed {
    /// Times that somebody meant to pay.
    pub meant: u64,
    /// Further tries with another card.
    pub insisted: u64,
    /// Requests to begin a payment.
    pub begun: u64,
    /// «Начать новый», «Продолжить».
    pub anew: u64,
    pub went_on: u64,
    /// Refused by the limits of carding.
    pub limited: u64,
    /// Requests with these answers of 5xx, or with none (0).
    pub lost: BTreeMap<u16, u64>,
    /// Nobody knew for minutes; the person went away.
    pub gave_up: u64,
    /// Codes given for a charge of a linked card.
    pub codes: u64,
    /// Linkings begun in the settings, and cards forgotten.
    pub bindings: u64,
    pub unlinked: u64,
    /// Refunds that operators asked for, and of them refused: nothing was left.
    pub refunds: u64,
    pub refused_refunds: u64,
    /// Durations on the wall of the calls that began a payment, in order.
    pub starts: Vec<Duration>,
    /// Answers that no person should get.
    pub unexpected: BTreeMap<String, u64>,
}

macro_rules! count {
    ($($name:ident),*) => {
        $(pub fn $name(&self) {
            self.$name.fetch_add(1, Ordering::Relaxed);
        })*
    };
}

impl Tally {
    count!(
        meant,
        insisted,
        begun,
        anew,
        went_on,
        limited,
        gave_up,
        codes,
        bindings,
        unlinked,
        refunds,
        refused_refunds
    );

    /// Requests to begin a payment so far.
    pub fn begun_so_far(&self) -> u64 {
        self.begun.load(Ordering::Relaxed)
    }

    pub fn meant_so_far(&self) -> u64 {
        self.meant.load(Ordering::Relaxed)
    }

    pub fn started(&self, took: Duration) {
        self.rest.lock().unwrap_or_else(PoisonError::into_inner).starts.push(took);
    }

    pub fn lost(&self, status: u16) {
        *self.rest.lock().unwrap_or_else(PoisonError::into_inner).lost.entry(status).or_default() += 1;
    }

    pub fn unexpected(&self, what: String) {
        *self.rest.lock().unwrap_or_else(PoisonError::into_inner).unexpected.entry(what).or_default() += 1;
    }

    pub fn noticed(&self) -> Noticed {
        let of = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let rest = self.rest.lock().unwrap_or_else(PoisonError::into_inner);
        let mut starts = rest.starts.clone();
        starts.sort();
        Noticed {
            meant: of(&self.meant),
            insisted: of(&self.insisted),
            begun: of(&self.begun),
            anew: of(&self.anew),
            went_on: of(&self.went_on),
            limited: of(&self.limited),
            lost: rest.lost.clone(),
            gave_up: of(&self.gave_up),
            codes: of(&self.codes),
            bindings: of(&self.bindings),
            unlinked: of(&self.unlinked),
            refunds: of(&self.refunds),
            refused_refunds: of(&self.refused_refunds),
            starts,
            unexpected: rest.unexpected.clone(),
        }
    }
}
