//! «Волгагаз Сервис»: seven digits, a limited version that may only look and pay, strict verification.

use crate::{
    Scene,
    amounts::Separator,
    as_of, companies, facts,
    household::{Habit, Household, OddReading},
    ledger::{Stage, Tariff, play},
    packet::Form,
    season::Use,
};
use chrono::NaiveDate;
use domain::{
    ReadingSource, ReadingStatus,
    packet::{Encoding, Sign},
};

const TARIFF: Tariff = &[(2024, 7, 651_000), (2025, 7, 716_100), (2026, 7, 786_800)];

pub fn scene(today: NaiveDate) -> anyhow::Result<Scene> {
    let company = companies::volga()?;
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
    let form = Form { encoding: Encoding::Utf8, sign: Sign::DebtPositive, separator: Separator::Comma };
    Ok(Scene { company, form, accounts })
}

/// In the order of their numbers.
pub fn households() -> Vec<Household> {
    let usual = Household::usual;
    vec![
        Household {
            residents: 2,
            // The manual's example of a control answer: 314 руб. 72 коп. → 31472 (4.7.2.2).
            last_volume: Some(40),
            habit: Habit::Silent(2),
            note: "последнее начисление 314,72 ₽, как в примере руководства",
            ..usual("0014472", "Гарипова Әлфия Ильгиз кызы", "г. Волжанск, ул. Габдуллы Тукая, д. 7, кв. 3")
        }
        .meter("СГК-1,6", "6128437", 5, 700, 4_380),
        Household {
            uses: Use::Heating(90),
            residents: 3,
            area: "90,2".into(),
            habit: Habit::Silent(3),
            maintenance: Some(7_120),
            email: Some("khasanov@example.ru"),
            note: "отопление, долг, техобслуживание",
            ..usual("1020318", "Хәсәнов Рөстәм Җәүдәт улы", "с. Красный Яр, ул. Заречная, д. 19")
        }
        .meter("ВК-G4Т", "33870452", 5, 1_350, 15_204),
        Household {
            uses: Use::Stove,
            residents: 1,
            area: "28,6".into(),
            note: "долга нет, только плита",
            ..usual("1021177", "Степанова Нина Ивановна", "г. Волжанск, ул. Чехова, д. 40, кв. 15")
        }
        .meter("Гранд-1,6", "00277158", 5, 2_400, 988),
        Household {
            habit: Habit::Ahead(3_000),
            residents: 4,
            note: "переплата",
            ..usual("1022940", "Васильев Сергей Геннадьевич", "г. Волжанск, ул. Чехова, д. 44, кв. 60")
        }
        .meter("СГК-1,6", "6130092", 5, 510, 7_265),
        Household {
            uses: Use::Heating(140),
            residents: 5,
            area: "141,9".into(),
            habit: Habit::Silent(2),
            note: "два прибора, у второго поверка истекла",
            ..usual("1030655", "Нуруллина Гүзәл Фәрит кызы", "с. Красный Яр, ул. Школьная, д. 2")
        }
        .meter("ВК-G6Т", "34015926", 6, 1_800, 120_447)
        .with_meter(|meter| {
            meter.place = "Котельная";
            meter.share = 90;
        })
        .meter("СГК-1,6", "5902841", 5, -95, 3_518)
        .with_meter(|meter| meter.share = 10),
        Household {
            habit: Habit::Silent(2),
            note: "поверка истекла: показания не принимаются",
            ..usual("1033481", "Фёдоров Максим Романович", "г. Волжанск, пр. Победы, д. 112, кв. 8")
        }
        .meter("СГМН-1-G6", "0771539", 5, -210, 9_044),
        Household {
            note: "поверка истекает через 75 дней",
            ..usual("1034006", "Антонова Дарья Михайловна", "г. Волжанск, пр. Победы, д. 112, кв. 31")
        }
        .meter("Гранд-1,6", "00560883", 5, 75, 1_806),
        Household {
            uses: Use::Heating(75),
            residents: 2,
            area: "75".into(),
            habit: Habit::Half,
            penalty: true,
            note: "платит частями, есть пеня",
            ..usual("1041872", "Шакиров Илдар Маратович", "пос. Октябрьский, ул. Садовая, д. 33")
        }
        .meter("NPM-G4", "2290517", 5, 860, 12_731),
        Household {
            benefit: Some((30, "Многодетная семья")),
            residents: 6,
            area: "68,4".into(),
            habit: Habit::Silent(2),
            note: "льгота 30 %",
            ..usual("1045530", "Мөхәммәтҗанова Сөмбел Айрат кызы", "г. Волжанск, ул. Баумана, д. 21, кв. 44")
        }
        .meter("СГК-1,6", "6155720", 5, 1_140, 8_893),
        Household {
            uses: Use::Stove,
            residents: 3,
            habit: Habit::Silent(6),
            penalty: true,
            note: "прибора нет, долг с пеней",
            ..usual("1048219", "Козлов Артём Игоревич", "г. Волжанск, ул. Баумана, д. 21, кв. 51")
        },
        Household {
            odd_reading: Some(OddReading {
                above_last: 0,
                source: ReadingSource::Portal,
                status: ReadingStatus::Pending,
            }),
            note: "последнее показание ещё не принято к учёту",
            ..usual("1050764", "Лебедева Светлана Викторовна", "г. Волжанск, ул. Лесная, д. 1, кв. 12")
        }
        .meter("Гранд-1,6", "00591427", 5, 1_600, 2_114),
        Household {
            correction: -25_140,
            habit: Habit::Silent(2),
            note: "доначисление и прибор, снятый с учёта",
            ..usual("9900001", "Яковлев Борис Семёнович", "г. Волжанск, ул. Лесная, д. 6, кв. 2")
        }
        .meter("СГК-1,6", "6199043", 5, 2_900, 1_540)
        .meter("СГМН-1-G6", "0652210", 5, -700, 11_308)
        .with_meter(|meter| meter.retired = Some(14)),
    ]
}
