//! Account 33016355: the figures of the manual (22, 34, 35, 36) as they are printed, and from them on to today.

use crate::{
    facts::{GAS, MAINTENANCE},
    household::{Habit, Household},
    ledger::{Stage, play},
    season::{Dice, Use},
};
use chrono::NaiveDate;
use domain::{
    Act, ActLine, Contract, Equipment, Kopecks, Settlement, SubscriberCard, balance, calendar,
    packet::AccountData,
};
use rust_decimal::Decimal;

pub const NUMBER: &str = "33016355";

/// Figure 34: one resident, 135.1 m², heating.
pub fn household() -> Household {
    Household {
        residents: 1,
        area: "135,1".into(),
        uses: Use::Heating(135),
        habit: Habit::Silent(3),
        unified: Some("35AA330163"),
        email: Some("abonent@example.ru"),
        phone: Some("+79215550163"),
        note: "лицевой счёт из руководства: взаиморасчёты рис. 22, карточка, договоры и акты рис. 34–36; долг",
        ..Household::usual(NUMBER, "Смирнов Николай Петрович", "г. Северогорск, ул. Вересковая, д. 7")
    }
    .meter("ВК-G6Т", "31572637", 5, 860, 38_412)
    .with_meter(|meter| meter.place = "Котельная")
}

/// Seven years in place of two: the months of figure 22, then one by one up to today.
pub fn account(stage: &Stage<'_>) -> anyhow::Result<AccountData> {
    let first_recent = stage.periods().first().copied().unwrap_or(stage.today);
    let mut months: Vec<Settlement> =
        figure_22().into_iter().filter(|month| month.period < first_recent).collect();
    fill(stage, &household(), &mut months, first_recent);
    let opening = months.last().and_then(balance::closing).unwrap_or_default();
    let mut data = play(stage, &Household { opening, ..household() })?;
    if let Some((_, played)) = data.settlements.first_mut() {
        played.extend(months.into_iter().rev());
    }
    data.card = Some(card(data.card.take().unwrap_or_default()));
    Ok(data)
}

/// Figure 22, September still open as it was when the figure was taken.
pub fn figure_22() -> Vec<Settlement> {
    let month = |month, opening, charged, volume: i64, paid, closing: Option<i64>| {
        Some(Settlement {
            period: NaiveDate::from_ymd_opt(2019, month, 1)?,
            opening: Kopecks(opening),
            charged: Kopecks(charged),
            volume: Some(Decimal::from(volume)),
            tariff: None,
            paid: Kopecks(paid),
            benefits: Kopecks::ZERO,
            correction: Kopecks::ZERO,
            closing: closing.map(Kopecks),
        })
    };
    [
        month(7, -272_807, 331_952, 600, 272_807, Some(-331_952)),
        month(8, -331_952, 258_043, 466, 0, Some(-589_995)),
        month(9, -589_995, -257_490, -465, 0, None),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Months between the figure and the first recent one; each pays what the last one left.
fn fill(stage: &Stage<'_>, household: &Household, months: &mut Vec<Settlement>, until: NaiveDate) {
    let mut dice = Dice::of("figure 22");
    while let Some(last) = months.last() {
        let period = calendar::shift_month(last.period, 1);
        if period >= until {
            return;
        }
        let opening = balance::closing(last).unwrap_or_default();
        let volume = household.uses.in_month(household.residents, period, &mut dice);
        let mut month = Settlement {
            period,
            opening,
            charged: Kopecks::from_roubles(Decimal::from(volume) * stage.price(period)).unwrap_or_default(),
            volume: Some(Decimal::from(volume)),
            tariff: Some(stage.price(period)),
            paid: Kopecks((-opening.0).max(0)),
            benefits: Kopecks::ZERO,
            correction: Kopecks::ZERO,
            closing: None,
        };
        month.closing = balance::closing(&month);
        months.push(month);
    }
}

/// Figures 34 (equipment), 35 (contracts) and 36 (acts).
fn card(usual: SubscriberCard) -> SubscriberCard {
    let equipment = |name: &str, kind: &str| Equipment { name: name.to_owned(), kind: kind.to_owned() };
    SubscriberCard {
        equipment: vec![
            equipment("MORA 5114, № 2 (000743123)", "Емкостные водонагреватели, котлы, печные горелки"),
            equipment("BOSCH NSF 122 CRF, № 1 (000743124)", "Плиты газовые бытовые"),
        ],
        contracts: contracts(),
        acts: acts(),
        ..usual
    }
}

fn contracts() -> Vec<Contract> {
    let contract = |service: &str, status: &str, start: Option<NaiveDate>| {
        Some(Contract {
            number: NUMBER.to_owned(),
            service: service.to_owned(),
            status: status.to_owned(),
            start: start?,
            end: None,
            archived: false,
        })
    };
    let day = NaiveDate::from_ymd_opt;
    [contract(GAS, "Пролонгирован", day(2013, 1, 2)), contract(MAINTENANCE, "Заключен", day(2009, 7, 24))]
        .into_iter()
        .flatten()
        .collect()
}

fn acts() -> Vec<Act> {
    let act = |name: &str, date: Option<NaiveDate>, kopecks| {
        Some(Act {
            name: name.to_owned(),
            date: date?,
            service: MAINTENANCE.to_owned(),
            lines: vec![ActLine { name: MAINTENANCE.to_owned(), amount: Kopecks(kopecks) }],
        })
    };
    let day = NaiveDate::from_ymd_opt;
    [
        act("Акт выполненных работ 3300000000089811 от 08.06.2018 14:37:03", day(2018, 6, 8), 79_748),
        // The figure shows this act folded: its sum is ours.
        act("Акт выполненных работ 3300000000013905 от 11.05.2016 14:51:36", day(2016, 5, 11), 68_315),
    ]
    .into_iter()
    .flatten()
    .collect()
}
