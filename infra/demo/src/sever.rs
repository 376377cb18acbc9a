//! «Северогаз Регион»: the usual rules, and the manual's own account.

use crate::{
    Scene,
    amounts::Separator,
    as_of, companies, facts,
    household::{Habit, Household, OddReading},
    ledger::{Stage, Tariff, play},
    manual,
    packet::Form,
    season::Use,
};
use chrono::NaiveDate;
use domain::{
    ReadingSource, ReadingStatus,
    packet::{Encoding, Sign},
};

/// Since October 2019; before that the price was not one (figure 22).
pub const TARIFF: Tariff = &[
    (2019, 10, 553_740),
    (2020, 8, 570_352),
    (2021, 7, 587_463),
    (2022, 7, 616_836),
    (2022, 12, 669_267),
    (2024, 7, 744_225),
    (2025, 7, 821_624),
    (2026, 7, 902_143),
];

pub fn scene(today: NaiveDate) -> anyhow::Result<Scene> {
    let company = companies::sever()?;
    let stage = Stage {
        company: &company,
        tariff: TARIFF,
        today,
        as_of: as_of(today),
        months: 24,
        places: &facts::PLACES,
    };
    let mut accounts = vec![manual::account(&stage)?];
    for household in households() {
        accounts.push(play(&stage, &household)?);
    }
    accounts.sort_by(|a, b| a.account.id.cmp(&b.account.id));
    let form = Form { encoding: Encoding::Utf8, sign: Sign::DebtNegative, separator: Separator::Point };
    Ok(Scene { company, form, accounts })
}

pub fn households() -> Vec<Household> {
    let usual = Household::usual;
    vec![
        Household {
            residents: 3,
            note: "долга нет, один прибор, номер начинается с нулей",
            ..usual("00049246", "Петрова Анна Сергеевна", "г. Северогорск, ул. Мира, д. 14, кв. 27")
        }
        .meter("СГМН-1-G6", "1047725", 5, 900, 8_214),
        Household {
            uses: Use::Stove,
            habit: Habit::Ahead(1_500),
            residents: 1,
            area: "31,8".into(),
            note: "переплата, только плита",
            ..usual("33010027", "Соколов Пётр Ильич", "г. Северогорск, ул. Мира, д. 14, кв. 31")
        }
        .meter("Гранд-1,6", "00381164", 5, 1_480, 1_127),
        Household {
            uses: Use::Heating(120),
            habit: Habit::Silent(4),
            residents: 4,
            area: "120,4".into(),
            penalty: true,
            maintenance: Some(6_646),
            email: Some("morozov@example.ru"),
            phone: Some("+79115550142"),
            note: "долг за зиму с пеней и техобслуживанием",
            ..usual("33010514", "Морозов Алексей Викторович", "пос. Боровое, ул. Лесная, д. 3")
        }
        .meter("ВК-G4Т", "31904472", 5, 640, 27_340),
        Household {
            uses: Use::Heating(200),
            residents: 5,
            area: "203,7".into(),
            habit: Habit::Silent(2),
            maintenance: Some(9_870),
            unified: Some("20AA104482"),
            note: "два прибора: дом и баня",
            ..usual("33011290", "Кузнецова Мария Павловна", "дер. Заречье, ул. Полевая, д. 8")
        }
        .meter("ВК-G6Т", "32210817", 5, 1_200, 41_906)
        .with_meter(|meter| {
            meter.place = "Котельная дома";
            meter.share = 80;
        })
        .meter("СГД-3Т-G6", "5509318", 5, 45, 6_733)
        .with_meter(|meter| {
            meter.place = "Баня";
            meter.share = 20;
        }),
        Household {
            uses: Use::Heating(160),
            residents: 4,
            area: "160".into(),
            habit: Habit::Half,
            note: "три прибора, один из них снят; платит частями",
            ..usual("33012008", "Егоров Денис Олегович", "дер. Заречье, ул. Полевая, д. 15")
        }
        .meter("ВК-G4Т", "30577193", 5, 1_730, 18_455)
        .with_meter(|meter| {
            meter.place = "Котельная";
            meter.share = 85;
        })
        .meter("NPM-G1,6", "7714360", 5, 300, 2_290)
        .with_meter(|meter| meter.share = 15)
        .meter("СГБМ-1,6", "4402917", 5, -200, 9_811)
        .with_meter(|meter| {
            meter.place = "Летняя кухня";
            meter.share = 10;
            meter.retired = Some(9);
        }),
        Household {
            uses: Use::Water,
            habit: Habit::Silent(2),
            note: "поверка истекла: показания не принимаются",
            ..usual("33012743", "Белова Ольга Николаевна", "г. Северогорск, пр. Строителей, д. 5, кв. 112")
        }
        .meter("СГМН-1-G6", "0983317", 5, -40, 5_662),
        Household {
            uses: Use::Water,
            note: "поверка истекает через 20 дней",
            ..usual("33013316", "Орлов Игорь Дмитриевич", "г. Северогорск, пр. Строителей, д. 5, кв. 140")
        }
        .meter("Гранд-2,4ТК", "00457120", 5, 20, 3_905),
        Household {
            uses: Use::Stove,
            residents: 2,
            habit: Habit::Silent(3),
            note: "на приборе 99 990: следующее показание — переход через ноль",
            ..usual("33013958", "Тихонова Вера Андреевна", "г. Северогорск, ул. Садовая, д. 2, кв. 9")
        }
        .meter("NPM-G4", "2216604", 5, 1_011, 99_990),
        Household {
            uses: Use::Water,
            residents: 3,
            benefit: Some((50, "Ветеран труда")),
            correction: 18_430,
            habit: Habit::Silent(2),
            note: "льгота 50 % и перерасчёт",
            ..usual("33014402", "Громова Людмила Фёдоровна", "г. Северогорск, ул. Садовая, д. 2, кв. 18")
        }
        .meter("СГМН-1-G6", "1136208", 5, 480, 6_018),
        Household {
            uses: Use::Stove,
            residents: 4,
            habit: Habit::Silent(5),
            penalty: true,
            note: "прибора нет, начисления по норме, есть пеня",
            ..usual("33015091", "Зайцев Роман Андреевич", "г. Северогорск, ул. Новая, д. 21, кв. 4")
        },
        Household {
            uses: Use::Water,
            odd_reading: Some(OddReading {
                above_last: 4_800,
                source: ReadingSource::Subscriber,
                status: ReadingStatus::Rejected,
            }),
            note: "одно показание компания отклонила",
            ..usual("33017720", "Никитина Елена Юрьевна", "г. Северогорск, ул. Новая, д. 30, кв. 77")
        }
        .meter("Гранд-1,6", "00512093", 5, 2_011, 2_447),
    ]
}
