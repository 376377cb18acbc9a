//! Names of services and the subscriber's card. Only signs that Windows-1251 has: one company sends it.

use crate::{household::Household, season::Use};
use chrono::{Datelike, NaiveDate};
use domain::{Act, ActLine, Contract, Equipment, Kopecks, Parameter, SubscriberCard};

pub const GAS: &str = "Газоснабжение природным газом";
pub const PENALTY: &str = "Пеня за газ";
pub const MAINTENANCE: &str = "Техобслуживание ВДГО";

/// Where people pay besides the portal.
pub const PLACES: [&str; 6] =
    ["Сбербанк Онлайн", "Почта России", "Касса компании", "ВТБ Онлайн", "Терминал Сбербанка", "Альфа-Банк"];

/// The card as the company's office keeps it.
pub fn card(household: &Household, last_day: NaiveDate) -> SubscriberCard {
    SubscriberCard {
        parameters: parameters(household),
        benefits: household
            .benefit
            .map(|(percent, name)| parameter(name, &format!("скидка {percent} % на газ")))
            .into_iter()
            .collect(),
        regimes: regimes(household),
        equipment: equipment(household),
        contracts: contracts(household),
        acts: acts(household, last_day),
    }
}

pub fn parameter(name: &str, value: &str) -> Parameter {
    Parameter { name: name.to_owned(), value: value.to_owned() }
}

/// Figure 34: the same names in the same order.
fn parameters(household: &Household) -> Vec<Parameter> {
    let yes = |fact: bool| if fact { "Да" } else { "Нет" };
    vec![
        parameter("Номер лицевого счета", &household.number),
        parameter("Адрес", &household.address),
        parameter("Газовая плита", "Да"),
        parameter("Газовое отопление", yes(household.uses.heats())),
        parameter("Количество проживающих", &household.residents.to_string()),
        parameter("Отдельная квартира", "Да"),
        parameter("Площадь общая", &household.area),
    ]
}

fn regimes(household: &Household) -> Vec<Parameter> {
    let residents = household.residents;
    let cooking = if household.uses == Use::Stove {
        parameter("Приготовление пищи", &format!("{residents} чел., норма 12 куб. м на человека в месяц"))
    } else {
        parameter(
            "Приготовление пищи и горячая вода",
            &format!("{residents} чел., норма 28,5 куб. м на человека в месяц"),
        )
    };
    let heating = || {
        parameter(
            "Отопление жилых помещений",
            &format!("{} кв. м, норма 7 куб. м на кв. м в месяц", household.area),
        )
    };
    std::iter::once(cooking).chain(household.uses.heats().then(heating)).collect()
}

fn equipment(household: &Household) -> Vec<Equipment> {
    let mut list = vec![Equipment {
        name: "Гефест 3200-06, № 1".into(),
        kind: "Плиты газовые бытовые".into(),
    }];
    let boiler = match household.uses {
        Use::Stove => None,
        Use::Water => Some(("Нева 4511, № 2", "Водонагреватели проточные газовые бытовые")),
        Use::Heating(_) => {
            Some(("Baxi ECO Four 24, № 2", "Емкостные водонагреватели, котлы, печные горелки"))
        }
    };
    list.extend(boiler.map(|(name, kind)| Equipment { name: name.into(), kind: kind.into() }));
    list
}

fn contracts(household: &Household) -> Vec<Contract> {
    let contract = |service: &str, status: &str, start: Option<NaiveDate>, end, archived| {
        Some(Contract {
            number: household.number.clone(),
            service: service.to_owned(),
            status: status.to_owned(),
            start: start?,
            end,
            archived,
        })
    };
    let day = NaiveDate::from_ymd_opt;
    [
        contract(GAS, "Пролонгирован", day(2014, 3, 3), None, false),
        contract(MAINTENANCE, "Заключен", day(2018, 6, 18), None, false),
        contract(MAINTENANCE, "Расторгнут", day(2011, 5, 16), day(2018, 6, 17), true),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The yearly check of the equipment, two years back, in its summer.
fn acts(household: &Household, last_day: NaiveDate) -> Vec<Act> {
    let tail = &household.number[household.number.len().saturating_sub(4)..];
    [1, 2]
        .into_iter()
        .filter_map(|back| {
            let year = last_day.year() - back;
            let date = NaiveDate::from_ymd_opt(year, 6, 9 + back as u32)?;
            Some(Act {
                name: format!(
                    "Акт выполненных работ {year}00000{tail} от {} 10:15:00",
                    date.format("%d.%m.%Y")
                ),
                date,
                service: MAINTENANCE.to_owned(),
                lines: vec![
                    ActLine {
                        name: "Техобслуживание плиты газовой".into(), amount: Kopecks(44_820)
                    },
                    ActLine {
                        name: "Проверка дымоходов и вентиляции".into(), amount: Kopecks(31_250)
                    },
                ],
            })
        })
        .collect()
}
