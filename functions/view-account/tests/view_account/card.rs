//! «Абонент», «Договоры», «Акты» with the manual's own figures (figures 34–36).

use crate::{ACTS, CONTRACTS, SUBSCRIBER, day};
use domain::{Act, ActLine, Contract, Equipment, Kopecks, Parameter, SubscriberCard, link::Level};
use http::StatusCode;
use platform::{
    store::keys,
    testing::{Browser, World, fixtures::account},
};
use serde_json::{Value, json};
use view_account::api;

const MAINTENANCE: &str = "Техобслуживание ВДГО";

fn parameter(name: &str, value: &str) -> Parameter {
    Parameter { name: name.into(), value: value.into() }
}

fn contract(service: &str, status: &str, start: &str, end: Option<&str>) -> Contract {
    Contract {
        number: "33016355".into(),
        service: service.into(),
        status: status.into(),
        start: day(start),
        end: end.map(day),
        archived: end.is_some(),
    }
}

fn act(name: &str, date: &str, lines: &[i64]) -> Act {
    let line = |kopecks: &i64| ActLine { name: MAINTENANCE.into(), amount: Kopecks(*kopecks) };
    Act {
        name: name.into(),
        date: day(date),
        service: MAINTENANCE.into(),
        lines: lines.iter().map(line).collect(),
    }
}

async fn holder(level: Level) -> (World, Browser) {
    let world = World::new().await;
    let (_, browser) = world.holder(level, api()).await;
    let card = SubscriberCard {
        parameters: vec![parameter("Количество проживающих", "1"), parameter("Площадь общая", "135,1")],
        benefits: vec![parameter("Ветеран труда", "скидка 50 %")],
        regimes: vec![parameter("Отопление жилых помещений", "135,1 кв. м")],
        equipment: vec![Equipment {
            name: "BOSCH NSF 122 CRF, № 1 (000743124)".into(),
            kind: "Плиты газовые бытовые".into(),
        }],
        contracts: vec![
            contract(MAINTENANCE, "Расторгнут", "2005-05-16", Some("2009-07-23")),
            contract("Газоснабжение природным газом", "Пролонгирован", "2013-01-02", None),
            contract(MAINTENANCE, "Заключен", "2009-07-24", None),
        ],
        acts: vec![
            act(
                "Акт выполненных работ 3300000000013905 от 11.05.2016 14:51:36",
                "2016-05-11",
                &[44_820, 31_250],
            ),
            act("Акт выполненных работ 3300000000089811 от 08.06.2018 14:37:03", "2018-06-08", &[79_748]),
        ],
    };
    world.app.store.put(&keys::accounts::card(&account().id), &card).await.expect("stored");
    (world, browser)
}

async fn read(browser: &mut Browser, path: &str) -> Value {
    let reply = browser.get(path).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.json);
    reply.json
}

#[tokio::test]
async fn the_card_is_names_and_values_as_r_107_to_r_110_ask() {
    let (_world, mut browser) = holder(Level::Extended).await;
    assert_eq!(
        read(&mut browser, SUBSCRIBER).await,
        json!({
            "number": "33016355",
            "unified": "80АА100007-02",
            "holder": "Иванов Иван Иванович",
            "address": "г. Гатчина, ул. Чехова, д. 8, кв. 8",
            "parameters": [
                { "name": "Количество проживающих", "value": "1" },
                { "name": "Площадь общая", "value": "135,1" },
            ],
            "benefits": [{ "name": "Ветеран труда", "value": "скидка 50 %" }],
            "regimes": [{ "name": "Отопление жилых помещений", "value": "135,1 кв. м" }],
            "equipment": [{ "name": "BOSCH NSF 122 CRF, № 1 (000743124)", "kind": "Плиты газовые бытовые" }],
        })
    );
}

#[tokio::test]
async fn contracts_in_force_come_before_the_archive_as_r_111_and_r_112_ask() {
    let (_world, mut browser) = holder(Level::Extended).await;
    let contracts = read(&mut browser, CONTRACTS).await["contracts"].take();
    assert_eq!(
        contracts[0],
        json!({
            "number": "33016355", "service": "Газоснабжение природным газом", "status": "Пролонгирован",
            "start": "2013-01-02", "end": null, "archived": false,
        })
    );
    assert_eq!((&contracts[1]["status"], &contracts[1]["start"]), (&json!("Заключен"), &json!("2009-07-24")));
    assert_eq!((&contracts[2]["archived"], &contracts[2]["end"]), (&json!(true), &json!("2009-07-23")));
}

#[tokio::test]
async fn acts_come_newest_first_with_their_total_as_r_113_and_r_114_ask() {
    let (_world, mut browser) = holder(Level::Extended).await;
    let acts = read(&mut browser, ACTS).await["acts"].take();
    assert_eq!(
        acts[0],
        json!({
            "name": "Акт выполненных работ 3300000000089811 от 08.06.2018 14:37:03",
            "date": "2018-06-08",
            "service": MAINTENANCE,
            "lines": [{ "name": MAINTENANCE, "amount": 79_748 }],
            "total": 79_748,
        }),
        "figure 36: 797,48"
    );
    assert_eq!(acts[1]["total"], 44_820 + 31_250);
}

#[tokio::test]
async fn each_of_them_takes_one_round_trip() {
    let (world, mut browser) = holder(Level::Extended).await;
    for path in [SUBSCRIBER, CONTRACTS, ACTS] {
        let before = world.app.store.trips();
        read(&mut browser, path).await;
        assert_eq!(world.app.store.trips() - before, 1, "{path}");
    }
}

#[tokio::test]
async fn a_company_that_has_sent_no_card_has_an_empty_one() {
    let world = World::new().await;
    let (_, mut browser) = world.holder(Level::Extended, api()).await;
    assert_eq!(read(&mut browser, SUBSCRIBER).await["parameters"], json!([]));
    assert_eq!(read(&mut browser, CONTRACTS).await, json!({ "contracts": [] }));
    assert_eq!(read(&mut browser, ACTS).await, json!({ "acts": [] }));
}
