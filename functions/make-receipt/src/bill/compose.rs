//! Records → the bill as it is printed: which month, what is owed, and how much of it this level may read.

use super::{meters, records::Records};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use documents::bill::{Bill, ServiceLine};
use domain::{Company, Kopecks, Level, PaidLine, Rights, Settlement, balance, calendar, format_roubles};

/// Lines of the subscriber's card that bills repeat.
const CARD_FACTS: [&str; 2] = ["Количество проживающих", "Площадь общая"];

/// Cubic metres: companies give volumes in no other unit.
const UNIT: &str = "м³";

/// The bill of the last month that the company has closed; `None` when there is none.
pub fn compose(company: Company, records: Records, level: Level, now: DateTime<Utc>) -> Option<Bill> {
    let period = last_closed(&records)?;
    let extended = level == Level::Extended;
    let account = &records.account;
    let credits: Vec<PaidLine> = records.credits.iter().flat_map(|credit| credit.lines.clone()).collect();
    let services: Vec<ServiceLine> = account
        .services
        .iter()
        .map(|service| ServiceLine {
            name: service.name.clone(),
            unit: UNIT.to_owned(),
            month: month(&records, &service.code, period).filter(|_| extended),
            to_pay: Kopecks(balance::service_balance(service, &credits).0.saturating_neg().max(0)),
        })
        .collect();
    let due = balance::due(&account.services, &credits);
    let sees = Rights::of(&company, level);
    let window = (company.readings.from_day, company.readings.to_day);
    Some(Bill {
        number: format!("{:02}{:02}-{}", period.year() % 100, period.month(), account.id.number()),
        issued: now,
        period,
        account: account.id.number().to_owned(),
        unified: account.unified.clone().filter(|_| extended),
        holder: extended.then(|| account.holder.clone()),
        address: extended.then(|| account.address.clone()),
        notes: notes(&records, &services, due, period, extended),
        due,
        credit: Kopecks(balance::account_balance(&account.services, &credits).0.max(0)),
        due_date: Some(balance::due_date_of(&company.payments, period)),
        services,
        last_payment: last_payment(&records, company.utc_offset).filter(|_| extended),
        meters: meters::lines(&records, period, level),
        // A window over the end of a month cannot be told with one month's name.
        readings_window: (sees.send_readings && window.0 <= window.1).then_some(window),
        consumption: if extended { meters::year(&records, period) } else { Vec::new() },
        company,
    })
}

fn last_closed(records: &Records) -> Option<NaiveDate> {
    let months = records.settlements.iter().flat_map(|service| service.months.iter());
    months.filter(|month| month.closing.is_some()).map(|month| month.period).max()
}

fn month(records: &Records, service: &str, period: NaiveDate) -> Option<Settlement> {
    let settled = records.settlements.iter().find(|settled| settled.service == service)?;
    settled.months.iter().find(|month| month.period == period).cloned()
}

/// Facts of the household, and why the lines do not simply add up where they do not.
fn notes(
    records: &Records,
    services: &[ServiceLine],
    due: Kopecks,
    period: NaiveDate,
    extended: bool,
) -> Vec<String> {
    let mut notes = Vec::new();
    if extended {
        let parameters = records.card.iter().flat_map(|card| &card.parameters);
        let facts =
            parameters.filter(|fact| CARD_FACTS.contains(&fact.name.as_str()) && !fact.value.is_empty());
        notes.extend(facts.map(|fact| format!("{}: {}", fact.name, fact.value)));
        let paid = paid_since(records, period);
        if paid > Kopecks::ZERO {
            notes.push(format!("Оплачено после закрытия месяца: {}", format_roubles(paid)));
        }
    }
    let owed = services.iter().fold(0_i64, |sum, line| sum.saturating_add(line.to_pay.0));
    let covered = Kopecks(owed.saturating_sub(due.0));
    if covered > Kopecks::ZERO {
        notes.push(format!("В итоге учтена переплата: {}", format_roubles(covered)));
    }
    notes
}

/// Payments after the month billed for, counted by the company or not.
fn paid_since(records: &Records, period: NaiveDate) -> Kopecks {
    let months = records.settlements.iter().flat_map(|service| service.months.iter());
    let counted = months.filter(|month| month.period > period).map(|month| month.paid);
    let uncounted = records.credits.iter().flat_map(|credit| &credit.lines).map(|line| line.amount);
    Kopecks(counted.chain(uncounted).fold(0_i64, |sum, paid| sum.saturating_add(paid.0)))
}

fn last_payment(records: &Records, utc_offset: i32) -> Option<(NaiveDate, Kopecks)> {
    let company = records.payments.iter().flat_map(|list| list.payments.iter());
    let company = company.map(|payment| (payment.date, payment.amount));
    let portal = records.credits.iter().map(|credit| {
        let sum = credit.lines.iter().fold(0_i64, |sum, line| sum.saturating_add(line.amount.0));
        (calendar::local_date(credit.paid_at, utc_offset), Kopecks(sum))
    });
    // A refund is not the last payment.
    company.chain(portal).filter(|(_, sum)| *sum > Kopecks::ZERO).max_by_key(|(date, _)| *date)
}
