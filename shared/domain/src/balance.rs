//! What is owed (R-058…R-061, C-08). A debt is negative everywhere; what is due is shown without a sign.

use crate::{Kopecks, PaidLine, PaymentRules, Service, Settlement, calendar};
use chrono::NaiveDate;

#[cfg(test)]
mod tests;

/// closing = opening − charged + paid + benefits + correction, all signed; vectors of the manual (fig. 22):
/// −2728,07 − 3319,52 + 2728,07 = −3319,52 and −3319,52 − 2580,43 + 0 = −5899,95.
/// `None` when the sum does not fit.
pub fn closing(month: &Settlement) -> Option<Kopecks> {
    let Settlement { opening, charged, paid, benefits, correction, .. } = month;
    opening
        .0
        .checked_sub(charged.0)?
        .checked_add(paid.0)?
        .checked_add(benefits.0)?
        .checked_add(correction.0)
        .map(Kopecks)
}

/// Balance of a service with the portal's payments that the company has not yet counted.
pub fn service_balance(service: &Service, credits: &[PaidLine]) -> Kopecks {
    let paid = credits.iter().filter(|line| line.service == service.code).map(|line| line.amount);
    total(std::iter::once(service.balance).chain(paid))
}

/// Balance of an account: all services with all uncounted payments, whatever service they were for.
pub fn account_balance(services: &[Service], credits: &[PaidLine]) -> Kopecks {
    total(services.iter().map(|service| service.balance).chain(credits.iter().map(|line| line.amount)))
}

/// What is to be paid now, never negative: an overpayment of one service covers a debt of another.
pub fn due(services: &[Service], credits: &[PaidLine]) -> Kopecks {
    Kopecks(account_balance(services, credits).0.saturating_neg().max(0))
}

/// The day by which the present bill is to be paid: the coming due day, today included.
/// `today` is the company's local date.
pub fn due_date(rules: &PaymentRules, today: NaiveDate) -> NaiveDate {
    let this_month = calendar::day_of_month(today, rules.due_day);
    if today <= this_month {
        this_month
    } else {
        calendar::day_of_month(calendar::shift_month(today, 1), rules.due_day)
    }
}

/// The day by which the bill of that month is to be paid: the due day of the next one.
pub fn due_date_of(rules: &PaymentRules, period: NaiveDate) -> NaiveDate {
    calendar::day_of_month(calendar::shift_month(period, 1), rules.due_day)
}

/// Sums in a wider type: no order of adding overflows on the way to a sum that fits.
fn total(sums: impl Iterator<Item = Kopecks>) -> Kopecks {
    let sum: i128 = sums.map(|sum| i128::from(sum.0)).sum();
    Kopecks(sum.clamp(i64::MIN.into(), i64::MAX.into()) as i64)
}
