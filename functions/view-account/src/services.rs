//! Services of an account with what is owed for each (R-049…R-051, C-08).

use chrono::NaiveDate;
use domain::{Company, Kopecks, PaidLine, PaymentRules, Service, balance, calendar, link::Level};
use serde::Serialize;

/// A service with its balance: the company's figure and the portal's payments that it has not counted yet.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ServiceBalance {
    pub code: String,
    pub name: String,
    /// Kopecks; a debt is negative.
    pub balance: Kopecks,
    /// Extended version only: it answers a control question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_charge: Option<LastCharge>,
    /// May be paid here and now.
    pub payable: bool,
    /// Who is paid: services of several payees cannot be paid together.
    pub payee: ServicePayee,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ServicePayee {
    /// Stable within a company.
    pub id: String,
    pub name: String,
}

/// The charge of the last closed month.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct LastCharge {
    /// `2026-10`.
    pub period: String,
    /// Kopecks.
    pub amount: Kopecks,
    /// Cubic metres, a decimal number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume: Option<String>,
}

/// What is to be paid for the account as a whole.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Due {
    /// Kopecks, never negative: an overpayment of one service covers a debt of another.
    pub amount: Kopecks,
    /// By when, as the bill of the last closed month says; absent when nothing is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_date: Option<NaiveDate>,
    /// That day has passed.
    pub overdue: bool,
    /// Kopecks, sum of the balances; a debt is negative.
    pub balance: Kopecks,
}

impl ServiceBalance {
    pub fn of(
        service: &Service,
        credits: &[PaidLine],
        level: Level,
        payable: bool,
        company: &Company,
    ) -> Self {
        let payee = company.payee_of(&service.code);
        let charge = service.last_charge.as_ref().filter(|_| level == Level::Extended);
        Self {
            code: service.code.clone(),
            name: service.name.clone(),
            balance: balance::service_balance(service, credits),
            last_charge: charge.map(|charge| LastCharge {
                period: calendar::month_key(charge.period),
                amount: charge.amount,
                volume: charge.volume.map(|volume| volume.normalize().to_string()),
            }),
            payable,
            payee: ServicePayee { id: payee.id, name: payee.details.name },
        }
    }
}

impl Due {
    pub fn of(services: &[Service], credits: &[PaidLine], rules: &PaymentRules, today: NaiveDate) -> Self {
        let amount = balance::due(services, credits);
        let billed = services.iter().filter_map(|service| Some(service.last_charge.as_ref()?.period)).max();
        let due_date = (amount > Kopecks::ZERO).then(|| match billed {
            Some(period) => balance::due_date_of(rules, period),
            None => balance::due_date(rules, today),
        });
        Self {
            amount,
            due_date,
            overdue: due_date.is_some_and(|date| date < today),
            balance: balance::account_balance(services, credits),
        }
    }
}
