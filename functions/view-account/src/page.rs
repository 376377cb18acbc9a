//! GET /api/accounts/{id}: the first screen of an account, whole.

use crate::{
    meter::Meter,
    services::{Due, ServiceBalance},
};
use axum::{Json, extract::State};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Company, Kopecks, PaidLine, PaymentState, Section,
    calendar::{local_date, month_key},
    link::{self, Rights},
    packet::CompanyPayments,
    payee,
    payment::{OpenPayment, compare_with_open},
    readings,
};
use platform::{
    App, Query, StoreError, Table,
    accounts::AccountSummary,
    http::Answer,
    problem::ProblemBody,
    records::{
        payments::{Credit, OpenPaymentRow, StoredPayment},
        readings::LastReadings,
    },
    sessions::{Gate, LinkedAccount},
    store::keys,
};
use serde::Serialize;

/// Everything the screens «Услуги» and «Приборы учета» show.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct AccountPage {
    pub account: AccountSummary,
    pub company: AccountCompany,
    /// Day of the company's figures.
    pub as_of: NaiveDate,
    /// Sections that the company shows to this level, in the order of the menu.
    pub sections: Vec<Section>,
    /// Sections that the company shows and the extended version opens; empty once it is connected.
    pub locked_sections: Vec<Section>,
    pub can: Rights,
    pub due: Due,
    pub services: Vec<ServiceBalance>,
    pub meters: Vec<Meter>,
    pub readings: ReadingsRules,
    pub payments_limits: PaymentsLimits,
    /// The user's own payment that may still be continued.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_payment: Option<UnfinishedPayment>,
}

/// The company with its contacts.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct AccountCompany {
    pub id: String,
    pub name: String,
    pub phone: String,
    pub email: String,
    pub support_hours: String,
    pub address: String,
}

/// How the company takes readings.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ReadingsRules {
    pub window: ReadingsWindow,
    /// Largest consumption of one meter in a month, m³.
    pub max_monthly: i64,
    /// An unchanged reading is taken once it is confirmed (C-03).
    pub allow_zero: bool,
}

/// Days of the month in which the company wants readings; outside them a reading is taken all the same.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ReadingsWindow {
    pub from_day: u32,
    pub to_day: u32,
    pub open: bool,
    /// The month that a reading sent today counts for, `2026-11`.
    pub period: String,
}

/// Smallest and largest sum of one payment, kopecks (R-068, C-09).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct PaymentsLimits {
    pub min: Kopecks,
    pub max: Kopecks,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct UnfinishedPayment {
    pub id: String,
    /// Kopecks.
    pub amount: Kopecks,
    pub state: PaymentState,
    /// The bank's page, while it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmation_url: Option<String>,
    /// When the bank's page closes, or the code can no longer be given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
    /// A linked card waits for its code: the way on is the payment's own page.
    pub needs_code: bool,
}

/// An account with its services and meters
#[utoipa::path(
    get, path = "/api/accounts/{id}", tag = "view-account", operation_id = "readAccount",
    params(("id" = String, Path, description = "`company-number`")),
    responses(
        (status = 200, description = "The account as this level may see it", body = AccountPage),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn read_account(State(app): State<App>, gate: Gate) -> Answer<Json<AccountPage>> {
    let now = app.clock.now();
    let meters = keys::accounts::meters(&gate.account);
    let open = keys::payments::open(gate.ticket.user, &gate.account, payee::MAIN);
    let known = keys::accounts::payments(&gate.account);
    let (linked, mut found) = gate.open(&app, &[meters.clone(), open.clone(), known.clone()]).await?;
    let known: Option<CompanyPayments<'static>> = found.take(&known)?;
    let sent: LastReadings = found.take(&meters)?.unwrap_or_default();
    let open: Option<OpenPaymentRow> = found.take(&open)?;
    // Side by side: an open payment costs a call, not a wait.
    let (credits, open) =
        tokio::try_join!(credits(&app, &gate, known), unfinished(&app, &gate, open, &linked.company, now))?;
    Ok(Json(page(&linked, &sent, &credits, open, now)))
}

/// The portal's payments that the company has not counted yet.
async fn credits(
    app: &App,
    gate: &Gate,
    known: Option<CompanyPayments<'static>>,
) -> Result<Vec<PaidLine>, StoreError> {
    let query = Query::partition(Table::Accounts, keys::accounts::partition(&gate.account));
    let credits: Vec<Credit> = query.prefix(keys::accounts::CREDITS).run(&app.store).await?.all()?;
    let uncounted = credits.into_iter().filter(|credit| credit.is_uncounted(known.as_ref()));
    Ok(uncounted.flat_map(|credit| credit.lines).collect())
}

async fn unfinished(
    app: &App,
    gate: &Gate,
    open: Option<OpenPaymentRow>,
    company: &Company,
    now: DateTime<Utc>,
) -> Result<Option<UnfinishedPayment>, StoreError> {
    let others = others(app, gate, company).await?;
    let mut open: Vec<OpenPaymentRow> = open.into_iter().chain(others).collect();
    open.sort_by_key(|row| row.created_at);
    for row in open.into_iter().rev() {
        if let Some(payment) = unfinished_of(app, gate, row, now).await? {
            return Ok(Some(payment));
        }
    }
    Ok(None)
}

/// Open payments to other payees than the company: a call more where it has such.
async fn others(app: &App, gate: &Gate, company: &Company) -> Result<Vec<OpenPaymentRow>, StoreError> {
    if company.payees.is_empty() {
        return Ok(Vec::new());
    }
    let key = |id: &String| keys::payments::open(gate.ticket.user, &gate.account, id);
    let keys: Vec<_> = company.payees.iter().map(|payee| key(&payee.id)).collect();
    let mut found = app.store.get_many(&keys).await?;
    let rows = keys.iter().map(|key| found.take(key)).collect::<Result<Vec<Option<_>>, _>>()?;
    Ok(rows.into_iter().flatten().collect())
}

async fn unfinished_of(
    app: &App,
    gate: &Gate,
    open: OpenPaymentRow,
    now: DateTime<Utc>,
) -> Result<Option<UnfinishedPayment>, StoreError> {
    let stored: Option<StoredPayment> = app.store.get(&keys::payments::payment(open.payment)).await?;
    let payment = stored.map(|stored| stored.payment).filter(|payment| {
        payment.user == gate.ticket.user
            && compare_with_open(payment, &payment.lines, payment.method, payment.charged_card(), now)
                == OpenPayment::Same
    });
    Ok(payment.map(|payment| UnfinishedPayment {
        id: payment.id.to_string(),
        amount: payment.amount,
        state: payment.state.shown(),
        confirmation_url: payment.continue_url(now).map(str::to_owned),
        needs_code: payment.waits_for_code(),
        expires_at: payment.continues_until(now),
    }))
}

fn page(
    linked: &LinkedAccount,
    sent: &LastReadings,
    credits: &[PaidLine],
    open_payment: Option<UnfinishedPayment>,
    now: DateTime<Utc>,
) -> AccountPage {
    let LinkedAccount { account, company, .. } = linked;
    let today = local_date(now, company.utc_offset);
    let can = linked.rights();
    // What a section would show is not here when the company does not show the section.
    let services = if linked.sees(Section::Services) { account.services.as_slice() } else { &[] };
    let credits = if linked.sees(Section::Services) { credits } else { &[] };
    let meters = if linked.sees(Section::Meters) { account.meters.as_slice() } else { &[] };
    AccountPage {
        account: linked.into(),
        company: contacts(company),
        as_of: local_date(account.as_of, company.utc_offset),
        sections: link::sections(company, linked.link.level),
        locked_sections: link::locked_sections(company, linked.link.level),
        can,
        due: Due::of(services, credits, &company.payments, today),
        services: services
            .iter()
            .map(|service| ServiceBalance::of(service, credits, linked.link.level, can.pay, company))
            .collect(),
        meters: meters.iter().map(|meter| Meter::of(linked, meter, sent.of(&meter.id), today)).collect(),
        readings: rules(company, today),
        payments_limits: PaymentsLimits { min: company.payments.min, max: company.payments.max },
        open_payment,
    }
}

fn contacts(company: &Company) -> AccountCompany {
    AccountCompany {
        id: company.id.to_string(),
        name: company.name.clone(),
        phone: company.phone.clone(),
        email: company.email.clone(),
        support_hours: company.support_hours.clone(),
        address: company.address.clone(),
    }
}

fn rules(company: &Company, today: NaiveDate) -> ReadingsRules {
    let window = readings::window(&company.readings, today);
    ReadingsRules {
        window: ReadingsWindow {
            from_day: window.from_day,
            to_day: window.to_day,
            open: window.open,
            period: month_key(window.period),
        },
        max_monthly: company.readings.max_monthly,
        allow_zero: company.readings.allow_zero,
    }
}
