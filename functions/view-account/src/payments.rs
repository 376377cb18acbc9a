//! GET /api/accounts/{id}/payments: «Платежи» (R-082…R-085, C-02; security row 58).

use axum::{Json, extract::State};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    CompanyPayment, Kopecks, PaymentLine, PaymentState, Service, UserId, calendar::local_date,
    packet::CompanyPayments,
};
use platform::{
    App, Query, Table, http::Answer, problem::ProblemBody, records::payments::ListedPayment, sessions::Gate,
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
    pub date: NaiveDate,
    /// Kopecks.
    pub amount: Kopecks,
    /// «Место оплаты».
    pub place: String,
    pub source: PaymentSource,
    pub state: PaymentState,
    pub lines: Vec<PaymentLine>,
    /// The user may have a receipt made of it.
    pub receipt: bool,
    /// «•••• 0004»; for the payer alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_mask: Option<String>,
    /// The bank's page, while the payer may go on there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub continue_url: Option<String>,
}

/// Payments of an account: the portal's, and those the company knows of
#[utoipa::path(
    get, path = "/api/accounts/{id}/payments", tag = "view-account", operation_id = "listPayments",
    params(("id" = String, Path, description = "`company-number`")),
    responses(
        (status = 200, description = "Payments that this level may see", body = AccountPayments),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn list_payments(State(app): State<App>, gate: Gate) -> Answer<Json<AccountPayments>> {
    let (user, now) = (gate.ticket.user, app.clock.now());
    let known = keys::accounts::payments(&gate.account);
    let (linked, mut found) = gate.open(&app, std::slice::from_ref(&known)).await?;
    let query = Query::partition(Table::Payments, keys::payments::account_partition(&gate.account));
    let query = query.prefix(keys::payments::OF_ACCOUNT).newest_first().most(MOST);
    let mut portal: Vec<ListedPayment> = query.run(&app.store).await?.all()?;
    let all = linked.rights().all_payments;
    let mut company = Vec::new();
    if all {
        let known: Option<CompanyPayments<'static>> = found.take(&known)?;
        company = known.map(|known| known.payments.into_owned()).unwrap_or_default();
    } else {
        portal.retain(|payment| payment.user == user);
    }
    let offset = linked.company.utc_offset;
    let payments = merge(portal, company, &linked.account.services, user, offset, now);
    Ok(Json(AccountPayments { payments, limited: !all }))
}

/// Both lists in one, newest first. A payment through the portal comes back from the company under our number:
/// it is shown once, as ours.
fn merge(
    portal: Vec<ListedPayment>,
    company: Vec<CompanyPayment>,
    services: &[Service],
    viewer: UserId,
    utc_offset: i32,
    now: DateTime<Utc>,
) -> Vec<AccountPayment> {
    let ours: HashSet<String> = portal.iter().map(|payment| payment.id.to_string()).collect();
    let is_ours =
        |payment: &CompanyPayment| payment.portal_payment.as_ref().is_some_and(|id| ours.contains(id));
    let elsewhere = company.into_iter().filter(|payment| !is_ours(payment));
    let elsewhere = elsewhere.map(|payment| (None, of_company(payment, services)));
    let here = portal.into_iter().map(|payment| {
        let at = payment.paid_at.unwrap_or(payment.created_at);
        (Some(at), of_portal(payment.seen_by(viewer, now), viewer, local_date(at, utc_offset)))
    });
    let mut all: Vec<(Option<DateTime<Utc>>, AccountPayment)> = here.chain(elsewhere).collect();
    all.sort_by_key(|(at, payment)| Reverse((payment.date, *at)));
    all.into_iter().map(|(_, payment)| payment).collect()
}

fn of_portal(payment: ListedPayment, viewer: UserId, date: NaiveDate) -> AccountPayment {
    AccountPayment {
        id: payment.id.to_string(),
        date,
        amount: payment.amount,
        place: payment.place,
        source: PaymentSource::Portal,
        state: payment.state,
        lines: payment.lines,
        receipt: payment.state == PaymentState::Succeeded && payment.user == viewer,
        card_mask: payment.card_mask,
        continue_url: payment.confirmation_url,
    }
}

fn of_company(payment: CompanyPayment, services: &[Service]) -> AccountPayment {
    let name = |code: &str| {
        let service = services.iter().find(|service| service.code == code);
        // A service that has left the account may still have been paid for.
        service.map_or_else(|| "Другая услуга".to_owned(), |service| service.name.clone())
    };
    let lines = payment.lines.into_iter();
    AccountPayment {
        id: payment.id,
        date: payment.date,
        amount: payment.amount,
        place: payment.place,
        source: PaymentSource::Company,
        state: PaymentState::Succeeded,
        lines: lines
            .map(|line| PaymentLine { name: name(&line.service), service: line.service, amount: line.amount })
            .collect(),
        receipt: false,
        card_mask: None,
        continue_url: None,
    }
}
