//! What each day's books must show, counted apart from the function that compares them.

use super::{books::Books, tables::Tables};
use chrono::NaiveDate;
use domain::{PaymentState, payment::RefundState};
use payments::moscow_day;
use std::collections::BTreeMap;

/// Payments and refunds of one day of Moscow, and their sum in kopecks, refunds negative.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Side {
    pub count: u64,
    pub sum: i64,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Day {
    pub ours: Side,
    pub theirs: Side,
}

impl Side {
    fn add(&mut self, amount: i64) {
        self.count += 1;
        self.sum += amount;
    }
}

/// Days on which the bank took or gave back anything.
pub(super) fn of(tables: &Tables, books: &Books) -> BTreeMap<NaiveDate, Day> {
    let mut days: BTreeMap<NaiveDate, Day> = BTreeMap::new();
    let paid = tables.payments.iter().filter(|payment| payment.state == PaymentState::Succeeded);
    for (at, payment) in paid.filter_map(|payment| payment.paid_at.map(|at| (at, payment))) {
        days.entry(moscow_day(at)).or_default().ours.add(payment.amount.0);
    }
    let refunds = tables.aftermaths.values().flat_map(|after| &after.refunds);
    let refunds = refunds.filter(|refund| refund.state == RefundState::Succeeded);
    for (at, refund) in refunds.filter_map(|refund| refund.gateway_created_at.map(|at| (at, refund))) {
        days.entry(moscow_day(at)).or_default().ours.add(-refund.amount.0);
    }
    for (at, payment) in
        books.payments.iter().filter_map(|payment| payment.captured_at.map(|at| (at, payment)))
    {
        days.entry(moscow_day(at)).or_default().theirs.add(payment.amount);
    }
    for refund in books.refunds.iter().filter(|refund| refund.status == bank::RefundStatus::Succeeded) {
        days.entry(moscow_day(refund.created_at)).or_default().theirs.add(-refund.amount);
    }
    days
}
