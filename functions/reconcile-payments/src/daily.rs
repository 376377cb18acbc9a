//! R3: one day of Moscow, payments by the moment the money was taken, refunds by the moment the bank took them: the shop's
//! list against the ledger, entry by entry, so that neither the whole nor any account can be wrong unnoticed.

use crate::{
    Reconciled,
    companies::{self, Found, Tally},
    uncounted,
};
use acquiring::{GatewayStatus, Period};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::{
    Company, Kopecks, format_roubles,
    payment::{Fact, IncidentKind},
    reconciliation::{Compared, Entry, compare},
};
use payments::{Bank, Failure, moscow_day};
use platform::{
    App, EventError, Query, Table,
    incidents::{self, Incident},
    records::payments::DayEntry,
    store::keys,
};

/// Numbers that an incident names; the rest is in the bank's list.
const NAMED: usize = 20;
/// Hours by which the clock of Moscow is ahead of UTC.
const MOSCOW: i64 = 3;

pub async fn run(app: &App, day: Option<NaiveDate>) -> Result<Reconciled, EventError> {
    let today = moscow_day(app.clock.now());
    let day = day.unwrap_or(today - Days::new(1));
    let mut tally = Tally::default();
    for company in companies::all(app).await? {
        tally.add(&company, of_company(app, &company, day, today).await);
    }
    tally.told()
}

async fn of_company(
    app: &App,
    company: &Company,
    day: NaiveDate,
    today: NaiveDate,
) -> Result<Found, Failure> {
    let mut found = books(app, company, day).await?;
    found.incidents += uncounted::look(app, company, today).await?;
    Ok(found)
}

async fn books(app: &App, company: &Company, day: NaiveDate) -> Result<Found, Failure> {
    let bank = Bank::of(app, &company.id).await?;
    let period = Period { from: midnight(day), to: Some(midnight(day + Days::new(1))) };
    let theirs = at_bank(&bank, period).await?;
    let query = Query::partition(Table::Payments, keys::payments::day_partition(&company.id, day));
    let ours: Vec<DayEntry> = query.run(&app.store).await?.all()?;
    let ours = ours.into_iter().map(|entry| Entry {
        number: entry.number.to_string(),
        account: entry.account.number().to_owned(),
        amount: entry.amount,
    });
    let looked = theirs.len();
    let compared = compare(ours, theirs);
    if compared.agree() {
        return Ok(Found { looked, incidents: 0 });
    }
    incidents::note(app, &incident(company, day, &compared)).await?;
    Ok(Found { looked, incidents: 1 })
}

/// What the bank has of the day. What does not carry our number is listed under the bank's own.
async fn at_bank(bank: &Bank, period: Period) -> Result<Vec<Entry>, Failure> {
    let payments = bank.captured(period).await?.into_iter().map(|payment| Entry {
        number: payment.payment_id.unwrap_or(payment.id),
        account: payment.account.unwrap_or_default(),
        amount: payment.amount,
    });
    let refunds = bank.refunds(period).await?;
    let refunds = refunds.into_iter().filter(|refund| refund.status == GatewayStatus::Succeeded);
    let refunds = refunds.map(|refund| Entry {
        number: refund.refund_id.unwrap_or(refund.id),
        account: refund.account.unwrap_or_default(),
        amount: -refund.amount,
    });
    Ok(payments.chain(refunds).collect())
}

fn incident(company: &Company, day: NaiveDate, compared: &Compared) -> Incident {
    let sum = |count: usize, sum: Kopecks| format!("{count} на {}", format_roubles(sum));
    let named = |numbers: &[String]| match numbers {
        [] => "—".to_owned(),
        numbers => numbers.iter().take(NAMED).cloned().collect::<Vec<_>>().join(" "),
    };
    Incident::new(IncidentKind::LedgerDiffers, &company.id, format!("{}#{day}", company.id))
        .fact(Fact::Day, day)
        .fact(Fact::Here, sum(compared.ours.count, compared.ours.sum))
        .fact(Fact::AtBank, sum(compared.theirs.count, compared.theirs.sum))
        .fact(Fact::Accounts, compared.accounts)
        .fact(Fact::OnlyHere, named(&compared.only_ours))
        .fact(Fact::OnlyAtBank, named(&compared.only_theirs))
        .fact(Fact::Different, named(&compared.different))
}

/// The beginning of a day of Moscow.
fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(chrono::NaiveTime::MIN).and_utc() - TimeDelta::hours(MOSCOW)
}
