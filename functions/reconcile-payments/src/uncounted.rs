//! R4: payments and refunds that the company has not named for a week, though a packet brings its data every day. Their
//! credit is still beside the account: that is what «not counted» means.

use chrono::{Days, NaiveDate};
use domain::{
    Company, Kopecks, PaymentId, format_roubles,
    payment::{Fact, IncidentKind},
};
use payments::Failure;
use platform::{
    App, Query, StoreError, Table,
    incidents::{self, Incident},
    records::payments::{Credit, DayEntry},
    store::keys,
};
use std::collections::{HashMap, HashSet};

/// Five working days and a weekend.
const AFTER: u64 = 7;
/// A run that was lost is made up for by the next fortnight.
const DAYS: u64 = 14;
/// Keys of one question.
const AT_ONCE: usize = 100;

/// Notes them; answers how many there are.
pub async fn look(app: &App, company: &Company, today: NaiveDate) -> Result<usize, Failure> {
    let mut entries = Vec::new();
    for back in AFTER..AFTER + DAYS {
        let day = today - Days::new(back);
        let query = Query::partition(Table::Payments, keys::payments::day_partition(&company.id, day));
        let of_day: Vec<DayEntry> = query.run(&app.store).await?.all()?;
        entries.extend(of_day.into_iter().map(|entry| (day, entry)));
    }
    let open = open_credits(app, &entries).await?;
    let mut noted = 0;
    for (day, entry) in entries.iter().filter(|(_, entry)| open.contains(&entry.number)) {
        if settled_between_us(app, entry, &open).await? {
            continue;
        }
        let incident = Incident::new(IncidentKind::NotCounted, &company.id, entry.number)
            .fact(Fact::Day, day)
            .fact(Fact::Amount, format_roubles(entry.amount))
            .fact(Fact::AtBank, &entry.gateway_id);
        incidents::note(app, &incident).await?;
        noted += 1;
    }
    Ok(noted)
}

async fn open_credits(
    app: &App,
    entries: &[(NaiveDate, DayEntry)],
) -> Result<HashSet<PaymentId>, StoreError> {
    let mut open = HashSet::new();
    for part in entries.chunks(AT_ONCE) {
        let keys: HashMap<PaymentId, _> = part
            .iter()
            .map(|(_, entry)| (entry.number, keys::accounts::credit(&entry.account, entry.number)))
            .collect();
        let asked: Vec<_> = keys.values().cloned().collect();
        let mut found = app.store.get_many(&asked).await?;
        for (number, key) in &keys {
            if found.take::<Credit>(key)?.is_some() {
                open.insert(*number);
            }
        }
    }
    Ok(open)
}

/// Given back whole before the company had counted it: there is nothing left to count.
async fn settled_between_us(
    app: &App,
    entry: &DayEntry,
    open: &HashSet<PaymentId>,
) -> Result<bool, StoreError> {
    let payment = entry.of.unwrap_or(entry.number);
    let Some(after) = payments::load_aftermath(&app.store, payment).await? else { return Ok(false) };
    let own = keys::accounts::credit(&after.account, payment);
    let uncounted = open.contains(&payment) || app.store.get::<Credit>(&own).await?.is_some();
    Ok(uncounted && after.amount - after.refunded() == Kopecks::ZERO)
}
