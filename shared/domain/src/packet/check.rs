//! What the rows of one account must agree on among themselves.

use super::{AccountRows, CardRows, Context, File, Line, Problems, SettlementRow, Sign};
use crate::{AccountId, Kopecks, calendar};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Number, references between files, doubles, dates. `None` when the number itself is wrong.
pub(super) fn account(rows: &AccountRows, context: &Context, problems: &mut Problems) -> Option<AccountId> {
    let last_day = context.last_day();
    let id = number(rows, context, problems);
    let services =
        distinct(File::Services, "service", rows.services.iter().map(|l| (l.line, &l.row.service)), problems);
    let meters =
        distinct(File::Meters, "meter", rows.meters.iter().map(|l| (l.line, &l.row.meter)), problems);
    for Line { line, row } in &rows.meters {
        if row.seal_date.is_some_and(|date| date > last_day) {
            problems.cell(File::Meters, *line, "seal_date", FUTURE);
        }
    }
    readings(rows, &meters, last_day, problems);
    payments(rows, &services, last_day, problems);
    if let Some(card) = &rows.card {
        self::card(card, last_day, problems);
    }
    id
}

const FUTURE: &str = "дата позже даты выгрузки";

fn number(rows: &AccountRows, context: &Context, problems: &mut Problems) -> Option<AccountId> {
    let rules = &context.company.number;
    let id = AccountId::new(context.company.id.clone(), &rows.number).ok();
    let fits = (usize::from(rules.min_digits)..=usize::from(rules.max_digits)).contains(&rows.number.len());
    if id.is_none() || !fits {
        problems.cell(
            File::Accounts,
            rows.account.line,
            "account",
            format!("номер лицевого счёта — от {} до {} цифр", rules.min_digits, rules.max_digits),
        );
    }
    id
}

/// The set of keys, each of which may occur once.
fn distinct<'a>(
    file: File,
    column: &str,
    keys: impl Iterator<Item = (u64, &'a String)>,
    problems: &mut Problems,
) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    for (line, key) in keys {
        if !seen.insert(key.as_str()) {
            problems.cell(file, line, column, "повтор: такой код у лицевого счёта уже есть");
        }
    }
    seen
}

fn readings(rows: &AccountRows, meters: &BTreeSet<&str>, last_day: NaiveDate, problems: &mut Problems) {
    let digits: BTreeMap<&str, u8> =
        rows.meters.iter().map(|l| (l.row.meter.as_str(), l.row.digits)).collect();
    for Line { line, row } in &rows.readings {
        if !meters.contains(row.meter.as_str()) {
            problems.cell(File::Readings, *line, "meter", "у лицевого счёта нет такого прибора учёта");
        }
        if digits.get(row.meter.as_str()).is_some_and(|digits| row.value >= 10_i64.pow(u32::from(*digits))) {
            problems.cell(File::Readings, *line, "value", "в показании больше цифр, чем у прибора учёта");
        }
        if row.date > last_day {
            problems.cell(File::Readings, *line, "date", FUTURE);
        }
    }
}

fn payments(rows: &AccountRows, services: &BTreeSet<&str>, last_day: NaiveDate, problems: &mut Problems) {
    let mut seen = BTreeSet::new();
    let mut ours = BTreeSet::new();
    let mut previous: Option<&super::PaymentRow> = None;
    for Line { line, row } in &rows.payments {
        let mut wrong = |column: &str, message: &str| problems.cell(File::Payments, *line, column, message);
        if !services.contains(row.service.as_str()) {
            wrong("service", "у лицевого счёта нет такой услуги");
        }
        if row.date > last_day {
            wrong("date", FUTURE);
        }
        if row.amount == Kopecks::ZERO {
            wrong("amount", "сумма платежа не может быть нулевой");
        }
        match previous.filter(|previous| previous.payment == row.payment) {
            Some(first) => {
                let same = (first.date, &first.place, &first.portal_payment);
                if same != (row.date, &row.place, &row.portal_payment) {
                    wrong("payment", "строки одного платежа расходятся в дате, месте или номере портала");
                }
            }
            None => {
                if !seen.insert(row.payment.as_str()) {
                    wrong("payment", "повтор: строки одного платежа должны идти подряд");
                }
                if row.portal_payment.as_ref().is_some_and(|id| !ours.insert(id.as_str())) {
                    wrong("portal_payment", "повтор: платёж личного кабинета уже назван");
                }
            }
        }
        previous = Some(row);
    }
}

fn card(card: &CardRows, last_day: NaiveDate, problems: &mut Problems) {
    for Line { line, row } in &card.contracts {
        if row.end.is_some_and(|end| end < row.start) {
            problems.cell(File::Contracts, *line, "end", "окончание раньше начала");
        }
    }
    for Line { line, row } in &card.acts {
        if row.date > last_day {
            problems.cell(File::Acts, *line, "date", FUTURE);
        }
    }
}

/// R-061 and C-08: closing = opening − charged + paid + benefits + correction (debt negative), and it is the
/// opening of the next month. Months may be left out; those that stand side by side must meet.
pub(super) fn settlements(rows: &AccountRows, context: &Context, problems: &mut Problems) {
    let last_month = calendar::first_of_month(context.last_day());
    let mut months: BTreeMap<(&str, NaiveDate), &Line<SettlementRow>> = BTreeMap::new();
    for line in &rows.settlements {
        let mut wrong =
            |column: &str, message: &str| problems.cell(File::Settlements, line.line, column, message);
        if !rows.services.iter().any(|service| service.row.service == line.row.service) {
            wrong("service", "у лицевого счёта нет такой услуги");
        }
        if line.row.period > last_month {
            wrong("period", "период позже даты выгрузки");
        }
        if line.row.closing.is_some_and(|closing| closing != carried(&line.row, context.sign)) {
            wrong(
                "closing",
                "не сходится: на конец = на начало − начислено + оплачено + льготы + корректировка",
            );
        }
        if months.insert((&line.row.service, line.row.period), line).is_some() {
            wrong("period", "повтор: такой месяц услуги уже есть");
        }
    }
    let mut previous: Option<&SettlementRow> = None;
    for ((service, period), Line { line, row }) in months {
        let meets = previous.is_none_or(|before| {
            before.service != service
                || calendar::shift_month(before.period, 1) != period
                || carried(before, context.sign) == row.opening
        });
        if !meets {
            let message = "не сходится: состояние на начало не равно состоянию на конец прошлого месяца";
            problems.cell(File::Settlements, *line, "opening", message);
        }
        previous = Some(row);
    }
}

/// The balance with which a month ends, in the packet's own sign.
fn carried(row: &SettlementRow, sign: Sign) -> Kopecks {
    let change = row.paid + row.benefits + row.correction - row.charged;
    match sign {
        Sign::DebtNegative => row.opening + change,
        Sign::DebtPositive => row.opening - change,
    }
}
