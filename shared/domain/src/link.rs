//! An account linked to a user: the form of its number (R-032, C-01) and what its level opens
//! (R-045…R-047, C-02; security rows 45, 49).

use crate::{Company, NumberRules, Section};
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// How much of an account a link shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Linked by number alone.
    Limited,
    /// «Расширенная версия»: proved by a control question.
    Extended,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountNumberError {
    Empty,
    NotDigits,
    TooShort { min: u8 },
    TooLong { max: u8 },
}

impl AccountNumberError {
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "number_empty",
            Self::NotDigits => "number_not_digits",
            Self::TooShort { .. } => "number_too_short",
            Self::TooLong { .. } => "number_too_long",
        }
    }

    /// the wording of the manual with the company's own digits.
    pub fn message(self) -> String {
        match self {
            Self::Empty => "Введите номер лицевого счета".to_owned(),
            Self::NotDigits => "Лицевой счет должен содержать только цифры".to_owned(),
            Self::TooShort { min } => {
                format!("Лицевой счет должен содержать не менее {}", digits_genitive(min))
            }
            Self::TooLong { max } => {
                format!("Лицевой счет должен содержать не более {}", digits_genitive(max))
            }
        }
    }
}

shown_by_message!(AccountNumberError);

fn digits_genitive(count: u8) -> String {
    let singular = count % 10 == 1 && count % 100 != 11;
    format!("{count} {}", if singular { "цифры" } else { "цифр" })
}

/// The number as the company keeps it: leading zeros stay, spaces go (bills print it in groups).
pub fn check_account_number(rules: &NumberRules, typed: &str) -> Result<String, AccountNumberError> {
    let number: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if number.is_empty() {
        return Err(AccountNumberError::Empty);
    }
    if !number.bytes().all(|b| b.is_ascii_digit()) {
        return Err(AccountNumberError::NotDigits);
    }
    if number.len() < usize::from(rules.min_digits) {
        Err(AccountNumberError::TooShort { min: rules.min_digits })
    } else if number.len() > usize::from(rules.max_digits) {
        Err(AccountNumberError::TooLong { max: rules.max_digits })
    } else {
        Ok(number)
    }
}

impl Section {
    /// In the order of the manual's menu.
    pub const ALL: [Self; 8] = [
        Self::Services,
        Self::Meters,
        Self::Payments,
        Self::Subscriber,
        Self::Settlements,
        Self::Contracts,
        Self::Acts,
        Self::Applications,
    ];

    /// The least level that sees it.
    pub fn needs(self) -> Level {
        match self {
            Self::Services | Self::Meters | Self::Payments => Level::Limited,
            Self::Subscriber | Self::Settlements | Self::Contracts | Self::Acts | Self::Applications => {
                Level::Extended
            }
        }
    }

    /// Whether this portal has a screen for it: a company may show more than that.
    pub fn is_served(self) -> bool {
        self != Self::Applications
    }
}

/// What an operation does with an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    See(Section),
    Pay,
    SendReadings,
    /// «Квитанция»: it carries the answers to the control questions.
    MakeBill,
    /// Payments made elsewhere, not through the portal.
    SeeAllPayments,
}

impl Action {
    /// The section it belongs to: without the section there is no action of it either.
    pub fn section(self) -> Section {
        match self {
            Self::See(section) => section,
            Self::Pay | Self::MakeBill => Section::Services,
            Self::SendReadings => Section::Meters,
            Self::SeeAllPayments => Section::Payments,
        }
    }
}

/// Why an action is not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denial {
    /// The extended version opens it.
    ExtendedRequired,
    /// The company has it for nobody.
    NotPermitted,
}

/// The one rule of levels and companies' settings (R-045…, C-02; security rows 45, 49): every operation
/// asks it, and what a page offers is what it answers.
pub fn permit(company: &Company, level: Level, action: Action) -> Result<(), Denial> {
    if is_open(company, level, action) {
        Ok(())
    } else if is_open(company, Level::Extended, action) {
        Err(Denial::ExtendedRequired)
    } else {
        Err(Denial::NotPermitted)
    }
}

fn is_open(company: &Company, level: Level, action: Action) -> bool {
    let shown = company.sections.contains(&action.section());
    let switched_on = action != Action::Pay || company.payments.enabled;
    let limited = match action {
        Action::See(section) => section.needs() == Level::Limited,
        Action::Pay => company.limited.pay,
        Action::SendReadings => company.limited.send_readings,
        Action::MakeBill => company.limited.bill,
        Action::SeeAllPayments => company.limited.all_payments,
    };
    shown && switched_on && (level == Level::Extended || limited)
}

/// Served sections that the level sees, in the manual's order.
pub fn sections(company: &Company, level: Level) -> Vec<Section> {
    served(company, level, Ok(()))
}

/// Served sections that only the extended version opens: what a page offers it with.
pub fn locked_sections(company: &Company, level: Level) -> Vec<Section> {
    served(company, level, Err(Denial::ExtendedRequired))
}

fn served(company: &Company, level: Level, verdict: Result<(), Denial>) -> Vec<Section> {
    let all = Section::ALL.into_iter().filter(|section| section.is_served());
    all.filter(|section| permit(company, level, Action::See(*section)) == verdict).collect()
}

/// What may be done with an account (C-02).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Rights {
    pub pay: bool,
    pub send_readings: bool,
    /// «Квитанция»: it carries the answers to the control questions.
    pub bill: bool,
    /// Payments made elsewhere, not through the portal.
    pub all_payments: bool,
}

impl Rights {
    pub fn of(company: &Company, level: Level) -> Self {
        let may = |action| permit(company, level, action).is_ok();
        Self {
            pay: may(Action::Pay),
            send_readings: may(Action::SendReadings),
            bill: may(Action::MakeBill),
            all_payments: may(Action::SeeAllPayments),
        }
    }
}

/// «6****37»: the first and the last two characters (R-089, row 49). The number of stars is constant,
/// and a serial so short that little would stay hidden is hidden whole.
pub fn mask_serial(serial: &str) -> String {
    let characters: Vec<char> = serial.trim().chars().collect();
    match characters.as_slice() {
        [first, .., before, last] if characters.len() >= 6 => format!("{first}****{before}{last}"),
        _ => "****".to_owned(),
    }
}

/// The serial as the level may see it.
pub fn shown_serial(serial: &str, level: Level) -> String {
    match level {
        Level::Extended => serial.to_owned(),
        Level::Limited => mask_serial(serial),
    }
}
