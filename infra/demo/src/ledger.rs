//! Plays a household's months through: readings → charges → payments → balances, each from the one before.

use crate::{
    facts,
    household::{Habit, Household, MeterPlan},
    season::Dice,
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    Account, AccountId, Charge, Company, CompanyPayment, DialReading, HistoryReading, Kopecks, Meter,
    MeterState, PaidLine, ReadingSource, ReadingStatus, Service, Settlement, balance, calendar,
    packet::AccountData, pin,
};
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

/// Price of a cubic metre: from this month, roubles ×10⁻⁵.
pub type Tariff = &'static [(i32, u32, i64)];

/// The time that is played.
#[derive(Debug, Clone)]
pub struct Stage<'a> {
    pub company: &'a Company,
    pub tariff: Tariff,
    pub today: NaiveDate,
    pub as_of: DateTime<Utc>,
    /// Closed months before the running one.
    pub months: usize,
    pub places: &'a [&'a str],
}

impl Stage<'_> {
    /// The last day of which the packet tells.
    pub fn last_day(&self) -> NaiveDate {
        calendar::local_date(self.as_of, self.company.utc_offset)
    }

    /// First days of the closed months and, last, of the running one.
    pub fn periods(&self) -> Vec<NaiveDate> {
        let open = calendar::first_of_month(self.last_day());
        (0..=self.months as i32).rev().map(|back| calendar::shift_month(open, -back)).collect()
    }

    pub fn price(&self, period: NaiveDate) -> Decimal {
        let in_force = self.tariff.iter().rev().find(|(year, month, _)| {
            NaiveDate::from_ymd_opt(*year, *month, 1).is_some_and(|from| from <= period)
        });
        let (_, _, price) = in_force.or(self.tariff.first()).copied().unwrap_or((0, 1, 600_000));
        Decimal::new(price, 5)
    }
}

/// One service month by month while it is played.
struct Book {
    code: &'static str,
    name: &'static str,
    balance: Kopecks,
    months: Vec<Settlement>,
}

/// What happens to a service in one month.
#[derive(Default)]
struct Month {
    charged: Kopecks,
    volume: Option<Decimal>,
    tariff: Option<Decimal>,
    benefits: Kopecks,
    correction: Kopecks,
}

impl Book {
    fn new(code: &'static str, name: &'static str, balance: Kopecks) -> Self {
        Self { code, name, balance, months: Vec::new() }
    }

    fn turn(&mut self, period: NaiveDate, month: Month, paid: Kopecks, open: bool) {
        let mut row = Settlement {
            period,
            opening: self.balance,
            charged: month.charged,
            volume: month.volume,
            tariff: month.tariff,
            paid,
            benefits: month.benefits,
            correction: month.correction,
            closing: None,
        };
        // What is charged for a running month is not due before it closes (C-08).
        self.balance = if open { self.balance + paid } else { balance::closing(&row).unwrap_or_default() };
        row.closing = (!open).then_some(self.balance);
        self.months.push(row);
    }

    fn service(&self) -> Service {
        let last = self.months.iter().rev().find(|month| month.closing.is_some());
        Service {
            code: self.code.to_owned(),
            name: self.name.to_owned(),
            balance: self.balance,
            last_charge: last.map(|month| Charge {
                period: month.period,
                amount: month.charged,
                volume: month.volume,
                tariff: month.tariff,
                benefits: month.benefits,
                correction: month.correction,
            }),
        }
    }

    fn newest_first(mut self) -> (String, Vec<Settlement>) {
        self.months.reverse();
        (self.code.to_owned(), self.months)
    }
}

/// All that the packet tells of the household.
pub fn play(stage: &Stage<'_>, household: &Household) -> anyhow::Result<AccountData> {
    let id = AccountId::new(stage.company.id.clone(), &household.number)?;
    let mut dice = Dice::of(&household.number);
    let periods = stage.periods();
    let last_closed = periods.len().saturating_sub(2);
    let burnt: Vec<i64> = periods
        .iter()
        .enumerate()
        .map(|(index, period)| {
            let usual = household.uses.in_month(household.residents, *period, &mut dice);
            household.last_volume.filter(|_| index == last_closed).unwrap_or(usual)
        })
        .collect();
    let dials: Vec<Dial> = household
        .meters
        .iter()
        .map(|meter| dial(stage, household, meter, &periods, &burnt, &mut dice))
        .collect();

    let mut books = vec![Book::new("gas", facts::GAS, household.opening)];
    if household.penalty {
        books.push(Book::new("penalty", facts::PENALTY, Kopecks::ZERO));
    }
    if household.maintenance.is_some() {
        books.push(Book::new("maintenance", facts::MAINTENANCE, Kopecks::ZERO));
    }
    let mut payments = Vec::new();
    for (index, period) in periods.iter().enumerate() {
        let open = index + 1 == periods.len();
        let left = periods.len() - index;
        // A household without a working meter is charged by the norm, which is what it usually burns.
        let metered: i64 = dials.iter().map(|dial| dial.consumed[index]).sum();
        let volume = if dials.is_empty() { burnt[index] } else { metered };
        let payment = pay(stage, household, &books, *period, left, &mut dice);
        let paid = |code: &str| {
            let lines = payment.iter().flat_map(|payment: &CompanyPayment| &payment.lines);
            lines.filter(|line| line.service == code).map(|line| line.amount).sum::<Kopecks>()
        };
        let debt = books[0].balance.0.min(0).abs();
        for book in &mut books {
            let month = match book.code {
                _ if open => Month::default(),
                "gas" => gas(stage.price(*period), volume, household, left),
                "penalty" => Month { charged: Kopecks(debt / 100), ..Month::default() },
                _ => {
                    Month { charged: Kopecks(household.maintenance.unwrap_or_default()), ..Month::default() }
                }
            };
            let sum = paid(book.code);
            book.turn(*period, month, sum, open);
        }
        payments.extend(payment);
    }
    payments.reverse();
    let (meters, history) =
        dials.into_iter().map(|dial| (dial.meter.clone(), (dial.meter.id, dial.readings))).unzip();
    Ok(AccountData {
        account: Account {
            id: id.clone(),
            unified: household.unified.map(str::to_owned),
            holder: household.holder.clone(),
            address: household.address.clone(),
            email: household.email.map(str::to_owned),
            phone: household.phone.map(str::to_owned),
            pin: None,
            as_of: stage.as_of,
            services: books.iter().map(Book::service).collect(),
            meters,
        },
        card: Some(facts::card(household, stage.last_day())),
        history,
        settlements: books.into_iter().map(Book::newest_first).collect(),
        payments,
        owner_changed: false,
        pin_hash: household.pin.and_then(|pin| pin_hash(&id, pin)),
    })
}

/// As the packet format has it.
fn pin_hash(account: &AccountId, pin: &str) -> Option<String> {
    pin::to_digest(account, pin).map(|text| hex::encode(Sha256::digest(text)))
}

/// The charge for gas: rounded once, at the end of the line.
fn gas(price: Decimal, volume: i64, household: &Household, left: usize) -> Month {
    let charged = Kopecks::from_roubles(Decimal::from(volume) * price).unwrap_or_default();
    let percent = household.benefit.map_or(0, |(percent, _)| percent);
    Month {
        charged,
        volume: Some(Decimal::from(volume)),
        tariff: Some(price),
        benefits: Kopecks(charged.0 * percent / 100),
        correction: Kopecks(if left == 6 { household.correction } else { 0 }),
    }
}

/// The month's payment, if there is one: before the 15th, split by service.
fn pay(
    stage: &Stage<'_>,
    household: &Household,
    books: &[Book],
    period: NaiveDate,
    left: usize,
    dice: &mut Dice,
) -> Option<CompanyPayment> {
    let date = period + TimeDelta::days(3 + dice.below(10) as i64);
    let place = *dice.pick(stage.places);
    let willing = match household.habit {
        Habit::Silent(months) => left > months,
        Habit::OnTime | Habit::Half | Habit::Ahead(_) => true,
    };
    if date > stage.last_day() || !willing {
        return None;
    }
    let lines: Vec<PaidLine> = books
        .iter()
        .filter_map(|book| {
            let debt = -book.balance.0;
            let amount = match household.habit {
                Habit::Ahead(roubles) if left == 4 && book.code == "gas" => debt.max(0) + roubles * 100,
                Habit::Half if book.code == "gas" => debt / 20_000 * 10_000,
                _ => debt,
            };
            (amount > 0).then(|| PaidLine { service: book.code.to_owned(), amount: Kopecks(amount) })
        })
        .collect();
    (!lines.is_empty()).then(|| CompanyPayment {
        id: format!("{}-{}", date.format("%Y%m%d"), household.number),
        date,
        amount: lines.iter().map(|line| line.amount).sum(),
        place: place.to_owned(),
        portal_payment: None,
        lines,
    })
}

/// A meter with what it showed; `consumed` by played month.
struct Dial {
    meter: Meter,
    readings: Vec<HistoryReading>,
    consumed: Vec<i64>,
}

fn dial(
    stage: &Stage<'_>,
    household: &Household,
    plan: &MeterPlan,
    periods: &[NaiveDate],
    burnt: &[i64],
    dice: &mut Dice,
) -> Dial {
    let closed = periods.len() - 1;
    let working = closed.saturating_sub(plan.retired.unwrap_or(0));
    let consumed: Vec<i64> = burnt
        .iter()
        .enumerate()
        .map(|(index, volume)| if index < working { volume * plan.share / 100 } else { 0 })
        .collect();
    let mut value = plan.last - consumed.iter().sum::<i64>();
    let mut readings = Vec::with_capacity(working + 1);
    for (index, period) in periods.iter().enumerate().take(working) {
        value += consumed[index];
        let source = match dice.below(12) {
            0 => ReadingSource::Inspector,
            1 => ReadingSource::Calculated,
            2..=4 => ReadingSource::Portal,
            _ => ReadingSource::Subscriber,
        };
        readings.push(HistoryReading {
            date: *period + TimeDelta::days(17 + dice.below(8) as i64),
            value,
            consumption: Some(consumed[index]),
            source,
            status: ReadingStatus::Accepted,
        });
    }
    let last_accepted = readings.last().map(|reading| DialReading {
        date: reading.date,
        value: reading.value,
        source: reading.source,
    });
    if let (Some(odd), Some(last)) = (household.odd_reading, last_accepted) {
        readings.push(HistoryReading {
            date: last.date + TimeDelta::days(1),
            value: last.value + odd.above_last,
            consumption: Some(odd.above_last),
            source: odd.source,
            status: odd.status,
        });
    }
    let last_year = &consumed[working.saturating_sub(12)..working];
    let average = (!last_year.is_empty()).then(|| {
        let count = last_year.len() as i64;
        (last_year.iter().sum::<i64>() * 2 + count) / (count * 2)
    });
    readings.reverse();
    let number = 1 + household.meters.iter().position(|other| other.serial == plan.serial).unwrap_or(0);
    Dial {
        meter: Meter {
            id: format!("m{number}"),
            name: plan.name.to_owned(),
            serial: plan.serial.clone(),
            digits: plan.digits,
            state: if plan.retired.is_some() { MeterState::Inactive } else { MeterState::Active },
            place: Some(plan.place.to_owned()),
            next_verification: Some(stage.today + TimeDelta::days(plan.verification)),
            seal_date: Some(stage.today + TimeDelta::days((plan.verification - 10 * 365).min(-90))),
            last_accepted,
            average_monthly: average,
        },
        readings,
        consumed,
    }
}
