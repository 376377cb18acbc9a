//! Refunds, each against the bank's own: no money goes back twice, none goes back that stays on the account, none stays
//! set aside for ever.

use super::{
    judge::{Finding, Trouble, debits, group, sum},
    story::step,
    tables::Tables,
};
use domain::{
    RefundId,
    payment::{Aftermath, Refund, RefundEntry, RefundState},
};
use platform::records::payments::{Credit, ListedKind, ListedPayment};
use std::collections::{BTreeMap, BTreeSet};

/// Sums are kopecks.
#[derive(Debug, Clone, Default)]
pub struct Refunds {
    /// Of ours, by state.
    pub states: BTreeMap<&'static str, u64>,
    /// What the bank has given back.
    pub given: i64,
    /// What the journal says of it, and what was taken off the accounts: both negative.
    pub ledger_sum: i64,
    pub credit_sum: i64,
}

struct Case<'a> {
    refund: &'a Refund,
    journal: Vec<&'a RefundEntry>,
    credits: &'a [&'a Credit],
    listed: &'a [&'a ListedPayment],
    theirs: &'a [&'a bank::Refund],
}

pub(super) fn judge(tables: &Tables, books: &[bank::Refund]) -> (Refunds, Vec<Finding>) {
    let mut all = Refunds { given: books.iter().map(given).sum(), ..Refunds::default() };
    let mut findings = Vec::new();
    let theirs = group(books, |refund| ours(refund).to_owned());
    let of_payments = group(books, |refund| refund.payment_id.clone());
    let credits = group(&tables.credits, |credit| credit.payment.to_string());
    let listed = group(&tables.listed, |line| line.id.to_string());
    let mut known = BTreeSet::new();
    for (payment, after) in &tables.aftermaths {
        let journal = tables.refund_journals.get(payment).map_or(&[][..], Vec::as_slice);
        for refund in &after.refunds {
            let id = refund.id.to_string();
            let case = Case {
                refund,
                journal: journal.iter().filter(|entry| entry.refund == refund.id).collect(),
                credits: credits.get(&id).map_or(&[], Vec::as_slice),
                listed: listed.get(&id).map_or(&[], Vec::as_slice),
                theirs: theirs.get(&id).map_or(&[], Vec::as_slice),
            };
            case.count(&mut all);
            let troubles = case.troubles().into_iter();
            findings.extend(troubles.map(|(trouble, why)| Finding {
                payment: id.clone(),
                trouble,
                why,
                story: case.story(),
            }));
            known.insert(id);
        }
        let back = of_payments.get(&after.gateway_id).map_or(&[][..], Vec::as_slice);
        findings.extend(of_payment(after, back, listed.get(payment).map_or(&[], Vec::as_slice)));
    }
    for refund in books.iter().filter(|refund| !known.contains(ours(refund))) {
        findings.push(Finding {
            payment: refund.payment_id.clone(),
            trouble: Trouble::Lost,
            why: "банк знает возврат, о котором у нас нет записи".to_owned(),
            story: of_bank(&[refund]),
        });
    }
    (all, findings)
}

/// Together no more goes back than was paid, and «Платежи» says how much did.
fn of_payment(after: &Aftermath, theirs: &[&bank::Refund], listed: &[&ListedPayment]) -> Option<Finding> {
    let back: i64 = theirs.iter().map(|refund| given(refund)).sum();
    let told: i64 = listed.iter().map(|line| line.refunded.0).sum();
    let (trouble, why) = if back > after.amount.0 {
        (Trouble::Doubled, format!("возвращено {back} из {}", after.amount.0))
    } else if told != after.refunded().0 {
        (Trouble::Crooked, format!("в «Платежах» возвращено {told}, а не {}", after.refunded().0))
    } else {
        return None;
    };
    Some(Finding { payment: after.payment.to_string(), trouble, why, story: of_bank(theirs) })
}

impl Case<'_> {
    fn count(&self, all: &mut Refunds) {
        *all.states.entry(name(self.refund.state)).or_default() += 1;
        all.ledger_sum += self.journal.iter().map(|entry| debits(&entry.entries)).sum::<i64>();
        all.credit_sum += self.credits.iter().map(|credit| sum(credit)).sum::<i64>();
    }

    fn troubles(&self) -> Vec<(Trouble, String)> {
        let mut found = Vec::new();
        let back = self.theirs.iter().filter(|refund| given(refund) > 0).count();
        let credits = self.credits.len();
        if back > 1 {
            found.push((Trouble::Doubled, format!("возвращён {back} раза")));
        }
        if credits > 1 {
            found.push((Trouble::Doubled, format!("снят со счёта {credits} раза")));
        }
        match self.refund.state {
            RefundState::Succeeded => {
                if back == 0 {
                    found.push((Trouble::Phantom, "выполнен у нас, но не банком".to_owned()));
                }
                let taken: i64 = self.credits.iter().map(|credit| sum(credit)).sum();
                if taken != -self.refund.amount.0 {
                    let owed = self.refund.amount.0;
                    found.push((Trouble::Lost, format!("возвращён, со счёта снято {taken} вместо {owed}")));
                }
            }
            RefundState::Canceled | RefundState::Failed => {
                if back > 0 {
                    found.push((Trouble::Lost, "банк вернул деньги, а у нас возврат не прошёл".to_owned()));
                }
                if credits > 0 {
                    found.push((Trouble::Phantom, "снят со счёта, но не возвращён".to_owned()));
                }
            }
            state => found.push((Trouble::Stuck, format!("возврат не закончен: {}", name(state)))),
        }
        found.extend(self.crooked().map(|why| (Trouble::Crooked, why)));
        found
    }

    fn crooked(&self) -> Option<String> {
        let mut at = None;
        for entry in &self.journal {
            if at.is_some_and(|before| before != entry.from) || !entry.from.may_become(entry.to) {
                return Some(format!("журнал возврата прыгает: {} → {}", name(entry.from), name(entry.to)));
            }
            if !entry.is_balanced() {
                return Some("проводка возврата не сходится".to_owned());
            }
            at = Some(entry.to);
        }
        if at != Some(self.refund.state) {
            return Some("журнал возврата кончается не тем состоянием".to_owned());
        }
        let done = self.refund.state == RefundState::Succeeded;
        let owed = if done { -self.refund.amount.0 } else { 0 };
        let debits: i64 = self.journal.iter().map(|entry| debits(&entry.entries)).sum();
        if debits != owed {
            return Some(format!("в журнале возврата {debits}, а должно быть {owed}"));
        }
        let lines: Vec<_> = self.listed.iter().map(|line| (line.kind, line.amount.0)).collect();
        let expected: Vec<_> = done.then_some((ListedKind::Refund, owed)).into_iter().collect();
        (lines != expected).then(|| "строка возврата в «Платежах» не та".to_owned())
    }

    fn story(&self) -> String {
        let refund = self.refund;
        let mut text = format!(
            "  у нас   {} · {} коп. · {} · отправлен {} раз · {:?}\n",
            refund.created_at.format("%d.%m %H:%M:%S%.3f"),
            refund.amount.0,
            name(refund.state),
            refund.sends,
            refund.trouble,
        );
        for entry in &self.journal {
            text.push_str(&step(entry.at, entry.seq, name(entry.from), name(entry.to)));
        }
        text + &of_bank(self.theirs)
    }
}

fn of_bank(theirs: &[&bank::Refund]) -> String {
    let line = |refund: &&bank::Refund| {
        format!(
            "  в банке {} · {} коп. · {:?} · {}\n",
            refund.created_at.format("%d.%m %H:%M:%S%.3f"),
            refund.amount,
            refund.status,
            refund.id
        )
    };
    theirs.iter().map(line).collect()
}

/// Numbers of credits and lines that are a refund's.
pub(super) fn numbers(tables: &Tables) -> impl Iterator<Item = RefundId> {
    tables.aftermaths.values().flat_map(|after| after.refunds.iter().map(|refund| refund.id))
}

fn ours(refund: &bank::Refund) -> &str {
    refund.metadata["refund_id"].as_str().unwrap_or_default()
}

/// Money that really went back.
fn given(refund: &bank::Refund) -> i64 {
    if refund.status == bank::RefundStatus::Succeeded { refund.amount } else { 0 }
}

fn name(state: RefundState) -> &'static str {
    match state {
        RefundState::Created => "создан",
        RefundState::Submitting => "отправляется",
        RefundState::Pending => "банк выполняет",
        RefundState::Succeeded => "выполнен",
        RefundState::Canceled => "отменён банком",
        RefundState::Failed => "не принят банком",
    }
}
