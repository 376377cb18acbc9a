use crate::{generate, guide, manual, packets, scenes};
use chrono::{NaiveDate, TimeDelta};
use domain::{Kopecks, MeterState, ReadingStatus, balance, calendar, packet::AccountData};
use std::collections::BTreeSet;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn today() -> NaiveDate {
    day("2026-11-24")
}

fn manual_account() -> AccountData {
    let sever = scenes(today()).expect("made").remove(0);
    sever
        .accounts
        .into_iter()
        .find(|data| data.account.id.number() == manual::NUMBER)
        .expect("the manual's account")
}

/// Months in order, their arithmetic, and the balance that follows from them.
fn contradictions(data: &AccountData) -> Vec<String> {
    let mut wrong = Vec::new();
    for ((code, months), service) in data.settlements.iter().zip(&data.account.services) {
        for pair in months.windows(2) {
            let (later, earlier) = (&pair[0], &pair[1]);
            if later.period != calendar::shift_month(earlier.period, 1)
                || balance::closing(earlier) != Some(later.opening)
            {
                wrong.push(format!("{code} {}: does not follow", later.period));
            }
        }
        if months.iter().any(|month| month.closing.is_some_and(|sum| balance::closing(month) != Some(sum))) {
            wrong.push(format!("{code}: closing"));
        }
        let open = &months[0];
        if open.closing.is_some() || open.opening + open.paid != service.balance {
            wrong.push(format!("{code}: balance"));
        }
        for month in months.iter().filter(|month| month.period >= first_payment(data)) {
            let paid: Kopecks = data
                .payments
                .iter()
                .filter(|payment| calendar::first_of_month(payment.date) == month.period)
                .flat_map(|payment| &payment.lines)
                .filter(|line| &line.service == code)
                .map(|line| line.amount)
                .sum();
            if paid != month.paid {
                wrong.push(format!("{code} {}: payments", month.period));
            }
        }
    }
    for (meter, (_, readings)) in data.account.meters.iter().zip(&data.history) {
        let accepted: Vec<_> = readings.iter().filter(|r| r.status == ReadingStatus::Accepted).collect();
        let falls = accepted
            .windows(2)
            .any(|pair| pair[0].value - pair[1].value != pair[0].consumption.unwrap_or(-1));
        if falls || accepted.iter().any(|r| r.value < 0 || r.value >= 10_i64.pow(meter.digits.into())) {
            wrong.push(format!("{}: dial", meter.id));
        }
    }
    wrong
}

fn first_payment(data: &AccountData) -> NaiveDate {
    data.payments.last().map_or(NaiveDate::MAX, |payment| calendar::first_of_month(payment.date))
}

#[test]
fn nothing_contradicts_anything_on_any_day() {
    let mut day = day("2019-08-01");
    while day < self::day("2031-01-01") {
        for scene in scenes(day).expect("made") {
            for data in &scene.accounts {
                let wrong = contradictions(data);
                assert!(wrong.is_empty(), "{day} {}: {wrong:?}", data.account.id);
            }
        }
        day += TimeDelta::days(53);
    }
}

#[test]
fn the_manuals_account_shows_figure_22_as_printed() {
    let data = manual_account();
    let months = &data.settlements[0].1;
    let printed: Vec<_> = months
        .iter()
        .rev()
        .take(3)
        .map(|m| {
            (
                m.period,
                m.opening.0,
                m.charged.0,
                m.volume.map(|v| v.to_string()),
                m.paid.0,
                m.closing.map(|c| c.0),
            )
        })
        .collect();
    assert_eq!(
        printed,
        [
            (day("2019-07-01"), -272_807, 331_952, Some("600".into()), 272_807, Some(-331_952)),
            (day("2019-08-01"), -331_952, 258_043, Some("466".into()), 0, Some(-589_995)),
            (day("2019-09-01"), -589_995, -257_490, Some("-465".into()), 0, None),
        ]
    );
    assert_eq!(months[0].period, day("2026-11-01"), "and goes on to the running month");
    assert!(data.account.services[0].balance < Kopecks::ZERO, "with a debt");
}

#[test]
fn the_manuals_account_shows_figures_34_to_36_as_printed() {
    let card = manual_account().card.expect("a card");
    let parameters: Vec<_> = card.parameters.iter().map(|p| (p.name.as_str(), p.value.as_str())).collect();
    assert_eq!(parameters[0], ("Номер лицевого счета", "33016355"));
    assert_eq!(
        parameters[2..],
        [
            ("Газовая плита", "Да"),
            ("Газовое отопление", "Да"),
            ("Количество проживающих", "1"),
            ("Отдельная квартира", "Да"),
            ("Площадь общая", "135,1"),
        ]
    );
    assert_eq!(card.equipment[0].name, "MORA 5114, № 2 (000743123)");
    assert_eq!((card.contracts[0].start, card.contracts[1].start), (day("2013-01-02"), day("2009-07-24")));
    assert_eq!(card.acts[0].lines[0].amount, Kopecks(79_748));
}

#[test]
fn the_demo_has_every_kind_of_account() {
    let scenes = scenes(today()).expect("made");
    let all: Vec<&AccountData> = scenes.iter().flat_map(|scene| &scene.accounts).collect();
    assert!(scenes.iter().all(|scene| scene.accounts.len() >= 12));
    let sum = |data: &AccountData| data.account.services.iter().map(|s| s.balance.0).sum::<i64>();
    for company in &scenes {
        let signs: BTreeSet<i64> = company.accounts.iter().map(|data| sum(data).signum()).collect();
        assert_eq!(signs, BTreeSet::from([-1, 0, 1]), "{}: debt, nothing, overpayment", company.company.id);
    }
    let meters: BTreeSet<usize> = all.iter().map(|data| data.account.meters.len()).collect();
    assert_eq!(meters, BTreeSet::from([0, 1, 2, 3]));
    assert!(
        all.iter().flat_map(|data| &data.account.meters).any(|meter| meter.state == MeterState::Inactive)
    );
    assert!(all.iter().any(|data| data.account.holder.contains('Ә')), "Tatar letters");
    assert!(all.iter().any(|data| data.account.unified.is_some()));
    let serials: Vec<&str> =
        all.iter().flat_map(|data| &data.account.meters).map(|m| m.serial.as_str()).collect();
    assert_eq!(serials.iter().collect::<BTreeSet<_>>().len(), serials.len(), "no serial twice");
}

#[test]
fn a_month_never_burns_more_than_its_company_believes() {
    for scene in scenes(today()).expect("made") {
        for data in &scene.accounts {
            let most =
                data.history.iter().flat_map(|(_, r)| r).filter(|r| r.status == ReadingStatus::Accepted);
            let most = most.filter_map(|reading| reading.consumption).max().unwrap_or(0);
            assert!(most <= scene.company.readings.max_monthly, "{}: {most}", data.account.id);
        }
    }
}

#[test]
fn the_guide_knows_what_opens_each_account() {
    let guide = guide(today()).expect("made");
    let of = |number: &str| guide.iter().find(|account| account.number == number).expect("known");
    assert_eq!(of("0014472").unlocks.last_charge, Some(Kopecks(31_472)), "the manual's example");
    assert_eq!(of("33016355").unlocks.serial.as_deref(), Some("31572637"));
    assert!(of("33016355").unlocks.last_charge.is_some());
    assert!(of("203330486").unlocks.last_charge.is_none(), "not asked by this company");
    assert_eq!(of("002118457").unlocks.pin, Some("7H4K-92PX"));
    assert_eq!(of("33016355").unlocks.pin, None, "this company has no PINs");
    assert!(guide.iter().all(|account| !account.note.is_empty()));
}

#[test]
fn the_same_seed_makes_the_same_bytes() {
    let one = generate(40, 7, today()).expect("made");
    assert_eq!(one.bytes, generate(40, 7, today()).expect("made").bytes);
    assert_ne!(one.bytes, generate(40, 8, today()).expect("made").bytes);
    let (first, second) = (packets(today()).expect("made"), packets(today()).expect("made"));
    assert!(first.iter().zip(&second).all(|(a, b)| a.bytes == b.bytes));
}
