//! Refunds and receipts of a paid payment: every move, every doubt, and the books over any order of news
//! (payments §3.5, §8).

use super::*;
use crate::RefundId;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn paid_for() -> Aftermath {
    Aftermath::of(&advance(&awaiting(), &super::paid(), at(70)).payment, at(70)).expect("it has succeeded")
}

fn number(n: u128) -> RefundId {
    RefundId(ulid::Ulid::from(n))
}

fn asked(n: u128, lines: &[(&str, i64)]) -> NewRefund {
    let lines = lines.iter().map(|(service, amount)| ((*service).to_owned(), Kopecks(*amount))).collect();
    NewRefund { id: number(n), lines, reason: "ошибка в сумме".into() }
}

fn begun(n: u128, lines: &[(&str, i64)]) -> Aftermath {
    paid_for().begin(&asked(n, lines), "{}".into(), at(100)).expect("may be begun").after
}

fn shown(after: &Aftermath, n: u128, status: RefundStatus) -> RefundSeen {
    let refund = after.refund(number(n)).expect("is there");
    RefundSeen::Shown(Box::new(SeenRefund {
        gateway_id: format!("refund-{n}"),
        payment: after.gateway_id.clone(),
        amount: refund.amount,
        currency: "RUB".into(),
        refund: Some(refund.id),
        of: Some(after.payment),
        status,
        created_at: Some(at(101)),
        receipt: FiscalReceipt::Pending,
    }))
}

fn canceled_by_bank() -> RefundStatus {
    RefundStatus::Canceled(Refusal { party: "refund_network".into(), reason: "general_decline".into() })
}

fn every_answer(after: &Aftermath, n: u128) -> Vec<RefundSeen> {
    let RefundSeen::Shown(other) = shown(after, n, RefundStatus::Succeeded) else { unreachable!() };
    vec![
        shown(after, n, RefundStatus::Pending),
        shown(after, n, RefundStatus::Succeeded),
        shown(after, n, canceled_by_bank()),
        RefundSeen::Shown(Box::new(SeenRefund { amount: Kopecks(1), ..*other })),
        RefundSeen::Refused { http: 400, parameter: None },
        RefundSeen::Refused { http: 401, parameter: None },
        RefundSeen::Refused { http: 400, parameter: Some("Idempotence-Key".into()) },
        RefundSeen::Unknown,
        RefundSeen::NotFound,
    ]
}

fn in_state(state: RefundState) -> Aftermath {
    let mut after = begun(1, &[("gas", 1_000)]);
    after.refunds[0].state = state;
    if state == RefundState::Pending {
        after.refunds[0].accepted_at = Some(at(101));
        after.refunds[0].gateway_id = Some("refund-1".into());
    }
    after
}

#[test]
fn a_refund_goes_from_a_click_to_money_on_the_card() {
    let after = begun(1, &[("gas", 58_043)]);
    let refund = &after.refunds[0];
    assert_eq!((refund.state, refund.sends, refund.amount), (RefundState::Submitting, 1, Kopecks(58_043)));
    assert_eq!(refund.idempotence_key, format!("ref-{}", refund.id));
    let step = after.hear(number(1), &shown(&after, 1, RefundStatus::Succeeded), at(110));
    assert_eq!(step.effects, [AfterEffect::TakeBack(number(1))]);
    let journal = step.journal.expect("money moved");
    assert!(journal.is_balanced());
    let amounts: Vec<i64> = journal.entries.iter().map(|posting| posting.amount.0).collect();
    assert_eq!(amounts, [58_043, -58_043], "Dr the account · Cr the acquirer");
    assert_eq!((step.after.refunded(), step.after.left_of("gas")), (Kopecks(58_043), Kopecks(200_000)));
    assert!(step.after.refunds[0].request_body.is_empty(), "the body names the payer");
}

#[test]
fn no_answer_moves_a_refund_off_the_graph() {
    for state in RefundState::ALL {
        let before = in_state(state);
        for seen in every_answer(&before, 1) {
            let step = before.hear(number(1), &seen, at(200));
            let after = step.after.refunds[0].state;
            assert!(after == state || state.may_become(after), "{state:?} to {after:?} by {seen:?}");
            assert_eq!(step.journal.is_some(), after != state);
            assert_eq!(step.after.version > before.version, step.after != before);
            let takes = step.effects.contains(&AfterEffect::TakeBack(number(1)));
            assert_eq!(takes, state != RefundState::Succeeded && after == RefundState::Succeeded);
            assert!(!state.is_terminal() || after == state, "an end is an end");
        }
    }
}

#[test]
fn every_pair_of_the_graph_is_decided() {
    assert_eq!(REFUND_GRAPH.len(), RefundState::ALL.len());
    for state in RefundState::ALL {
        let ends = !RefundState::ALL.into_iter().any(|next| state.may_become(next));
        assert_eq!(ends, state.is_terminal());
        assert!(!state.may_become(state) && !state.may_become(RefundState::Created));
    }
}

#[test]
fn what_may_not_be_given_back_has_its_reason() {
    let after = begun(1, &[("gas", 200_000)]);
    let refused = |lines: &[(&str, i64)]| after.check(&asked(2, lines)).expect_err("refused").code();
    assert_eq!(refused(&[]), "no_lines");
    assert_eq!(refused(&[("water", 1)]), "unknown_service");
    assert_eq!(refused(&[("gas", 1), ("gas", 1)]), "duplicate_service");
    assert_eq!(refused(&[("gas", 0)]), "not_positive");
    assert_eq!(refused(&[("gas", -5)]), "not_positive");
    assert_eq!(refused(&[("gas", 58_044)]), "too_much", "one under way counts");
    assert!(after.check(&asked(2, &[("gas", 58_043), ("to", 30_000)])).is_ok());
    let silent = NewRefund { reason: "  ".into(), ..asked(2, &[("gas", 1)]) };
    assert_eq!(after.check(&silent).expect_err("refused").code(), "no_reason");
    let long = NewRefund { reason: "я".repeat(181), ..asked(2, &[("gas", 1)]) };
    assert_eq!(after.check(&long).expect_err("refused").code(), "long_reason");
}

/// A second click is the same refund; another content under its number is none.
#[test]
fn a_number_is_one_refund() {
    let after = begun(1, &[("gas", 1_000)]);
    let again = after.begin(&asked(1, &[("gas", 1_000)]), "{}".into(), at(200)).expect("the same");
    assert!(!again.is_change(&after));
    let other = after.begin(&asked(1, &[("gas", 2_000)]), "{}".into(), at(200));
    assert_eq!(other.expect_err("refused").code(), "number_used");
}

#[test]
fn what_a_refused_refund_set_aside_is_there_again() {
    for seen in [
        shown(&begun(1, &[("to", 30_000)]), 1, canceled_by_bank()),
        RefundSeen::Refused { http: 400, parameter: None },
    ] {
        let after = begun(1, &[("to", 30_000)]);
        assert_eq!(after.left_of("to"), Kopecks::ZERO);
        let step = after.hear(number(1), &seen, at(120));
        assert!(step.after.refunds[0].state.is_terminal());
        assert_eq!(step.after.left_of("to"), Kopecks(30_000));
        assert_eq!(step.effects, [AfterEffect::Incident(AfterIncident::Refused(number(1)))]);
    }
}

/// Security row 68: nobody knows what an unanswered sending did, so the same bytes go again, until the key is forgotten.
#[test]
fn a_doubt_is_sent_again_and_given_up_with_its_money_set_aside() {
    let after = begun(1, &[("gas", 1_000)]).hear_receipt(Some(FiscalReceipt::Succeeded), at(101)).after;
    let mut after = after.hear(number(1), &RefundSeen::Unknown, at(105)).after;
    let mut sends = 0;
    let mut now = at(105);
    loop {
        now += TimeDelta::seconds(60);
        match after.task(now) {
            Some(Task::SendRefund(_)) => {
                sends += 1;
                let leased = after.lease(number(1), now).after;
                assert_eq!(leased.task(now), None, "one sends");
                after = leased.hear(number(1), &RefundSeen::Unknown, now).after;
            }
            Some(Task::GiveUp(id)) => {
                let step = after.give_up(id, now);
                let trouble = AfterIncident::Trouble(id, RefundTrouble::Unanswered);
                assert_eq!(step.effects, [AfterEffect::Incident(trouble)]);
                after = step.after;
                break;
            }
            _ => {}
        }
    }
    assert!(sends > 1_000 && now - at(100) < TimeDelta::hours(24), "{sends} until {now}");
    assert_eq!((after.refunds[0].state, after.set_aside()), (RefundState::Submitting, Kopecks(1_000)));
    let late = after.hear(number(1), &shown(&after, 1, RefundStatus::Succeeded), now);
    assert_eq!(late.after.refunds[0].state, RefundState::Succeeded, "a late answer still decides");
}

#[test]
fn a_refund_that_is_not_ours_decides_nothing() {
    let after = begun(1, &[("gas", 1_000)]);
    let RefundSeen::Shown(right) = shown(&after, 1, RefundStatus::Succeeded) else { unreachable!() };
    for (wrong, mismatch) in [
        (SeenRefund { amount: Kopecks(1_100), ..(*right).clone() }, RefundMismatch::Amount),
        (SeenRefund { payment: "another".into(), ..(*right).clone() }, RefundMismatch::Payment),
        (SeenRefund { currency: "USD".into(), ..(*right).clone() }, RefundMismatch::Currency),
        (SeenRefund { refund: Some(number(9)), ..(*right).clone() }, RefundMismatch::Metadata),
    ] {
        let step = after.hear(number(1), &RefundSeen::Shown(Box::new(wrong)), at(120));
        assert_eq!(step.after.refunds[0].state, RefundState::Submitting);
        let trouble = AfterIncident::Trouble(number(1), RefundTrouble::Mismatch(mismatch));
        assert_eq!(step.effects, [AfterEffect::Incident(trouble)]);
        assert_eq!(step.after.refunds[0].next_check_at, None, "a person looks");
    }
}

#[test]
fn a_refund_that_the_bank_does_not_decide_is_told_once_and_asked_on() {
    let mut after = begun(1, &[("gas", 1_000)]);
    after = after.hear(number(1), &shown(&after, 1, RefundStatus::Pending), at(110)).after;
    let (mut told, mut asked) = (0, 0);
    for hour in 1..100 {
        let now = at(110) + TimeDelta::hours(hour);
        while let Some(task) = after.task(now) {
            let step = match task {
                Task::AskRefund(id) => {
                    asked += 1;
                    after.hear(id, &shown(&after, 1, RefundStatus::Pending), now)
                }
                _ => after.hear_receipt(Some(FiscalReceipt::Succeeded), now),
            };
            let trouble = AfterIncident::Trouble(number(1), RefundTrouble::Undecided);
            told += usize::from(step.effects.contains(&AfterEffect::Incident(trouble)));
            after = step.after;
        }
    }
    assert_eq!((told, after.refunds[0].state), (1, RefundState::Pending));
    assert!(asked > 26, "{asked}");
}

#[test]
fn a_receipt_is_followed_until_the_till_has_decided() {
    let after = paid_for();
    assert_eq!((after.fiscal_receipt(), after.task(at(70))), (FiscalReceipt::Pending, None));
    assert_eq!(after.task(at(91)), Some(Task::AskPayment));
    let waits = after.hear_receipt(Some(FiscalReceipt::Pending), at(91)).after;
    assert!(waits.next_check_at > Some(at(91)));
    let done = waits.hear_receipt(Some(FiscalReceipt::Succeeded), at(200));
    assert_eq!(done.effects, [AfterEffect::Fiscal(None)]);
    assert_eq!((done.after.fiscal_receipt(), done.after.next_check_at), (FiscalReceipt::Succeeded, None));
    let refused = waits.hear_receipt(Some(FiscalReceipt::Canceled), at(200));
    let incident = AfterEffect::Incident(AfterIncident::Fiscal(None, FiscalTrouble::Canceled));
    assert_eq!(refused.effects, [AfterEffect::Fiscal(None), incident]);
    let late = waits.hear_receipt(None, at(70) + TimeDelta::hours(27));
    let incident = AfterEffect::Incident(AfterIncident::Fiscal(None, FiscalTrouble::Overdue));
    assert_eq!(late.effects, [incident]);
    let later = late.after.hear_receipt(None, at(70) + TimeDelta::hours(60));
    assert!(later.effects.is_empty(), "told once");
}

/// What one of three workers does: the operator's form, the sweeper, the reader of notices.
#[derive(Debug, Clone)]
enum Deed {
    /// A click: a number, a service and a share of what it cost, in per mille of the line.
    Click(u128, usize, i64),
    /// Hears the truth of a refund, or that it is still pending, or nothing.
    Hear(u128, u8),
    Sweep,
    Receipt(bool),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        3 => (0_u128..6, 0_usize..2, 1_i64..1_200).prop_map(|(n, line, share)| Deed::Click(n, line, share)),
        5 => (0_u128..6, 0_u8..4).prop_map(|(n, what)| Deed::Hear(n, what)),
        2 => Just(Deed::Sweep),
        1 => any::<bool>().prop_map(Deed::Receipt),
    ]
}

/// One record and its journal, each write under the condition of the version.
struct Book {
    stored: Aftermath,
    journal: BTreeMap<u32, RefundEntry>,
    taken_back: BTreeMap<RefundId, Kopecks>,
}

impl Book {
    fn write(&mut self, read: &Aftermath, step: AfterStep) -> bool {
        if !step.is_change(read) {
            assert!(step.journal.is_none());
            return true;
        }
        if self.stored.version != read.version {
            return false;
        }
        if let Some(entry) = step.journal {
            assert!(self.journal.insert(entry.seq, entry).is_none(), "a journal entry was overwritten");
        }
        for effect in &step.effects {
            if let AfterEffect::TakeBack(id) = effect {
                let amount = step.after.refund(*id).expect("is there").amount;
                assert!(self.taken_back.insert(*id, amount).is_none(), "given back twice");
            }
        }
        self.stored = step.after;
        self.check();
        true
    }

    /// What holds after every write: Σ Dr = Σ Cr, and no service is given back more than was paid for it.
    fn check(&self) {
        let after = &self.stored;
        assert!(self.journal.values().all(RefundEntry::is_balanced));
        for line in &after.lines {
            assert!(after.left_of(&line.service) >= Kopecks::ZERO, "more than was paid");
        }
        assert!(after.set_aside() <= after.amount && after.refunded() <= after.set_aside());
        let moved: Kopecks = self
            .journal
            .values()
            .flat_map(|entry| &entry.entries)
            .map(|posting| Kopecks(posting.amount.0.max(0)))
            .sum();
        assert_eq!(moved, after.refunded());
        assert_eq!(self.taken_back.values().copied().sum::<Kopecks>(), after.refunded());
    }
}

/// What the bank has decided of each refund, from its number.
fn truth(id: RefundId) -> RefundStatus {
    if id.0.0 % 3 == 2 { canceled_by_bank() } else { RefundStatus::Succeeded }
}

fn act(book: &mut Book, read: &Aftermath, deed: &Deed, now: DateTime<Utc>) {
    match deed {
        Deed::Click(n, line, share) => {
            let line = &read.lines[*line];
            let new = asked(*n, &[(&line.service, line.amount.0 * share / 1_000)]);
            if let Ok(step) = read.begin(&new, "{}".into(), now) {
                book.write(read, step);
            }
        }
        Deed::Hear(n, what) => {
            if read.refund(number(*n)).is_none() {
                return;
            }
            let seen = match what {
                0 => RefundSeen::Unknown,
                1 => shown(read, *n, RefundStatus::Pending),
                _ => shown(read, *n, truth(number(*n))),
            };
            if !book.write(read, read.hear(number(*n), &seen, now)) {
                let read = book.stored.clone();
                assert!(book.write(&read, read.hear(number(*n), &seen, now)));
            }
        }
        Deed::Sweep => match read.task(now) {
            Some(Task::SendRefund(id)) => drop(book.write(read, read.lease(id, now))),
            Some(Task::GiveUp(id)) => drop(book.write(read, read.give_up(id, now))),
            _ => {}
        },
        Deed::Receipt(done) => {
            let seen = if *done { FiscalReceipt::Succeeded } else { FiscalReceipt::Pending };
            book.write(read, read.hear_receipt(Some(seen), now));
        }
    }
}

proptest! {
    /// However clicks, answers and losses interleave among slow workers, no more is given back than was paid, each refund
    /// once, and the books balance.
    #[test]
    fn never_more_is_given_back_than_was_paid(
        deeds in prop::collection::vec((0_usize..3, any::<bool>(), deed(), 0_i64..7_200), 0..60),
    ) {
        let mut book = Book { stored: paid_for(), journal: BTreeMap::new(), taken_back: BTreeMap::new() };
        let mut read = vec![book.stored.clone(); 3];
        let mut now = at(100);
        for (worker, fresh, deed, seconds) in &deeds {
            now += TimeDelta::seconds(*seconds);
            if *fresh {
                read[*worker] = book.stored.clone();
            }
            let known = read[*worker].clone();
            act(&mut book, &known, deed, now);
        }
        // Reconciliation comes at last, whatever was lost before: every refund ends as the bank has decided.
        for refund in book.stored.refunds.clone() {
            let read = book.stored.clone();
            let seen = shown(&read, refund.id.0.0, truth(refund.id));
            prop_assert!(book.write(&read, read.hear(refund.id, &seen, now)));
            let ends = book.stored.refund(refund.id).map(|refund| refund.state);
            let decided = match truth(refund.id) {
                RefundStatus::Succeeded => RefundState::Succeeded,
                _ => RefundState::Canceled,
            };
            prop_assert_eq!(ends, Some(decided));
        }
    }

    /// News repeated and shuffled is no other news.
    #[test]
    fn refunds_end_the_same_in_any_order(order in prop::collection::vec((0_u128..3, 0_u8..4), 0..30)) {
        let start = || {
            let mut after = paid_for();
            for n in 0..3 {
                after = after.begin(&asked(n, &[("gas", 50_000)]), "{}".into(), at(100)).expect("enough").after;
            }
            Book { stored: after, journal: BTreeMap::new(), taken_back: BTreeMap::new() }
        };
        let run = |order: &[(u128, u8)]| {
            let mut book = start();
            for (n, what) in order.iter().chain(&[(0, 3), (1, 3), (2, 3)]) {
                let read = book.stored.clone();
                act(&mut book, &read, &Deed::Hear(*n, *what), at(200));
            }
            (book.taken_back, book.stored.refunds.iter().map(|refund| refund.state).collect::<Vec<_>>())
        };
        let mut other = [order.clone(), order.clone()].concat();
        other.reverse();
        prop_assert_eq!(run(&order), run(&other));
    }
}
