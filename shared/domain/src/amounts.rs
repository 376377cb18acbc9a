//! What is paid: lines of a payment (R-065…R-068, C-09; security row 60), and sums as people read them.

use crate::{Account, Kopecks, PaymentRules, payment::PaymentLine};
use std::collections::BTreeSet;

#[cfg(test)]
mod tests;

/// More lines than an account can have services; what the fiscal receipt can carry (payments §3.1).
pub const MAX_LINES: usize = 80;

/// One checked service with the sum typed against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedLine {
    pub service: String,
    pub amount: Kopecks,
}

/// Lines that may be paid, with the company's names of services, and their sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedLines {
    pub lines: Vec<PaymentLine>,
    pub total: Kopecks,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AmountError {
    Disabled,
    NoLines,
    TooManyLines,
    UnknownService { line: usize },
    DuplicateService { line: usize },
    NotPositive { line: usize },
    BelowMinimum { min: Kopecks },
    AboveMaximum { max: Kopecks },
}

impl AmountError {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Disabled => "payments_disabled",
            Self::NoLines => "no_lines",
            Self::TooManyLines => "too_many_lines",
            Self::UnknownService { .. } => "unknown_service",
            Self::DuplicateService { .. } => "duplicate_service",
            Self::NotPositive { .. } => "amount_not_positive",
            Self::BelowMinimum { .. } => "amount_below_minimum",
            Self::AboveMaximum { .. } => "amount_above_maximum",
        }
    }

    pub fn message(&self) -> String {
        match self {
            Self::Disabled => "Газовая компания сейчас не принимает оплату на сайте".to_owned(),
            Self::NoLines => "Отметьте хотя бы одну услугу для оплаты".to_owned(),
            Self::TooManyLines => format!("В одном платеже не больше {MAX_LINES} услуг"),
            Self::UnknownService { .. } => {
                "Такой услуги нет на лицевом счете. Обновите страницу и попробуйте снова".to_owned()
            }
            Self::DuplicateService { .. } => {
                "Услуга указана дважды. Обновите страницу и попробуйте снова".to_owned()
            }
            Self::NotPositive { .. } => "Укажите сумму больше нуля или снимите отметку с услуги".to_owned(),
            Self::BelowMinimum { min } => {
                format!("Сумма к оплате меньше минимальной: {}. Увеличьте сумму", format_roubles_short(*min))
            }
            Self::AboveMaximum { max } => format!(
                "Сумма к оплате больше максимальной: {}. Разделите оплату на несколько платежей",
                format_roubles_short(*max)
            ),
        }
    }

    /// The field of the request that is at fault, e.g. `lines[0].amount`.
    pub fn field(&self) -> String {
        match self {
            Self::UnknownService { line } | Self::DuplicateService { line } => {
                format!("lines[{line}].service")
            }
            Self::NotPositive { line } => format!("lines[{line}].amount"),
            _ => "lines".to_owned(),
        }
    }
}

shown_by_message!(AmountError);

/// Checks what was asked against the account and the company's limits; all faults at once.
/// The limits are on the total (C-09); each line is at least one kopeck.
pub fn check_lines(
    account: &Account,
    rules: &PaymentRules,
    asked: &[AskedLine],
) -> Result<CheckedLines, Vec<AmountError>> {
    if !rules.enabled {
        return Err(vec![AmountError::Disabled]);
    }
    if asked.is_empty() {
        return Err(vec![AmountError::NoLines]);
    }
    if asked.len() > MAX_LINES {
        return Err(vec![AmountError::TooManyLines]);
    }
    let mut errors = Vec::new();
    let mut lines = Vec::with_capacity(asked.len());
    let mut seen = BTreeSet::new();
    for (line, AskedLine { service: code, amount }) in asked.iter().enumerate() {
        if !seen.insert(code) {
            errors.push(AmountError::DuplicateService { line });
        }
        if amount.0 < 1 {
            errors.push(AmountError::NotPositive { line });
        }
        match account.services.iter().find(|service| service.code == *code) {
            None => errors.push(AmountError::UnknownService { line }),
            Some(service) => lines.push(PaymentLine {
                service: service.code.clone(),
                name: service.name.clone(),
                amount: *amount,
            }),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let total = lines.iter().try_fold(0_i64, |sum, line| sum.checked_add(line.amount.0));
    match total.map(Kopecks) {
        Some(total) if total < rules.min => Err(vec![AmountError::BelowMinimum { min: rules.min }]),
        Some(total) if total <= rules.max => Ok(CheckedLines { lines, total }),
        // A sum that does not fit an i64 is certainly too large.
        _ => Err(vec![AmountError::AboveMaximum { max: rules.max }]),
    }
}

/// «1 284,50 ₽», «−5 899,95 ₽»: no-break spaces, a real minus.
pub fn format_roubles(sum: Kopecks) -> String {
    format!("{},{:02}\u{a0}₽", roubles(sum), sum.0.unsigned_abs() % 100)
}

/// «10 ₽», «15 000 ₽»: kopecks only when there are any.
pub fn format_roubles_short(sum: Kopecks) -> String {
    if sum.0 % 100 == 0 { format!("{}\u{a0}₽", roubles(sum)) } else { format_roubles(sum) }
}

fn roubles(sum: Kopecks) -> String {
    let minus = if sum.0 < 0 { "\u{2212}" } else { "" };
    format!("{minus}{}", grouped(sum.0.unsigned_abs() / 100))
}

/// A whole number with no-break spaces between thousands.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    text
}
