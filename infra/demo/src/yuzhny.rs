//! «Южгаз Абонент»: nine digits with leading zeros, and a feed as old accounting systems write it:
//! Windows-1251, decimal comma, debts positive.

use crate::{
    Scene,
    amounts::Separator,
    as_of, companies, facts,
    household::{Habit, Household},
    ledger::{Stage, Tariff, play},
    packet::Form,
    season::Use,
};
use chrono::NaiveDate;
use domain::packet::{Encoding, Sign};

const TARIFF: Tariff = &[(2024, 7, 737_740), (2025, 7, 815_200), (2026, 7, 893_459)];

pub fn scene(today: NaiveDate) -> anyhow::Result<Scene> {
    let company = companies::yuzhny()?;
    let stage = Stage {
        company: &company,
        tariff: TARIFF,
        today,
        as_of: as_of(today),
        months: 24,
        places: &facts::PLACES,
    };
    let accounts =
        households().iter().map(|household| play(&stage, household)).collect::<anyhow::Result<Vec<_>>>()?;
    let form = Form { encoding: Encoding::Cp1251, sign: Sign::DebtPositive, separator: Separator::Comma };
    Ok(Scene { company, form, accounts })
}

/// In the order of their numbers.
pub fn households() -> Vec<Household> {
    let usual = Household::usual;
    vec![
        Household {
            habit: Habit::Silent(2),
            note: "номер с нулями в начале, небольшой долг",
            ..usual("000492468", "Иваненко Тарас Григорьевич", "г. Южноморск, ул. Красная, д. 9, кв. 5")
        }
        .meter("СГБМ-1,6", "4471206", 5, 1_270, 5_128),
        Household {
            uses: Use::Stove,
            residents: 2,
            note: "долга нет",
            ..usual("001050733", "Черненко Галина Петровна", "г. Южноморск, ул. Красная, д. 9, кв. 17")
        }
        .meter("Гранд-1,6", "00618025", 5, 1_900, 1_344),
        Household {
            habit: Habit::Silent(2),
            note: "поверка истекла, но показания принимаются с предупреждением",
            ..usual("001062290", "Ткаченко Виктор Иванович", "г. Южноморск, ул. Северная, д. 71, кв. 40")
        }
        .meter("СГМН-1-G6", "0720814", 5, -150, 9_970),
        Household {
            uses: Use::Heating(95),
            residents: 3,
            area: "95,6".into(),
            habit: Habit::Silent(4),
            penalty: true,
            maintenance: Some(5_930),
            phone: Some("+79185550117"),
            pin: Some("7H4K-92PX"),
            note: "отопление, долг с пеней и техобслуживанием; ПИН-код от компании и телефон в её базе",
            ..usual("002118457", "Бондарь Юлия Александровна", "ст. Степная, ул. Мира, д. 54")
        }
        .meter("ВК-G4Т", "33219084", 5, 420, 21_663),
        Household {
            habit: Habit::Ahead(2_000),
            note: "переплата",
            ..usual("002119906", "Кравцов Олег Николаевич", "ст. Степная, ул. Мира, д. 60")
        }
        .meter("NPM-G1,6", "7902551", 5, 25, 4_602),
        Household {
            uses: Use::Heating(110),
            residents: 4,
            area: "112,3".into(),
            habit: Habit::Half,
            note: "два прибора: кухня и котельная; платит частями",
            ..usual("003004581", "Савченко Инна Владимировна", "хут. Дальний, ул. Речная, д. 1")
        }
        .meter("СГБМ-1,6", "4519937", 5, 610, 2_871)
        .with_meter(|meter| meter.share = 15)
        .meter("ВК-G4Т", "33561208", 5, 1_050, 16_093)
        .with_meter(|meter| {
            meter.place = "Котельная";
            meter.share = 85;
        }),
        Household {
            uses: Use::Stove,
            residents: 5,
            habit: Habit::Silent(6),
            penalty: true,
            note: "прибора нет, начисления по норме; в базе компании нет ни почты, ни телефона: ПИН-код даст оператор",
            ..usual("003011002", "Мельник Андрей Степанович", "г. Южноморск, ул. Садовая, д. 8, кв. 2")
        },
        Household {
            benefit: Some((50, "Инвалид II группы")),
            residents: 1,
            area: "33,1".into(),
            habit: Habit::Silent(2),
            note: "льгота 50 %",
            ..usual("010200304", "Руденко Зоя Макаровна", "г. Южноморск, ул. Садовая, д. 8, кв. 19")
        }
        .meter("Гранд-1,6", "00633341", 5, 2_100, 1_095),
        Household {
            correction: 42_075,
            habit: Habit::Silent(2),
            note: "перерасчёт в пользу абонента",
            ..usual("010207718", "Павленко Кирилл Эдуардович", "г. Южноморск, ул. Тургенева, д. 110, кв. 66")
        }
        .meter("СГБМ-1,6", "4552270", 5, 980, 3_339),
        Household {
            note: "поверка истекает через 12 дней",
            ..usual("010209951", "Гончарова Алла Юрьевна", "г. Южноморск, ул. Тургенева, д. 110, кв. 71")
        }
        .meter("СГК-1,6", "6083316", 5, 12, 7_707),
        Household {
            uses: Use::Stove,
            habit: Habit::Silent(3),
            note: "на приборе 99 985: следующее показание — переход через ноль",
            ..usual("011550027", "Литвиненко Ян Борисович", "пос. Приморский, ул. Набережная, д. 4, кв. 1")
        }
        .meter("NPM-G4", "2300178", 5, 1_444, 99_985),
        Household {
            uses: Use::Heating(105),
            residents: 4,
            area: "106".into(),
            habit: Habit::Silent(3),
            unified: Some("70BC203330"),
            email: Some("ostapenko@example.ru"),
            note: "единый лицевой счёт; три прибора, один снят; ПИН-код по запросу на ostapenko@example.ru",
            ..usual("203330486", "Остапенко Михаил Львович", "пос. Приморский, ул. Набережная, д. 12")
        }
        .meter("ВК-G4Т", "33604415", 5, 1_320, 19_876)
        .with_meter(|meter| {
            meter.place = "Котельная";
            meter.share = 80;
        })
        .meter("Гранд-1,6", "00640092", 5, 333, 3_051)
        .with_meter(|meter| meter.share = 20)
        .meter("СГМН-1-G6", "0699125", 5, -400, 14_450)
        .with_meter(|meter| {
            meter.place = "Летняя кухня";
            meter.share = 5;
            meter.retired = Some(11);
        }),
    ]
}
