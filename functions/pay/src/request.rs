//! What may be asked to be paid: lines of the account, sums within the company's limits (R-065…R-068, C-09).
//! The sum itself is never taken from the request: it is recomputed (security row 60).

use domain::{
    AccountId, CardId, Kopecks, PaymentMethod,
    amounts::{AmountError, AskedLine, CheckedLines, check_lines},
    link::Action,
};
use platform::{
    FieldError, Problem, Refusal,
    offer::OfferVersion,
    sessions::{LinkedAccount, digest},
};
use serde::{Deserialize, Serialize};

/// What to pay and how.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StartPayment {
    pub lines: Vec<PaidService>,
    pub method: PaymentMethod,
    /// With `saved_card`: which.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub card: Option<CardId>,
    /// With `new_card`: «Зарегистрировать карту», the bank's offer having been read and accepted.
    #[serde(default)]
    pub offer: Option<OfferVersion>,
    /// Begins a new payment although another of this account is under way: «Начать новый».
    #[serde(default)]
    pub start_new: bool,
}

/// One checked service.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaidService {
    /// Code of a service of the account.
    pub service: String,
    /// Kopecks, at least one.
    pub amount: Kopecks,
}

impl StartPayment {
    /// Tells a repetition of the same request from another one under the same key.
    pub fn digest(&self, account: &AccountId) -> Result<String, Problem> {
        let text = serde_json::to_string(&(account, self)).map_err(Problem::internal)?;
        Ok(digest(&text))
    }

    /// The lines with the company's names of services and their sum, or why they cannot be paid.
    pub fn check(&self, linked: &LinkedAccount) -> Result<CheckedLines, Problem> {
        if !linked.company.payments.enabled {
            return Err(Refusal::PaymentsOff.into());
        }
        linked.require(Action::Pay)?;
        let asked: Vec<AskedLine> = self
            .lines
            .iter()
            .map(|line| AskedLine { service: line.service.clone(), amount: line.amount })
            .collect();
        check_lines(&linked.account, &linked.company.payments, &asked).map_err(|errors| problem(&errors))
    }
}

fn problem(errors: &[AmountError]) -> Problem {
    let refusal = match errors {
        [AmountError::BelowMinimum { .. }] => Refusal::AmountBelowMinimum,
        [AmountError::AboveMaximum { .. }] => Refusal::AmountAboveMaximum,
        [AmountError::Disabled] => Refusal::PaymentsOff,
        _ => Refusal::InvalidFields,
    };
    let fields = errors.iter().map(|error| FieldError {
        field: error.field(),
        code: error.code().to_owned(),
        message: error.message(),
    });
    let mut problem = Problem::fields(fields.collect());
    problem.refusal = refusal;
    match errors {
        [error] if refusal != Refusal::InvalidFields => problem.saying(error.message()),
        _ => problem,
    }
}
