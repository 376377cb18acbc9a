//! Payments and refunds of the portal that the company names in its data (payments §7 R4): each is matched by our number,
//! with its sum and its account. The company's figure is what counts, so the credit ends with it in any case; what does
//! not fit is an incident.

use chrono::{DateTime, Utc};
use domain::{
    AccountId, Kopecks, PaymentId, PaymentState, format_roubles,
    packet::{AccountData, CompanyPayments},
    payment::{Aftermath, Detail, Fact, IncidentKind, RefundState},
};
use platform::{
    App, Condition, Query, StoreError, Table, Transaction,
    incidents::Incident,
    records::payments::{ListedKind, ListedPayment, StoredAftermath, StoredPayment},
    store::{attribute, keys},
};
use std::collections::{BTreeMap, BTreeSet};

/// What the packet counts of ours.
#[derive(Debug, Default)]
pub struct Counted {
    /// Credits that end with the company's new figure.
    pub credits: Vec<PaymentId>,
    /// Of them those that have a line in «Платежи».
    listed: BTreeSet<PaymentId>,
    pub incidents: Vec<Incident>,
}

/// Number and sum as the company names them.
type Named = BTreeMap<PaymentId, Kopecks>;

impl Counted {
    /// Compares what the packet names with what is here. Only what is named for the first time, or with another sum than
    /// before, is looked up.
    pub async fn look(app: &App, data: &AccountData) -> Result<Self, StoreError> {
        let account = &data.account.id;
        let named: Named = named(data.payments.iter());
        if named.is_empty() {
            return Ok(Self::default());
        }
        let before: Option<CompanyPayments<'static>> =
            app.store.get(&keys::accounts::payments(account)).await?;
        let before = before.map(|known| self::named(known.payments.iter())).unwrap_or_default();
        let open = open_credits(app, account).await?;
        let fresh: Vec<PaymentId> = named
            .iter()
            .filter(|(number, sum)| before.get(number) != Some(sum))
            .map(|(number, _)| *number)
            .collect();
        let mut counted = Self::default();
        let ending: BTreeSet<PaymentId> =
            open.iter().filter(|number| named.contains_key(number)).copied().collect();
        let listed = listed(app, account, ending.iter().chain(&fresh)).await?;
        let mut ending = ending;
        for number in fresh {
            let sum = named[&number];
            match listed.get(&number) {
                Some(line) => counted.judge(app, data, line, sum, &mut ending).await?,
                None => counted.strange(app, account, number, sum).await?,
            }
        }
        counted.credits = ending.into_iter().filter(|number| open.contains(number)).collect();
        counted.listed.extend(listed.into_keys());
        Ok(counted)
    }

    /// A payment or refund of this account.
    async fn judge(
        &mut self,
        app: &App,
        data: &AccountData,
        line: &ListedPayment,
        sum: Kopecks,
        ending: &mut BTreeSet<PaymentId>,
    ) -> Result<(), StoreError> {
        if line.state != PaymentState::Succeeded {
            self.note(&data.account.id, IncidentKind::CountedUnpaid, line.id, sum)
                .last_fact(Fact::StateHere, Detail::from(line.state));
            return Ok(());
        }
        if line.amount == sum {
            return Ok(());
        }
        // Counted without what was given back: the refunds are in the figure, too.
        if line.kind == ListedKind::Payment
            && line.refunded > Kopecks::ZERO
            && line.amount - line.refunded == sum
        {
            let stored: Option<StoredAftermath> = app.store.get(&keys::payments::aftermath(line.id)).await?;
            if let Some(stored) = stored {
                ending.extend(given_back(&stored.aftermath));
                self.listed.extend(given_back(&stored.aftermath));
            }
            return Ok(());
        }
        self.note(&data.account.id, IncidentKind::CountedDifferently, line.id, sum)
            .last_fact(Fact::SumHere, format_roubles(line.amount));
        Ok(())
    }

    /// A number that this account's «Платежи» do not have.
    async fn strange(
        &mut self,
        app: &App,
        account: &AccountId,
        number: PaymentId,
        sum: Kopecks,
    ) -> Result<(), StoreError> {
        let stored: Option<StoredPayment> = app.store.get(&keys::payments::payment(number)).await?;
        match stored.map(|row| row.payment) {
            None => {
                self.note(account, IncidentKind::CountedUnknown, number, sum);
            }
            Some(payment) if payment.account != *account => {
                self.note(account, IncidentKind::CountedElsewhere, number, sum);
            }
            Some(payment) => {
                self.note(account, IncidentKind::CountedUnpaid, number, sum)
                    .last_fact(Fact::StateHere, Detail::from(payment.state));
            }
        }
        Ok(())
    }

    fn note(
        &mut self,
        account: &AccountId,
        kind: IncidentKind,
        number: PaymentId,
        sum: Kopecks,
    ) -> &mut Self {
        let incident =
            Incident::new(kind, &account.company, number).fact(Fact::SumOfCompany, format_roubles(sum));
        self.incidents.push(incident);
        self
    }

    fn last_fact(&mut self, name: Fact, value: impl ToString) {
        if let Some(incident) = self.incidents.pop() {
            self.incidents.push(incident.fact(name, value));
        }
    }

    /// Ends a credit and marks its line as counted.
    pub fn end(
        &self,
        transaction: Transaction<()>,
        account: &AccountId,
        number: PaymentId,
        now: DateTime<Utc>,
    ) -> Result<Transaction<()>, StoreError> {
        let transaction = transaction.remove(keys::accounts::credit(account, number));
        if !self.listed.contains(&number) {
            return Ok(transaction);
        }
        let counted = vec![("counted_at", Some(attribute(&now)?))];
        Ok(transaction.set(keys::payments::of_account(account, number), counted, Condition::Exists, ()))
    }
}

fn named<'a>(payments: impl Iterator<Item = &'a domain::CompanyPayment>) -> Named {
    let ours = payments.filter_map(|payment| {
        let number = payment.portal_payment.as_ref()?.parse().ok()?;
        Some((number, payment.amount))
    });
    ours.collect()
}

fn given_back(after: &Aftermath) -> impl Iterator<Item = PaymentId> {
    let done = after.refunds.iter().filter(|refund| refund.state == RefundState::Succeeded);
    done.map(|refund| PaymentId::from(refund.id))
}

async fn open_credits(app: &App, account: &AccountId) -> Result<BTreeSet<PaymentId>, StoreError> {
    let query = Query::partition(Table::Accounts, keys::accounts::partition(account));
    let rows = query.prefix(keys::accounts::CREDITS).run(&app.store).await?;
    let numbers = rows.sort_keys().filter_map(|key| key.strip_prefix(keys::accounts::CREDITS)?.parse().ok());
    Ok(numbers.collect())
}

async fn listed<'a>(
    app: &App,
    account: &AccountId,
    numbers: impl Iterator<Item = &'a PaymentId>,
) -> Result<BTreeMap<PaymentId, ListedPayment>, StoreError> {
    let numbers: BTreeSet<PaymentId> = numbers.copied().collect();
    let mut lines = BTreeMap::new();
    let numbers: Vec<PaymentId> = numbers.into_iter().collect();
    for part in numbers.chunks(100) {
        let keys: Vec<_> = part.iter().map(|number| keys::payments::of_account(account, *number)).collect();
        let mut found = app.store.get_many(&keys).await?;
        for (number, key) in part.iter().zip(&keys) {
            if let Some(line) = found.take(key)? {
                lines.insert(*number, line);
            }
        }
    }
    Ok(lines)
}
