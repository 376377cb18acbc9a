//! The verdict, payment by payment. Pure.

use super::{
    books::Books,
    cards,
    days::{self, Day},
    refunds::{self, Refunds},
    story,
    tables::Tables,
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    PaymentState,
    payment::{JournalEntry, LedgerAccount, Mismatch, Payment, Posting, ReviewReason},
};
use platform::records::payments::{Credit, ListedPayment};
use std::collections::{BTreeMap, BTreeSet};

/// What must not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trouble {
    /// Charged or credited more than once.
    Doubled,
    /// Charged, and neither credited nor looked at by a person.
    Lost,
    /// Has not ended, or a person looks at it without a reason.
    Stuck,
    /// Credited, and nothing was charged.
    Phantom,
    /// State, journal, «Платежи» or sums contradict each other.
    Crooked,
}

#[derive(Debug, Clone)]
pub struct Finding {
    pub payment: String,
    pub trouble: Trouble,
    pub why: String,
    /// Its journal against the bank's.
    pub story: String,
}

/// Sums are kopecks.
#[derive(Debug, Clone, Default)]
pub struct Audit {
    /// Payments of ours.
    pub payments: u64,
    /// Payments of the bank's.
    pub at_bank: u64,
    /// Of them charged.
    pub charged: u64,
    /// Of ours credited to the account.
    pub credited: u64,
    pub states: BTreeMap<&'static str, u64>,
    /// By reason: ours at which a person looks, and of them charged.
    pub reviews: BTreeMap<String, (u64, u64)>,
    pub charged_sum: i64,
    /// Of it for payments at which a person looks.
    pub reviewed_sum: i64,
    pub ledger_sum: i64,
    /// Of payments alone.
    pub credit_sum: i64,
    pub refunds: Refunds,
    /// Linkings by their end, and cards that can be charged.
    pub bindings: BTreeMap<&'static str, u64>,
    pub cards: u64,
    /// What the comparison of each day must find.
    pub days: BTreeMap<NaiveDate, Day>,
    pub findings: Vec<Finding>,
    /// From the bank's acceptance to the end, in order.
    pub to_end: Vec<TimeDelta>,
    /// From the charge to the credit, in order.
    pub to_credit: Vec<TimeDelta>,
}

impl Audit {
    /// Payments with this trouble.
    pub fn count(&self, trouble: Trouble) -> usize {
        let of: BTreeSet<_> =
            self.findings.iter().filter(|f| f.trouble == trouble).map(|f| &f.payment).collect();
        of.len()
    }
}

/// What is kept of one payment.
struct Case<'a> {
    payment: &'a Payment,
    journal: &'a [JournalEntry],
    credits: Vec<&'a Credit>,
    listed: Vec<&'a ListedPayment>,
    keys: usize,
    theirs: Vec<&'a bank::Payment>,
}

/// Holds our tables against the bank's books.
pub fn judge(tables: &Tables, books: &Books) -> Audit {
    let mut audit = of_payments(tables, &books.payments);
    let (refunds, findings) = refunds::judge(tables, &books.refunds);
    audit.refunds = refunds;
    audit.findings.extend(findings);
    audit.bindings = cards::ends(tables);
    audit.cards = tables.cards;
    audit.days = days::of(tables, books);
    audit.findings.extend(cards::judge(tables, &books.methods));
    audit
}

fn of_payments(tables: &Tables, books: &[bank::Payment]) -> Audit {
    let mut audit =
        Audit { payments: tables.payments.len() as u64, at_bank: books.len() as u64, ..Audit::default() };
    let theirs = group(books, |payment| ours(payment).to_owned());
    let credits = group(&tables.credits, |credit| credit.payment.to_string());
    let listed = group(&tables.listed, |line| line.id.to_string());
    let keys = group(&tables.keys, |key| key.payment.to_string());
    for payment in &tables.payments {
        let id = payment.id.to_string();
        let case = Case {
            payment,
            journal: tables.journals.get(&id).map_or(&[], Vec::as_slice),
            credits: credits.get(&id).cloned().unwrap_or_default(),
            listed: listed.get(&id).cloned().unwrap_or_default(),
            keys: keys.get(&id).map_or(0, Vec::len),
            theirs: theirs.get(&id).cloned().unwrap_or_default(),
        };
        case.count(&mut audit);
        let story = || story::of(payment, case.journal, &case.credits, &case.theirs);
        let findings = case.troubles().into_iter();
        audit.findings.extend(findings.map(|(trouble, why)| Finding {
            payment: id.clone(),
            trouble,
            why,
            story: story(),
        }));
    }
    let known: BTreeSet<String> = tables.payments.iter().map(|payment| payment.id.to_string()).collect();
    for (id, strangers) in theirs.iter().filter(|(id, _)| !known.contains(*id)) {
        let charged = strangers.iter().any(|payment| payment.charges > 0);
        audit.charged_sum += strangers.iter().map(|payment| taken(payment)).sum::<i64>();
        audit.findings.push(Finding {
            payment: id.clone(),
            trouble: if charged { Trouble::Lost } else { Trouble::Crooked },
            why: "банк знает платёж, о котором у нас нет записи".to_owned(),
            story: story::of_bank(strangers),
        });
    }
    let given_back: BTreeSet<String> = refunds::numbers(tables).map(|id| id.to_string()).collect();
    let is_known = |credit: &&Credit| {
        let number = credit.payment.to_string();
        known.contains(&number) || given_back.contains(&number)
    };
    for credit in tables.credits.iter().filter(|credit| !is_known(credit)) {
        audit.findings.push(Finding {
            payment: credit.payment.to_string(),
            trouble: Trouble::Phantom,
            why: "зачисление без платежа".to_owned(),
            story: format!("  зачислено {credit:?}\n"),
        });
    }
    audit.to_end.sort();
    audit.to_credit.sort();
    audit
}

impl Case<'_> {
    fn charges(&self) -> u32 {
        self.theirs.iter().map(|payment| payment.charges).sum()
    }

    fn count(&self, audit: &mut Audit) {
        let charged: i64 = self.theirs.iter().map(|payment| taken(payment)).sum();
        audit.charged += self.theirs.iter().filter(|payment| payment.charges > 0).count() as u64;
        audit.charged_sum += charged;
        audit.credited += u64::from(!self.credits.is_empty());
        audit.credit_sum += self.credits.iter().map(|credit| sum(credit)).sum::<i64>();
        audit.ledger_sum += self.journal.iter().map(|entry| debits(&entry.entries)).sum::<i64>();
        *audit.states.entry(name(self.payment.state)).or_default() += 1;
        if self.payment.state == PaymentState::Review {
            let reason =
                self.payment.review.map_or_else(|| "без причины".to_owned(), |why| reason(why).to_owned());
            let (all, paid) = audit.reviews.entry(reason).or_default();
            *all += 1;
            *paid += u64::from(charged > 0);
            audit.reviewed_sum += charged;
        }
        let ended = self.journal.last().filter(|entry| entry.to.is_terminal());
        if let (Some(accepted), Some(ended)) = (self.payment.accepted_at, ended) {
            audit.to_end.push(ended.at - accepted);
        }
        let captured: Option<DateTime<Utc>> = self.theirs.iter().find_map(|payment| payment.captured_at);
        if let (Some(captured), Some(ended)) = (captured, ended.filter(|e| e.to == PaymentState::Succeeded)) {
            audit.to_credit.push((ended.at - captured).max(TimeDelta::zero()));
        }
    }

    fn troubles(&self) -> Vec<(Trouble, String)> {
        let mut found = Vec::new();
        let (charges, credits) = (self.charges(), self.credits.len());
        if charges > 1 {
            found.push((Trouble::Doubled, format!("списано {charges} раза")));
        }
        if credits > 1 {
            found.push((Trouble::Doubled, format!("зачислено {credits} раза")));
        }
        let successes = self.journal.iter().filter(|entry| entry.to == PaymentState::Succeeded).count();
        if successes > 1 {
            found.push((Trouble::Doubled, format!("проведён {successes} раза")));
        }
        if self.keys == 0 {
            found.push((Trouble::Doubled, "начат без ключа, под которым его кто-то просил".to_owned()));
        }
        if charges == 0 && credits > 0 {
            found.push((Trouble::Phantom, "зачислен, но не списан".to_owned()));
        }
        match self.payment.state {
            PaymentState::Succeeded => self.succeeded(charges, &mut found),
            PaymentState::Canceled | PaymentState::Failed if charges > 0 => {
                found.push((Trouble::Lost, "списан, а у нас не прошёл".to_owned()));
            }
            PaymentState::Canceled | PaymentState::Failed => {}
            PaymentState::Review if self.is_rightly_reviewed() => {}
            PaymentState::Review => found.push((Trouble::Stuck, "на проверке без причины".to_owned())),
            state => found.push((Trouble::Stuck, format!("не закончен: {}", name(state)))),
        }
        found.extend(self.crooked().map(|why| (Trouble::Crooked, why)));
        found
    }

    fn succeeded(&self, charges: u32, found: &mut Vec<(Trouble, String)>) {
        if charges == 0 {
            found.push((Trouble::Phantom, "проведён, но не списан".to_owned()));
        }
        let credited: i64 = self.credits.iter().map(|credit| sum(credit)).sum();
        if credited < self.payment.amount.0 {
            found.push((
                Trouble::Lost,
                format!("проведён, зачислено {credited} из {}", self.payment.amount.0),
            ));
        }
        let charged = self.theirs.iter().filter(|payment| payment.charges > 0);
        for theirs in charged {
            if self.payment.gateway_id.as_ref() != Some(&theirs.id) {
                found.push((Trouble::Doubled, format!("списан и под другим номером банка: {}", theirs.id)));
            }
        }
    }

    /// The bank has another sum than ours: a person must look, and money taken there is not lost.
    fn is_rightly_reviewed(&self) -> bool {
        let differs = self.theirs.iter().any(|payment| payment.amount != self.payment.amount.0);
        self.payment.review == Some(ReviewReason::Mismatch(Mismatch::Amount)) && differs
    }

    fn crooked(&self) -> Option<String> {
        let state = self.payment.state;
        let mut at = None;
        for entry in self.journal {
            if at.is_some_and(|before| before != entry.from) || !entry.from.may_become(entry.to) {
                return Some(format!("журнал прыгает: {} → {}", name(entry.from), name(entry.to)));
            }
            if !entry.is_balanced() {
                return Some("проводка не сходится".to_owned());
            }
            at = Some(entry.to);
        }
        if at != Some(state) {
            return Some("журнал кончается не тем состоянием".to_owned());
        }
        let debits: i64 = self.journal.iter().map(|entry| debits(&entry.entries)).sum();
        let owed = if state == PaymentState::Succeeded { self.payment.amount.0 } else { 0 };
        if debits != owed {
            return Some(format!("в журнале {debits}, а должно быть {owed}"));
        }
        let line = ListedPayment::of(self.payment).map(|line| (line.state, line.amount));
        let lines: Vec<_> = self.listed.iter().map(|line| (line.state, line.amount)).collect();
        let expected: Vec<_> = line.into_iter().collect();
        (lines != expected).then(|| "строка в «Платежах» не та".to_owned())
    }
}

pub(super) fn group<T>(rows: &[T], key: impl Fn(&T) -> String) -> BTreeMap<String, Vec<&T>> {
    let mut groups: BTreeMap<String, Vec<&T>> = BTreeMap::new();
    for row in rows {
        groups.entry(key(row)).or_default().push(row);
    }
    groups
}

fn ours(payment: &bank::Payment) -> &str {
    payment.metadata.get("payment_id").and_then(|id| id.as_str()).unwrap_or_default()
}

/// Money really taken from the card.
fn taken(payment: &bank::Payment) -> i64 {
    payment.amount * i64::from(payment.charges)
}

pub(super) fn sum(credit: &Credit) -> i64 {
    credit.lines.iter().map(|line| line.amount.0).sum()
}

/// What the postings say the acquirer owes.
pub(super) fn debits(entries: &[Posting]) -> i64 {
    let acquirer = entries.iter().filter(|p| matches!(p.account, LedgerAccount::Acquirer { .. }));
    acquirer.map(|posting| posting.amount.0).sum()
}

fn reason(why: ReviewReason) -> &'static str {
    match why {
        ReviewReason::Mismatch(Mismatch::Amount) => "другая сумма в банке",
        ReviewReason::Mismatch(_) => "ответ банка не о том",
        ReviewReason::Overdue => "банк не ответил вовремя",
    }
}

pub(super) fn name(state: PaymentState) -> &'static str {
    match state {
        PaymentState::Created => "создан",
        PaymentState::Submitting => "отправляется",
        PaymentState::AwaitingUser => "ждёт плательщика",
        PaymentState::Processing => "обрабатывается",
        PaymentState::Authorized => "зарезервирован",
        PaymentState::Succeeded => "проведён",
        PaymentState::Canceled => "отклонён",
        PaymentState::Failed => "не принят банком",
        PaymentState::Review => "на проверке",
    }
}
