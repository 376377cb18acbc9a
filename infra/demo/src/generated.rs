//! A company of any size for load: the same seed and day make the same bytes.

use crate::{
    DemoPacket,
    amounts::Separator,
    as_of, companies, facts,
    household::{Habit, Household, MeterPlan},
    ledger::{Stage, Tariff, play},
    name,
    packet::{self, Form},
    season::{Dice, Use},
};
use chrono::NaiveDate;
use domain::{
    Company,
    packet::{AccountData, Encoding, Mode, Sign},
};

const TARIFF: Tariff = &[(2024, 7, 700_100), (2025, 7, 770_110), (2026, 7, 847_121)];

const SURNAMES: [&str; 12] = [
    "Иваненко",
    "Кравчук",
    "Шевчук",
    "Бондаренко",
    "Черных",
    "Седых",
    "Коваленко",
    "Петренко",
    "Мельник",
    "Ткачук",
    "Долгих",
    "Живаго",
];
const NAMES: [&str; 8] = ["Александр", "Евгений", "Сергей", "Анна", "Мария", "Ольга", "Валерий", "Наталья"];
const PATRONYMICS: [&str; 2] = ["Я.", "А."];
const STREETS: [&str; 10] =
    ["Мира", "Ленина", "Садовая", "Лесная", "Школьная", "Новая", "Полевая", "Речная", "Зелёная", "Южная"];
const METERS: [&str; 4] = ["ВК-G4Т", "СГМН-1-G6", "Гранд-1,6", "NPM-G4"];

/// The first packet of the company `oblast` with so many accounts, as of the evening before `today`.
/// Accounts are made one at a time: memory holds the packed files alone.
pub fn generate(accounts: u32, seed: u64, today: NaiveDate) -> anyhow::Result<DemoPacket> {
    let company = settings()?;
    let stage = Stage {
        company: &company,
        tariff: TARIFF,
        today,
        as_of: as_of(today),
        months: 12,
        places: &facts::PLACES,
    };
    let heading = packet::Heading {
        company: &company,
        form: Form { encoding: Encoding::Utf8, sign: Sign::DebtNegative, separator: Separator::Point },
        as_of: stage.as_of,
        sequence: 1,
        mode: Mode::Snapshot,
    };
    let mut failed = None;
    let made = (0..accounts).map_while(|index| {
        let mut dice = Dice::new(seed ^ (u64::from(index) << 32));
        let made = play(&stage, &household(index, &mut dice)).map(slim);
        made.map_err(|error| failed = Some(error)).ok()
    });
    let bytes = packet::write(&heading, made)?;
    match failed {
        Some(error) => Err(error),
        None => Ok(DemoPacket { company: company.id.clone(), name: name(&company.id, today, 1), bytes }),
    }
}

fn settings() -> anyhow::Result<Company> {
    let usual = companies::sever()?;
    let mut company = companies::company("oblast".parse()?, "ООО «Облгаз Нагрузка»", 10, "10 цифр");
    company.payee = domain::Payee { name: company.name.clone(), ..usual.payee };
    company.region = "Область".into();
    company.address = "101000, г. Областной, ул. Газовая, д. 1".into();
    company.phone = "8 (800) 555-00-04".into();
    company.email = "info@oblgaz.example".into();
    company.site = "https://oblgaz.example".into();
    Ok(company)
}

/// Without old papers: a hundred thousand accounts stay below the largest packet.
fn slim(mut data: AccountData) -> AccountData {
    if let Some(card) = &mut data.card {
        card.acts.clear();
        card.contracts.retain(|contract| !contract.archived);
    }
    data
}

fn household(index: u32, dice: &mut Dice) -> Household {
    // Gaps between numbers, as in life; still in ascending order.
    let number = format!("{:010}", 7_000_000_000 + u64::from(index) * 9 + dice.below(9));
    let holder = format!("{} {} {}", dice.pick(&SURNAMES), dice.pick(&NAMES), dice.pick(&PATRONYMICS));
    let address = format!(
        "г. Областной, ул. {}, д. {}, кв. {}",
        dice.pick(&STREETS),
        1 + dice.below(180),
        1 + dice.below(240)
    );
    let area = 28 + dice.below(140) as i64;
    let uses = match dice.below(10) {
        0..4 => Use::Stove,
        4..8 => Use::Water,
        _ => Use::Heating(area),
    };
    let habit = match dice.below(20) {
        0..14 => Habit::OnTime,
        14..17 => Habit::Silent(2 + dice.below(4) as usize),
        17 => Habit::Half,
        _ => Habit::Ahead(500 + 100 * dice.below(30) as i64),
    };
    let meters = match dice.below(20) {
        0 => 0,
        1..18 => 1,
        _ => 2,
    };
    let meters = (0..meters)
        .map(|which| MeterPlan {
            name: METERS[dice.below(METERS.len() as u64) as usize],
            serial: format!("{:08}", dice.below(100_000_000)),
            digits: 5,
            place: "Кухня",
            verification: dice.below(3_000) as i64 - 120,
            share: if meters == 2 { 80 - 60 * which } else { 100 },
            last: 9_000 + dice.below(80_000) as i64,
            retired: None,
        })
        .collect();
    Household {
        residents: 1 + dice.below(5) as i64,
        area: area.to_string(),
        uses,
        habit,
        meters,
        maintenance: (dice.below(4) == 0).then_some(6_646),
        ..Household::usual(&number, &holder, &address)
    }
}
