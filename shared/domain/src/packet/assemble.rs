//! Rows of one account → the records that the portal keeps.

use super::{
    AccountRows, ActRow, CardRows, Line, ParameterRow, PaymentRow, Problems, ReadingRow, SettlementRow, Sign,
    check,
};
use crate::{
    Account, Act, ActLine, Charge, Company, CompanyPayment, Contract, DialReading, Equipment, HistoryReading,
    Kopecks, Meter, PaidLine, Parameter, ReadingStatus, Service, Settlement, SubscriberCard, calendar,
};
use chrono::{DateTime, NaiveDate, Utc};
use std::cmp::Reverse;

/// What the rows of an account are judged by.
#[derive(Debug, Clone)]
pub struct Context {
    /// Settings in force once the packet is applied.
    pub company: Company,
    pub as_of: DateTime<Utc>,
    pub sign: Sign,
}

impl Context {
    /// The last day of which the packet can tell anything that has happened.
    pub fn last_day(&self) -> NaiveDate {
        calendar::local_date(self.as_of, self.company.utc_offset)
    }

    fn balance(&self, sum: Kopecks) -> Kopecks {
        match self.sign {
            Sign::DebtNegative => sum,
            Sign::DebtPositive => -sum,
        }
    }
}

/// The records of one account, ready to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountData {
    pub account: Account,
    /// `None`: the packet leaves the card as it was.
    pub card: Option<SubscriberCard>,
    /// By meter, in the order of the meters; newest reading first, of the running month and 24 before.
    pub history: Vec<(String, Vec<HistoryReading>)>,
    /// By service, in the order of the services; newest month first.
    pub settlements: Vec<(String, Vec<Settlement>)>,
    /// Newest first.
    pub payments: Vec<CompanyPayment>,
    /// The account has another owner: whoever was linked is not any more (C-26).
    pub owner_changed: bool,
    /// Digest of the account's PIN; whoever stores the account puts its MAC in its place.
    pub pin_hash: Option<String>,
}

/// `None`: something is wrong with the rows of this account and has been noted.
pub fn assemble(rows: AccountRows, context: &Context, problems: &mut Problems) -> Option<AccountData> {
    let before = problems.total();
    let id = check::account(&rows, context, problems);
    let mut settlements = Vec::with_capacity(rows.services.len());
    for service in &rows.services {
        let months = months(&service.row.service, &rows.settlements, context);
        settlements.push((service.row.service.clone(), months));
    }
    check::settlements(&rows, context, problems);
    if problems.total() > before {
        return None;
    }
    let first_day = calendar::shift_month(context.last_day(), -24);
    let mut history = Vec::with_capacity(rows.meters.len());
    let mut meters = Vec::with_capacity(rows.meters.len());
    for Line { row, .. } in rows.meters {
        let readings = readings(&row.meter, &rows.readings);
        let last_accepted = readings
            .iter()
            .find(|reading| reading.status == ReadingStatus::Accepted)
            .map(|reading| DialReading { date: reading.date, value: reading.value, source: reading.source });
        history.push((row.meter.clone(), readings.into_iter().filter(|r| r.date >= first_day).collect()));
        meters.push(Meter {
            id: row.meter,
            name: row.name,
            serial: row.serial,
            digits: row.digits,
            state: row.state,
            place: row.place,
            next_verification: row.next_verification,
            seal_date: row.seal_date,
            last_accepted,
            average_monthly: row.average_monthly,
        });
    }
    let services = rows
        .services
        .into_iter()
        .zip(&settlements)
        .map(|(Line { row, .. }, (_, months))| Service {
            code: row.service,
            name: row.name,
            balance: context.balance(row.balance),
            last_charge: months.iter().find(|month| month.closing.is_some()).map(charge),
        })
        .collect();
    let account = rows.account.row;
    Some(AccountData {
        account: Account {
            id: id?,
            unified: account.unified,
            holder: account.holder,
            address: account.address,
            email: account.email,
            phone: account.phone,
            pin: None,
            as_of: context.as_of,
            services,
            meters,
        },
        card: rows.card.map(card),
        history,
        settlements,
        payments: payments(rows.payments),
        owner_changed: account.owner_changed,
        pin_hash: account.pin_hash,
    })
}

fn charge(month: &Settlement) -> Charge {
    Charge {
        period: month.period,
        amount: month.charged,
        volume: month.volume,
        tariff: month.tariff,
        benefits: month.benefits,
        correction: month.correction,
    }
}

fn months(service: &str, rows: &[Line<SettlementRow>], context: &Context) -> Vec<Settlement> {
    let mut months: Vec<Settlement> = rows
        .iter()
        .filter(|line| line.row.service == service)
        .map(|Line { row, .. }| Settlement {
            period: row.period,
            opening: context.balance(row.opening),
            charged: row.charged,
            volume: row.volume,
            tariff: row.tariff,
            paid: row.paid,
            benefits: row.benefits,
            correction: row.correction,
            closing: row.closing.map(|sum| context.balance(sum)),
        })
        .collect();
    months.sort_by_key(|month| Reverse(month.period));
    months
}

fn readings(meter: &str, rows: &[Line<ReadingRow>]) -> Vec<HistoryReading> {
    let mut readings: Vec<HistoryReading> = rows
        .iter()
        .filter(|line| line.row.meter == meter)
        .map(|Line { row, .. }| HistoryReading {
            date: row.date,
            value: row.value,
            consumption: row.consumption,
            source: row.source,
            status: row.status,
        })
        .collect();
    // Stable: of one day, the reading that the company wrote later is the newer one.
    readings.reverse();
    readings.sort_by_key(|reading| Reverse(reading.date));
    readings
}

fn payments(rows: Vec<Line<PaymentRow>>) -> Vec<CompanyPayment> {
    let mut payments: Vec<CompanyPayment> = Vec::new();
    for Line { row, .. } in rows {
        let line = PaidLine { service: row.service, amount: row.amount };
        match payments.last_mut().filter(|payment| payment.id == row.payment) {
            Some(payment) => {
                payment.amount += line.amount;
                payment.lines.push(line);
            }
            None => payments.push(CompanyPayment {
                id: row.payment,
                date: row.date,
                amount: line.amount,
                place: row.place,
                portal_payment: row.portal_payment,
                lines: vec![line],
            }),
        }
    }
    payments.sort_by_key(|payment| Reverse(payment.date));
    payments
}

fn card(rows: CardRows) -> SubscriberCard {
    let parameters = |rows: Vec<Line<ParameterRow>>| {
        rows.into_iter().map(|Line { row, .. }| Parameter { name: row.name, value: row.value }).collect()
    };
    SubscriberCard {
        parameters: parameters(rows.parameters),
        benefits: parameters(rows.benefits),
        regimes: parameters(rows.regimes),
        equipment: rows
            .equipment
            .into_iter()
            .map(|Line { row, .. }| Equipment { name: row.name, kind: row.kind })
            .collect(),
        contracts: rows
            .contracts
            .into_iter()
            .map(|Line { row, .. }| Contract {
                number: row.number,
                service: row.service,
                status: row.status,
                start: row.start,
                end: row.end,
                archived: row.archived,
            })
            .collect(),
        acts: acts(rows.acts),
    }
}

fn acts(rows: Vec<Line<ActRow>>) -> Vec<Act> {
    let mut acts: Vec<Act> = Vec::new();
    for Line { row, .. } in rows {
        let line = ActLine { name: row.line, amount: row.amount };
        match acts.last_mut().filter(|act| act.name == row.act) {
            Some(act) => act.lines.push(line),
            None => acts.push(Act { name: row.act, date: row.date, service: row.service, lines: vec![line] }),
        }
    }
    acts.sort_by_key(|act| Reverse(act.date));
    acts
}
