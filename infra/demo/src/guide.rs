//! What a tester needs to know of the demo accounts.

use crate::{household::Household, scenes};
use chrono::NaiveDate;
use domain::{CompanyId, ExtensionQuestion, Kopecks, extension, packet::AccountData};

/// A demo account with what opens its extended version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoAccount {
    pub company: CompanyId,
    pub company_name: String,
    pub number: String,
    /// What it is good for, in Russian.
    pub note: String,
    /// Debt negative, as of the packet.
    pub balance: Kopecks,
    pub unlocks: Unlocks,
}

/// Right answers to the control questions that are asked of this account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unlocks {
    pub serial: Option<String>,
    /// Total of the last closed month; `None` also where it could be guessed from the balance.
    pub last_charge: Option<Kopecks>,
    /// The PIN that the company has given the account.
    pub pin: Option<&'static str>,
}

/// All demo accounts by company and number, as [`crate::packets`] of the same day makes them.
pub fn guide(today: NaiveDate) -> anyhow::Result<Vec<DemoAccount>> {
    let households = households();
    let of = |number: &str| households.iter().find(|household| household.number == number);
    let mut list = Vec::new();
    for scene in scenes(today)? {
        for data in &scene.accounts {
            let number = data.account.id.number();
            list.push(DemoAccount {
                company: scene.company.id.clone(),
                company_name: scene.company.name.clone(),
                number: number.to_owned(),
                note: of(number).map(|household| household.note.to_owned()).unwrap_or_default(),
                balance: data.account.services.iter().map(|service| service.balance).sum(),
                unlocks: unlocks(
                    &scene.company.extension,
                    data,
                    of(number).and_then(|household| household.pin),
                ),
            });
        }
    }
    Ok(list)
}

fn unlocks(rules: &domain::ExtensionRules, data: &AccountData, pin: Option<&'static str>) -> Unlocks {
    let asked = extension::available(rules, &data.account);
    let charges = || data.account.services.iter().filter_map(|service| service.last_charge.as_ref());
    Unlocks {
        serial: asked
            .contains(&ExtensionQuestion::MeterSerial)
            .then(|| data.account.meters.first().map(|meter| meter.serial.clone()))
            .flatten(),
        last_charge: asked
            .contains(&ExtensionQuestion::LastCharge)
            .then(|| charges().map(|charge| charge.amount).sum()),
        pin: pin.filter(|_| asked.contains(&ExtensionQuestion::Pin)),
    }
}

fn households() -> Vec<Household> {
    let companies = [crate::sever::households(), crate::volga::households(), crate::yuzhny::households()];
    companies.into_iter().flatten().chain([crate::manual::household()]).collect()
}
