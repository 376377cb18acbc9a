//! «Взаиморасчеты» with the manual's own figures (figure 22).

use crate::{SETTLEMENTS, day};
use domain::{Kopecks, Settlement, link::Level, packet::ServiceSettlements};
use http::StatusCode;
use platform::{
    store::keys,
    testing::{World, fixtures::account},
};
use serde_json::{Value, json};
use view_account::api;

fn month(
    period: &str,
    opening: i64,
    charged: i64,
    volume: i64,
    paid: i64,
    closing: Option<i64>,
) -> Settlement {
    Settlement {
        period: day(period),
        opening: Kopecks(opening),
        charged: Kopecks(charged),
        volume: Some(volume.into()),
        tariff: None,
        paid: Kopecks(paid),
        benefits: Kopecks::ZERO,
        correction: Kopecks::ZERO,
        closing: closing.map(Kopecks),
    }
}

async fn import(world: &World, service: &str, months: Vec<Settlement>) {
    let row = ServiceSettlements { service: service.into(), months: months.into() };
    world.app.store.put(&keys::accounts::settlements(&account().id, service), &row).await.expect("stored");
}

/// Figure 22, newest first, and a year of another time.
async fn figure_22(world: &World) {
    import(
        world,
        "gas",
        vec![
            Settlement {
                tariff: Some("6.50".parse().expect("a tariff")),
                benefits: Kopecks(10_000),
                correction: Kopecks(-2_550),
                ..month("2020-01-01", 0, 66_300, 100, 0, Some(-58_850))
            },
            month("2019-09-01", -589_995, -257_490, -465, 0, None),
            month("2019-08-01", -331_952, 258_043, 466, 0, Some(-589_995)),
            month("2019-07-01", -272_807, 331_952, 600, 272_807, Some(-331_952)),
        ],
    )
    .await;
}

async fn read(world: &World, level: Level, query: &str) -> Value {
    let (_, mut browser) = world.holder(level, api()).await;
    let reply = browser.get(&format!("{SETTLEMENTS}{query}")).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.json);
    reply.json
}

#[tokio::test]
async fn figure_22_is_served_to_the_kopeck_as_r_054_to_r_061_ask() {
    let world = World::new().await;
    figure_22(&world).await;
    let page = read(&world, Level::Extended, "?year=2019").await;
    assert_eq!((&page["years"], &page["year"]), (&json!([2020, 2019]), &json!(2019)));
    assert_eq!(page["services"][0]["name"], "Газоснабжение природным газом");
    let row = |month: &Value| {
        let field = |name: &str| month[name].clone();
        json!([
            field("period"),
            field("opening"),
            field("charged"),
            field("volume"),
            field("paid"),
            field("closing"),
            field("expected"),
            field("open"),
        ])
    };
    let months: Vec<Value> =
        page["services"][0]["months"].as_array().expect("months").iter().map(row).collect();
    assert_eq!(
        months,
        [
            json!(["2019-09", -589_995, -257_490, "-465", 0, null, -332_505, true]),
            json!(["2019-08", -331_952, 258_043, "466", 0, -589_995, -589_995, false]),
            json!(["2019-07", -272_807, 331_952, "600", 272_807, -331_952, -331_952, false]),
        ]
    );
}

#[tokio::test]
async fn the_newest_year_comes_by_itself_and_a_year_without_months_is_empty() {
    let world = World::new().await;
    figure_22(&world).await;
    assert_eq!(read(&world, Level::Extended, "").await["year"], 2020);
    let empty = read(&world, Level::Extended, "?year=2021").await;
    assert_eq!(empty, json!({ "years": [2020, 2019], "year": 2021, "services": [] }));
}

#[tokio::test]
async fn a_month_says_why_its_charge_is_what_it_is() {
    let world = World::new().await;
    figure_22(&world).await;
    let page = read(&world, Level::Extended, "?year=2020").await;
    let month = &page["services"][0]["months"][0];
    assert_eq!(
        month["explanation"],
        json!({ "unit": "m³", "volume": "100", "tariff": "6.5", "product": 65_000, "other": 1_300 })
    );
    assert_eq!((&month["benefits"], &month["correction"]), (&json!(10_000), &json!(-2_550)), "R-062");
    let page = read(&world, Level::Extended, "?year=2019").await;
    assert_eq!(page["services"][0]["months"][1]["explanation"], Value::Null, "the figure prints no tariff");
}

#[tokio::test]
async fn services_stand_as_on_the_account_and_one_that_has_left_it_stands_last() {
    let world = World::new().await;
    for service in ["aaa-gone", "penalty", "maintenance", "gas"] {
        import(&world, service, vec![month("2026-10-01", 0, 0, 0, 0, Some(0))]).await;
    }
    let page = read(&world, Level::Extended, "").await;
    let services = page["services"].as_array().expect("services");
    let codes: Vec<_> = services.iter().filter_map(|service| service["code"].as_str()).collect();
    assert_eq!(codes, ["gas", "maintenance", "penalty", "aaa-gone"]);
    assert_eq!(services[3]["name"], "Другая услуга");
}

#[tokio::test]
async fn an_account_without_months_has_no_years() {
    let world = World::new().await;
    let page = read(&world, Level::Extended, "").await;
    assert_eq!(page, json!({ "years": [], "year": 2026, "services": [] }));
}

#[tokio::test]
async fn settlements_take_two_round_trips() {
    let world = World::new().await;
    figure_22(&world).await;
    let (_, mut browser) = world.holder(Level::Extended, api()).await;
    let before = world.app.store.trips();
    assert_eq!(browser.get(SETTLEMENTS).await.status, StatusCode::OK);
    assert_eq!(world.app.store.trips() - before, 2);
}

#[tokio::test]
async fn a_year_that_is_none_is_refused_at_its_field() {
    let world = World::new().await;
    let (_, mut browser) = world.holder(Level::Extended, api()).await;
    for query in ["?year=two", "?year=", "?month=1", "?year=99999999999"] {
        let reply = browser.get(&format!("{SETTLEMENTS}{query}")).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert_eq!(
            (&reply.json["code"], &reply.json["fields"][0]["field"]),
            (&json!("invalid_fields"), &json!("year"))
        );
    }
}
