//! What a tester needs to know of the demo accounts.

use crate::scenes;
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
}

/// All demo accounts by company and number, as [`crate::packets`] of the same day makes them.
pub fn guide(today: NaiveDate) -> anyhow::Result<Vec<DemoAccount>> {
    let notes = notes();
    let mut list = Vec::new();
    for scene in scenes(today)? {
        for data in &scene.accounts {
            let number = data.account.id.number();
            list.push(DemoAccount {
                company: scene.company.id.clone(),
                company_name: scene.company.name.clone(),
                number: number.to_owned(),
                note: notes
                    .iter()
                    .find(|(known, _)| known == number)
                    .map(|(_, note)| (*note).to_owned())
                    .unwrap_or_default(),
                balance: data.account.services.iter().map(|service| service.balance).sum(),
                unlocks: unlocks(&scene.company.extension, data),
            });
        }
    }
    Ok(list)
}

fn unlocks(rules: &domain::ExtensionRules, data: &AccountData) -> Unlocks {
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
    }
}

fn notes() -> Vec<(String, &'static str)> {
    let households = crate::sever::households().into_iter().chain(crate::volga::households());
    households
        .chain(crate::yuzhny::households())
        .chain([crate::manual::household()])
        .map(|household| (household.number, household.note))
        .collect()
}
