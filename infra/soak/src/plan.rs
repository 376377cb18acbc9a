//! Who does what: drawn from the seed alone, so that the same seed has the same people do the same.

use bank::{Fault, Faults, Switch};
use rand::{Rng, SeedableRng, rngs::StdRng};

/// Payments that one person begins in one visit of the site.
pub const VISIT: u32 = 4;

/// How a person begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Click {
    Once,
    /// Twice, with the same key at the same moment.
    Double,
    /// In two tabs at the same moment.
    TwoTabs,
}

/// What a person does on the bank's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtBank {
    Pays,
    /// Sends the form twice at the same moment.
    PaysTwice,
    /// Pays and closes the tab.
    NeverComesBack,
    /// Closes the tab without paying.
    Abandons,
}

/// Where the money is to come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    NewCard,
    /// A new card, the bank's offer accepted: the card is linked when it has paid.
    NewCardToLink,
    /// A linked card with a code of the portal's; linked in the settings first if there is none.
    LinkedCard,
}

/// What an operator gives back once the payment has succeeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GiveBack {
    Nothing,
    All,
    /// Half of the first service.
    Part,
    /// All of it, asked for twice at the same moment under one number.
    Twice,
    /// All of it, by two operators at the same moment, each under a number of their own.
    TwoOperators,
}

/// One payment as somebody means to make it.
#[derive(Debug, Clone)]
pub struct Intent {
    pub number: u32,
    pub source: Source,
    pub give_back: GiveBack,
    /// Forgets a linked card afterwards.
    pub unlinks: bool,
    /// The refund's number is made of it.
    pub chance: u128,
    pub click: Click,
    pub at_bank: AtBank,
    pub card: &'static str,
    /// Tries another card after a refusal.
    pub insists: bool,
    /// Begins anew where another payment is open, rather than going on with it.
    pub begins_anew: bool,
    pub kopecks: i64,
    /// Pays for all services rather than for one.
    pub all_services: bool,
    /// Seconds before the card is typed.
    pub thinks: u64,
}

/// The intent of this number.
pub fn intent(seed: u64, number: u32) -> Intent {
    let mut random = StdRng::seed_from_u64(seed ^ (u64::from(number) << 24) ^ 0x50A4);
    let click = match random.random_range(0..100) {
        0..15 => Click::Double,
        15..27 => Click::TwoTabs,
        _ => Click::Once,
    };
    let at_bank = match random.random_range(0..100) {
        0..10 => AtBank::PaysTwice,
        10..22 => AtBank::NeverComesBack,
        22..30 => AtBank::Abandons,
        _ => AtBank::Pays,
    };
    let declining = random.random_range(0..100) < 12;
    let source = match random.random_range(0..100) {
        0..30 => Source::LinkedCard,
        30..42 => Source::NewCardToLink,
        _ => Source::NewCard,
    };
    let give_back = match random.random_range(0..100) {
        0..4 => GiveBack::All,
        4..8 => GiveBack::Part,
        8..11 => GiveBack::Twice,
        11..14 => GiveBack::TwoOperators,
        _ => GiveBack::Nothing,
    };
    Intent {
        number,
        source,
        give_back,
        unlinks: random.random_range(0..100) < 4,
        chance: random.random(),
        click,
        at_bank,
        card: card(declining, &mut random),
        insists: random.random_bool(0.5),
        begins_anew: random.random_bool(0.5),
        kopecks: random.random_range(1_000..200_000),
        all_services: random.random_bool(0.3),
        thinks: random.random_range(5..40),
    }
}

fn card(declining: bool, random: &mut StdRng) -> &'static str {
    let pays = |card: &&bank::TestCard| matches!(card.verdict, bank::Verdict::Confirm | bank::Verdict::Pay);
    let cards: Vec<_> = bank::TEST_CARDS.iter().filter(|card| pays(card) != declining).collect();
    cards[random.random_range(0..cards.len())].number
}

/// When the process is killed.
#[derive(Debug, Clone, Copy)]
pub struct Kill {
    /// After so many starts of payments,
    pub begun: u64,
    /// and so many milliseconds.
    pub millis: u64,
}

/// The moments in order.
pub fn kills(seed: u64, kills: u32, payments: u32) -> Vec<Kill> {
    let mut random = StdRng::seed_from_u64(seed ^ 0xDEAD);
    let draw =
        |_| Kill { begun: random.random_range(1..=u64::from(payments)), millis: random.random_range(0..80) };
    let mut kills: Vec<_> = (0..kills).map(draw).collect();
    kills.sort_by_key(|kill| kill.begun);
    kills
}

/// Every fault at so many per cent, of every kind of call.
pub fn faults(seed: u64, percent: u8) -> Faults {
    let faults = Faults { seed, ..Faults::default() };
    let switch =
        |faults: Faults, fault: Fault| faults.with(fault, Switch::chance(percent).on(bank::Calls::Any));
    local_cloud::BANK_FAULTS.iter().fold(faults, |faults, (fault, _)| switch(faults, *fault))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_has_the_same_people_do_the_same() {
        let run = |seed| (0..50).map(|n| format!("{:?}", intent(seed, n))).collect::<Vec<_>>();
        assert_eq!(run(1), run(1));
        assert_ne!(run(1), run(2));
        let moments = |seed| kills(seed, 9, 1_000).iter().map(|kill| kill.begun).collect::<Vec<_>>();
        assert_eq!(moments(1), moments(1));
        assert!(moments(1).is_sorted());
    }

    #[test]
    fn every_kind_of_person_and_every_fault_is_there() {
        let intents: Vec<_> = (0..500).map(|n| intent(1, n)).collect();
        for click in [Click::Once, Click::Double, Click::TwoTabs] {
            assert!(intents.iter().any(|intent| intent.click == click), "{click:?}");
        }
        for at_bank in [AtBank::Pays, AtBank::PaysTwice, AtBank::NeverComesBack, AtBank::Abandons] {
            assert!(intents.iter().any(|intent| intent.at_bank == at_bank), "{at_bank:?}");
        }
        for source in [Source::NewCard, Source::NewCardToLink, Source::LinkedCard] {
            assert!(intents.iter().any(|intent| intent.source == source), "{source:?}");
        }
        for back in [GiveBack::All, GiveBack::Part, GiveBack::Twice, GiveBack::TwoOperators] {
            assert!(intents.iter().any(|intent| intent.give_back == back), "{back:?}");
        }
        let cards: std::collections::BTreeSet<_> = intents.iter().map(|intent| intent.card).collect();
        assert_eq!(cards.len(), bank::TEST_CARDS.len(), "every test card is used");
        assert_eq!(faults(1, 20).switches.len(), 18);
    }
}
