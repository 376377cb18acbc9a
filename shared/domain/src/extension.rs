//! Control questions that lead to the extended version (R-177…R-182; security rows 50–52).
//! They prove that a person holds a bill of the account, so an answer that the limited version shows is none.

use crate::{Account, ExtensionRules, Kopecks};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use subtle::{Choice, ConstantTimeEq};

#[cfg(test)]
mod tests;

/// Above so many services every sum could be put together from visible ones.
const MAX_SERVICES: usize = 12;
/// Longest answer that is compared, bytes.
const ANSWER_BYTES: usize = 64;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExtensionQuestion {
    /// Serial number of a gas meter.
    MeterSerial,
    /// The last charge in kopecks.
    LastCharge,
    /// A PIN of the company or of the portal.
    Pin,
}

impl ExtensionQuestion {
    pub fn label(self) -> &'static str {
        match self {
            Self::MeterSerial => "Заводской номер прибора учета газа",
            Self::LastCharge => "Сумма последних начислений в копейках",
            Self::Pin => "ПИН-код",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExtensionError {
    NotOffered,
    WrongAnswer,
}

impl ExtensionError {
    pub fn code(self) -> &'static str {
        match self {
            Self::NotOffered => "question_not_offered",
            Self::WrongAnswer => "wrong_answer",
        }
    }

    pub fn message(self) -> String {
        match self {
            Self::NotOffered => {
                "Этот контрольный вопрос недоступен для вашего лицевого счета. Выберите другой"
            }
            Self::WrongAnswer => {
                "Ответ не совпал с данными газовой компании. Проверьте его по квитанции и попробуйте снова"
            }
        }
        .to_owned()
    }
}

shown_by_message!(ExtensionError);

/// Questions that the company asks and the account can answer.
/// The last charge is not asked where it follows from the balances that the limited version shows (row 52).
pub fn available(rules: &ExtensionRules, account: &Account) -> Vec<ExtensionQuestion> {
    let mut questions = Vec::new();
    if rules.meter_serial && account.meters.iter().any(|meter| normalised(&meter.serial).is_some()) {
        questions.push(ExtensionQuestion::MeterSerial);
    }
    if rules.last_charge && accepted_charges(account).is_some() {
        questions.push(ExtensionQuestion::LastCharge);
    }
    if rules.pin && (account.pin.is_some() || rules.pin_requests) {
        questions.push(ExtensionQuestion::Pin);
    }
    questions
}

/// Compares with every possible right answer of the account's record in constant time; counting the tries is the
/// caller's.
pub fn check_answer(
    rules: &ExtensionRules,
    account: &Account,
    question: ExtensionQuestion,
    answer: &str,
) -> Result<(), ExtensionError> {
    if !available(rules, account).contains(&question) {
        return Err(ExtensionError::NotOffered);
    }
    let right = match question {
        ExtensionQuestion::MeterSerial => {
            let answer = normalised(answer).ok_or(ExtensionError::WrongAnswer)?;
            let serials = account.meters.iter().filter_map(|meter| normalised(&meter.serial));
            serials.fold(Choice::from(0), |right, serial| right | serial.ct_eq(&answer))
        }
        ExtensionQuestion::LastCharge => {
            let answer = typed_kopecks(answer).ok_or(ExtensionError::WrongAnswer)?;
            let charges = accepted_charges(account).unwrap_or_default();
            charges.iter().fold(Choice::from(0), |right, charge| right | charge.0.ct_eq(&answer))
        }
        // Not among the company's figures: see `pin`.
        ExtensionQuestion::Pin => Choice::from(0),
    };
    if right.into() { Ok(()) } else { Err(ExtensionError::WrongAnswer) }
}

/// Right answers about the charge: the total of the last closed period over all services, as the bill's «Итого»
/// says, or the charge of any one service, as its line says. Sums that can be put together from visible
/// balances are left out; without the total the question is not asked at all.
fn accepted_charges(account: &Account) -> Option<Vec<Kopecks>> {
    let services = &account.services;
    let period: NaiveDate =
        services.iter().filter_map(|service| Some(service.last_charge.as_ref()?.period)).max()?;
    let charges: Vec<Kopecks> = services
        .iter()
        .filter_map(|service| service.last_charge.as_ref())
        .filter(|charge| charge.period == period)
        .map(|charge| charge.amount)
        .collect();
    if services.len() > MAX_SERVICES {
        return None;
    }
    let total = Kopecks(charges.iter().fold(0_i64, |sum, charge| sum.saturating_add(charge.0)));
    let visible = visible_sums(account);
    let is_secret = |charge: &Kopecks| charge.0 > 0 && !visible.contains(&charge.0);
    is_secret(&total).then(|| std::iter::once(total).chain(charges).filter(is_secret).collect())
}

/// Every sum of one or more balances, signs dropped or kept: what a stranger can add up on the screen.
fn visible_sums(account: &Account) -> BTreeSet<i64> {
    let mut sums = BTreeSet::from([0_i64]);
    for service in &account.services {
        let balance = service.balance.0;
        let more: Vec<i64> = sums.iter().map(|sum| sum.saturating_add(balance)).collect();
        sums.extend(more);
    }
    sums.into_iter().map(i64::saturating_abs).collect()
}

/// «31472», with spaces between groups, or «314,72»: both are 314 руб. 72 коп.
fn typed_kopecks(answer: &str) -> Option<i64> {
    let typed: String = answer.chars().filter(|c| !c.is_whitespace()).collect();
    let digits = match typed.split_once([',', '.']) {
        Some((roubles, kopecks)) if kopecks.len() == 2 && !roubles.is_empty() => {
            format!("{roubles}{kopecks}")
        }
        Some(_) => return None,
        None => typed,
    };
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

/// A serial as it is compared, padded, so that comparing takes the same time for any length. `None` when nothing is left
/// or it is too long.
fn normalised(serial: &str) -> Option<[u8; ANSWER_BYTES]> {
    let text = canonical(serial);
    let mut padded = [0; ANSWER_BYTES];
    let bytes = text.as_bytes();
    if bytes.is_empty() || bytes.len() > ANSWER_BYTES || bytes.contains(&0) {
        return None;
    }
    padded[..bytes.len()].copy_from_slice(bytes);
    Some(padded)
}

/// Spaces and dashes dropped, capital, Cyrillic twins of Latin letters made Latin (row 51).
pub(crate) fn canonical(typed: &str) -> String {
    typed
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '№' | '\u{2010}'..='\u{2015}' | '\u{2212}'))
        .flat_map(char::to_uppercase)
        .map(|c| match c {
            'А' => 'A',
            'В' => 'B',
            'Е' | 'Ё' => 'E',
            'К' => 'K',
            'М' => 'M',
            'Н' => 'H',
            'О' => 'O',
            'Р' => 'P',
            'С' => 'C',
            'Т' => 'T',
            'У' => 'Y',
            'Х' => 'X',
            'І' => 'I',
            other => other,
        })
        .collect()
}
