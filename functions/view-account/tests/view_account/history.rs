//! «История» of a meter.

use crate::{HISTORY, day, sent};
use domain::{HistoryReading, ReadingSource, ReadingStatus, calendar, link::Level, packet::MeterHistory};
use http::StatusCode;
use platform::{
    store::keys,
    testing::{World, fixtures::account},
};
use serde_json::json;
use view_account::api;

/// Readings of the 24th of each month from November 2024 to October 2026, 10 m³ more each month; 4243 at the last.
fn two_years() -> Vec<HistoryReading> {
    let mut value = 4_243;
    let mut readings = Vec::new();
    for back in 1..25 {
        let month = calendar::shift_month(day("2026-11-24"), -back);
        let consumption = i64::from(25 - back) * 10;
        let date = calendar::day_of_month(month, 24);
        let (source, status) = (ReadingSource::Subscriber, ReadingStatus::Accepted);
        readings.push(HistoryReading { date, value, consumption: Some(consumption), source, status });
        value -= consumption;
    }
    readings
}

async fn imported(world: &World, readings: Vec<HistoryReading>) {
    let history = MeterHistory { meter: "m1".into(), readings: readings.into() };
    world.app.store.put(&keys::accounts::history(&account().id, "m1"), &history).await.expect("stored");
}

#[tokio::test]
async fn a_year_of_readings_and_the_months_of_two_come_in_two_round_trips() {
    let world = World::new().await;
    let (_, mut browser) = world.holder(Level::Limited, api()).await;
    imported(&world, two_years()).await;
    sent(&world, 1, 4_300, 57, "2026-11-20").await;
    let before = world.app.store.trips();
    let history = browser.get(HISTORY).await;
    assert_eq!(history.status, StatusCode::OK, "{}", history.json);
    assert_eq!(world.app.store.trips() - before, 2);
    insta::assert_json_snapshot!("history", history.json);
}

#[tokio::test]
async fn months_without_a_reading_are_there_and_empty() {
    let world = World::new().await;
    let (_, mut browser) = world.holder(Level::Extended, api()).await;
    let history = browser.get(HISTORY).await.json;
    assert_eq!(history["readings"], json!([]));
    for (name, first, last) in [("months", "2025-12", "2026-11"), ("previous_year", "2024-12", "2025-11")] {
        let months = history[name].as_array().expect("months");
        assert_eq!(months.len(), 12);
        assert_eq!(months[0], json!({ "month": first, "consumption": 0 }));
        assert_eq!(months[11], json!({ "month": last, "consumption": 0 }));
    }
}

#[tokio::test]
async fn a_sent_reading_that_the_company_lists_is_shown_once() {
    let world = World::new().await;
    let (_, mut browser) = world.holder(Level::Extended, api()).await;
    sent(&world, 1, 4_250, 7, "2026-10-20").await;
    sent(&world, 2, 4_300, 50, "2026-11-20").await;
    let counted = |date, value, consumption, source| HistoryReading {
        date: day(date),
        value,
        consumption: Some(consumption),
        source,
        status: ReadingStatus::Accepted,
    };
    let listed = vec![
        counted("2026-11-20", 4_300, 50, ReadingSource::Subscriber),
        counted("2026-10-31", 4_250, 7, ReadingSource::Portal),
    ];
    imported(&world, listed).await;
    let history = browser.get(HISTORY).await.json;
    let shown: Vec<_> = history["readings"]
        .as_array()
        .expect("readings")
        .iter()
        .map(|reading| (reading["date"].clone(), reading["value"].clone(), reading["status"].clone()))
        .collect();
    let expected = [("2026-11-20", 4_300), ("2026-10-31", 4_250)];
    assert_eq!(shown, expected.map(|(date, value)| (json!(date), json!(value), json!("accepted"))));
}

#[tokio::test]
async fn a_sent_reading_that_the_company_passed_over_is_rejected_and_not_in_the_chart() {
    let world = World::new().await;
    let (_, mut browser) = world.holder(Level::Extended, api()).await;
    sent(&world, 1, 4_400, 200, "2026-10-10").await;
    imported(&world, two_years()).await;
    let history = browser.get(HISTORY).await.json;
    let passed_over = json!({
        "date": "2026-10-10", "value": 4_400, "consumption": 200, "source": "portal", "status": "rejected",
    });
    assert_eq!(history["readings"][1], passed_over);
    assert_eq!(history["months"][10], json!({ "month": "2026-10", "consumption": 240 }));
}

#[tokio::test]
async fn what_names_no_meter_is_not_found_and_never_an_error_of_ours() {
    let world = World::new().await;
    let (_, mut browser) = world.holder(Level::Extended, api()).await;
    let long = "m".repeat(3_000);
    for meter in ["m9", "%00", "%F0%9F%94%A5", "..%2F..", "%FF", long.as_str()] {
        let reply = browser.get(&format!("/api/accounts/sever-33016355/meters/{meter}/readings")).await;
        assert_eq!(
            (reply.status, &reply.json["code"]),
            (StatusCode::NOT_FOUND, &json!("not_found")),
            "{meter:.20}"
        );
    }
}
