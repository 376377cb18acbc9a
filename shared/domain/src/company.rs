//! A company (РГК) and its settings: each takes effect without a release.

use crate::{ids::CompanyId, payee::OtherPayee};
use serde::{Deserialize, Serialize};

/// One regional gas company with everything the portal must know of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Company {
    pub id: CompanyId,
    /// Legal name as printed on bills, e.g. «ООО «Северогаз Регион»».
    pub name: String,
    pub region: String,
    pub address: String,
    pub phone: String,
    pub email: String,
    pub support_hours: String,
    pub site: String,
    /// Hours east of UTC in which the company's days begin and end.
    pub utc_offset: i32,
    pub number: NumberRules,
    pub sections: Vec<Section>,
    pub limited: LimitedRights,
    pub extension: ExtensionRules,
    pub readings: ReadingRules,
    pub payments: PaymentRules,
    pub payee: Payee,
    /// Legal entities that receive what is paid for some services.
    #[serde(default)]
    pub payees: Vec<OtherPayee>,
}

/// Form of an account number (C-01).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberRules {
    pub min_digits: u8,
    pub max_digits: u8,
    pub hint: String,
}

/// Sections of an account; a company chooses which are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    Services,
    Meters,
    Payments,
    Subscriber,
    Settlements,
    Contracts,
    Acts,
    Applications,
}

/// What the limited version may do (C-02). Defaults: see the debt, pay and send readings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitedRights {
    /// Whether an account may be linked without proof at all (C-31).
    pub view: bool,
    pub pay: bool,
    pub send_readings: bool,
    pub bill: bool,
    pub all_payments: bool,
}

/// Control questions that lead to the extended version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtensionRules {
    pub meter_serial: bool,
    pub last_charge: bool,
    pub pin: bool,
    /// Whether a PIN may be asked for here; without it PINs come on bills or in person.
    #[serde(default)]
    pub pin_requests: bool,
}

impl ExtensionRules {
    /// Whether «Подать запрос на получение ПИН-кода» is there.
    pub fn takes_pin_requests(&self) -> bool {
        self.pin && self.pin_requests
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExpiredVerification {
    Block,
    AcceptWithWarning,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingRules {
    /// Largest believable consumption of one meter in a month, m³.
    pub max_monthly: i64,
    /// Day of month from which, and to which, a reading counts for the running period.
    pub from_day: u32,
    pub to_day: u32,
    pub allow_zero: bool,
    pub allow_rollover: bool,
    pub expired_verification: ExpiredVerification,
    /// From how many days before the verification date the subscriber is warned.
    pub verification_warning_days: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentRules {
    pub enabled: bool,
    /// Smallest and largest sum of one payment, kopecks (R-068, C-09).
    pub min: crate::Kopecks,
    pub max: crate::Kopecks,
    /// Day of the month by which the bill of the previous month is to be paid.
    pub due_day: u32,
    /// VAT code of the fiscal receipt as the acquirer numbers them (payments §3.8).
    pub vat_code: u8,
    /// What else the fiscal receipt says.
    #[serde(default)]
    pub fiscal: FiscalRules,
}

/// Lines of the fiscal receipt that the company's accountant decides on (54-ФЗ, payments §3.8).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FiscalRules {
    pub payment_mode: FiscalMode,
    /// 1 ОСН … 6 ПСН; `None` where the till knows it.
    pub tax_system_code: Option<u8>,
}

/// Признак способа расчёта, as the acquirer names it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FiscalMode {
    FullPrepayment,
    PartialPrepayment,
    Advance,
    #[default]
    FullPayment,
    PartialPayment,
    Credit,
    CreditPayment,
}

/// Bank details of the payee, as printed and as put into the payment QR (ГОСТ Р 56042-2014).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payee {
    pub name: String,
    pub inn: String,
    pub kpp: String,
    pub account: String,
    pub bank: String,
    pub bic: String,
    pub correspondent_account: String,
}
