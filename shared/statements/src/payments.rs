//! Payments of an account: the portal's, and those the company knows of (R-082…R-085, C-02; security row 58).

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Account, CompanyPayment, Kopecks, PaidLine, PaymentLine, PaymentState, UserId, calendar::local_date,
    packet::CompanyPayments, payment::FiscalReceipt,
};
use platform::{
    App, Query, StoreError, Table,
    records::payments::{ListedKind, ListedPayment},
    sessions::{Gate, LinkedAccount},
    store::keys,
};
use serde::Serialize;
use std::{cmp::Reverse, collections::HashSet};

/// A bound on what one request reads: a payment a day for years.
const MOST: usize = 1000;

/// Payments of an account.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct AccountPayments {
    /// Newest first.
    pub payments: Vec<AccountPayment>,
    /// Only the user's own payments through the portal are here; all of them come with the extended version.
    pub limited: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaymentSource {
    /// Seen at once.
    Portal,
    /// Made elsewhere: known when the company has passed its data on.
    Company,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct AccountPayment {
    pub id: String,
    pub kind: ListedKind,
    /// The payment that a refund is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    pub date: NaiveDate,
    /// Kopecks; negative for a refund.
    pub amount: Kopecks,
    /// Given back of a payment, kopecks; its refunds are rows of their own.
    pub refunded: Kopecks,
    /// «Место оплаты».
    pub place: String,
    pub source: PaymentSource,
    pub state: PaymentState,
    pub lines: Vec<PaymentLine>,
    /// The user may have a receipt made of it.
    pub receipt: bool,
    /// Registration of the fiscal receipt (54-ФЗ); for the payer alone.
    pub fiscal_receipt: FiscalReceipt,
    /// The company has it in its own figures.
    pub counted: bool,
    /// «•••• 0004»; for the payer alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_mask: Option<String>,
    /// The bank's page, while the payer may go on there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub continue_url: Option<String>,
}

/// What this user may see of the payments. `known`: the row of `keys::accounts::payments`, which the caller has read with
/// the account. One round trip.
pub async fn of_account(
    app: &App,
    gate: &Gate,
    linked: &LinkedAccount,
    known: Option<CompanyPayments<'static>>,
) -> Result<AccountPayments, StoreError> {
    let (user, now) = (gate.ticket.user, app.clock.now());
    let query = Query::partition(Table::Payments, keys::payments::account_partition(&gate.account));
    let query = query.prefix(keys::payments::OF_ACCOUNT).newest_first().most(MOST);
    let mut portal: Vec<ListedPayment> = query.run(&app.store).await?.all()?;
    let all = linked.rights().all_payments;
    let mut company = Vec::new();
    if all {
        company = known.map(|known| known.payments.into_owned()).unwrap_or_default();
    } else {
        portal.retain(|payment| payment.user == user);
    }
    Ok(AccountPayments { payments: merge(portal, company, linked, user, now), limited: !all })
}

/// Both lists in one, newest first. A payment through the portal comes back from the company under our number:
/// it is shown once, as ours.
fn merge(
    portal: Vec<ListedPayment>,
    company: Vec<CompanyPayment>,
    linked: &LinkedAccount,
    viewer: UserId,
    now: DateTime<Utc>,
) -> Vec<AccountPayment> {
    let ours: HashSet<String> = portal.iter().map(|payment| payment.id.to_string()).collect();
    let is_ours =
        |payment: &CompanyPayment| payment.portal_payment.as_ref().is_some_and(|id| ours.contains(id));
    let (returned, elsewhere): (Vec<_>, Vec<_>) = company.into_iter().partition(is_ours);
    let named: HashSet<&String> =
        returned.iter().filter_map(|payment| payment.portal_payment.as_ref()).collect();
    let elsewhere = elsewhere.into_iter().map(|payment| (None, of_company(payment, &linked.account)));
    let here = portal.into_iter().map(|payment| {
        let at = payment.paid_at.unwrap_or(payment.created_at);
        let counted = payment.counted_at.is_some() || named.contains(&payment.id.to_string());
        let date = local_date(at, linked.company.utc_offset);
        (Some(at), of_portal(payment.seen_by(viewer, now), viewer, date, counted))
    });
    let mut all: Vec<(Option<DateTime<Utc>>, AccountPayment)> = here.chain(elsewhere).collect();
    all.sort_by_key(|(at, payment)| Reverse((payment.date, *at)));
    all.into_iter().map(|(_, payment)| payment).collect()
}

fn of_portal(payment: ListedPayment, viewer: UserId, date: NaiveDate, counted: bool) -> AccountPayment {
    let is_payment = payment.kind == ListedKind::Payment;
    AccountPayment {
        id: payment.id.to_string(),
        kind: payment.kind,
        of: payment.of.map(|payment| payment.to_string()),
        refunded: payment.refunded,
        fiscal_receipt: payment.fiscal_receipt,
        counted,
        date,
        amount: payment.amount,
        place: payment.place,
        source: PaymentSource::Portal,
        state: payment.state,
        lines: payment.lines,
        receipt: is_payment && payment.state == PaymentState::Succeeded && payment.user == viewer,
        card_mask: payment.card_mask,
        continue_url: payment.confirmation_url,
    }
}

fn of_company(payment: CompanyPayment, account: &Account) -> AccountPayment {
    let line = |line: PaidLine| PaymentLine {
        name: account.service_name(&line.service).to_owned(),
        service: line.service,
        amount: line.amount,
    };
    AccountPayment {
        id: payment.id,
        // Money that the company took off the account again.
        kind: if payment.amount < Kopecks::ZERO { ListedKind::Refund } else { ListedKind::Payment },
        of: None,
        refunded: Kopecks::ZERO,
        fiscal_receipt: FiscalReceipt::None,
        counted: true,
        date: payment.date,
        amount: payment.amount,
        place: payment.place,
        source: PaymentSource::Company,
        state: PaymentState::Succeeded,
        lines: payment.lines.into_iter().map(line).collect(),
        receipt: false,
        card_mask: None,
        continue_url: None,
    }
}
