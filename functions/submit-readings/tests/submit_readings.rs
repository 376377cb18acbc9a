//! Sending readings over HTTP against the embedded store (R-094…R-105, C-02, C-03, C-11, C-12; security rows 44, 45, 61).

use chrono::{Duration, NaiveDate};
use domain::{Account, Company, ExpiredVerification, UserId, link::Level};
use futures::future::join_all;
use http::{Request, StatusCode};
use platform::{
    Query, Table,
    records::readings::{LastReadings, SentReading},
    store::keys::accounts,
    testing::{
        Browser, Reply, World,
        fixtures::{ACCOUNT, account, company},
    },
};
use serde_json::{Value, json};
use submit_readings::api;

const PATH: &str = "/api/accounts/sever-33016355/readings";

async fn stored(world: &World) -> Vec<SentReading> {
    let partition = accounts::partition(&account().id);
    let query = Query::partition(Table::Accounts, partition).prefix(accounts::READINGS);
    query.run(&world.app.store).await.expect("read").all().expect("readings")
}

async fn last(world: &World) -> Option<LastReadings> {
    world.app.store.get(&accounts::meters(&account().id)).await.expect("read")
}

async fn send(browser: &mut Browser, key: &str, readings: Value) -> Reply {
    browser.post_once(PATH, key, json!({ "readings": readings })).await
}

/// A world of its own company and account.
async fn world(change: impl FnOnce(&mut Company, &mut Account), level: Level) -> (World, UserId, Browser) {
    let world = World::new().await;
    let (mut company, mut account) = (company(), account());
    change(&mut company, &mut account);
    world.import(&company, &account).await;
    let (user, browser) = world.signed_in(api()).await;
    world.link(user, &account.id, level).await;
    (world, user, browser)
}

async fn usual() -> (World, UserId, Browser) {
    world(|_, _| {}, Level::Limited).await
}

fn refused(reply: &Reply) -> (u16, &str) {
    (reply.status.as_u16(), reply.json["code"].as_str().unwrap_or_default())
}

#[tokio::test]
async fn all_flagged_meters_are_sent_in_two_round_trips() {
    let (world, user, mut browser) = usual().await;
    let before = world.app.store.trips();
    let done = send(
        &mut browser,
        "k1",
        json!([{ "meter": "m1", "value": 4385 }, { "meter": "m2", "value": " 00120 " }]),
    )
    .await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.json);
    assert_eq!(world.app.store.trips() - before, 2);
    insta::assert_json_snapshot!("all_flagged_meters_are_sent", done.json);
    let sent = stored(&world).await;
    assert_eq!(sent.len(), 2);
    let first = sent.iter().find(|sent| sent.meter == "m1").expect("stored");
    assert_eq!((first.user, first.value, first.consumption), (user, 4_385, Some(142)));
    assert_eq!(Some(first.date), NaiveDate::from_ymd_opt(2026, 11, 24));
    let last = last(&world).await.expect("stored");
    assert_eq!((last.version, last.of("m1").map(|sent| sent.value)), (1, Some(4_385)));
}

#[tokio::test]
async fn a_refused_reading_does_not_hold_up_the_others_as_r_101_asks() {
    let (world, _, mut browser) = usual().await;
    let readings = json!([
        { "meter": "m1", "value": 4242 },
        { "meter": "m2", "value": "121" },
        { "meter": "m9", "value": 1 },
    ]);
    let done = send(&mut browser, "k1", readings).await;
    assert_eq!(done.status, StatusCode::OK);
    insta::assert_json_snapshot!("a_refused_reading_does_not_hold_up_the_others", done.json);
    assert_eq!(stored(&world).await.len(), 1);
}

#[tokio::test]
async fn whatever_is_typed_has_its_own_message_and_is_never_an_error_of_ours() {
    let (world, _, mut browser) = usual().await;
    let mut told = Vec::new();
    for (n, value) in [
        json!(""),
        json!("4 385"),
        json!("4\u{a0}385"),
        json!("4385,5"),
        json!(4385.5),
        json!(1e300),
        json!(-1),
        json!("-4385"),
        json!("🔥"),
        json!("１２３"),
        json!("4e3"),
        json!(99_999_999_999_i64),
        json!(u64::MAX),
        json!("9".repeat(5_000)),
        json!("4242"),
        json!("4243"),
        json!("5244"),
        json!("NaN"),
        json!("<b>1</b>"),
    ]
    .into_iter()
    .enumerate()
    {
        let done = send(&mut browser, &format!("k{n}"), json!([{ "meter": "m1", "value": value }])).await;
        assert_eq!(done.status, StatusCode::OK, "{value}: {}", done.json);
        let result = &done.json["results"][0];
        let typed: String = value.to_string().chars().take(24).collect();
        told.push(format!("{typed}: {}: {}", result["code"].as_str().expect("refused"), result["message"]));
    }
    insta::assert_snapshot!("whatever_is_typed_has_its_own_message", told.join("\n"));
    assert_eq!((stored(&world).await.len(), last(&world).await), (0, None));
}

#[tokio::test]
async fn what_is_no_reading_at_all_is_refused_at_its_field() {
    let (_, _, mut browser) = usual().await;
    for value in [Value::Null, json!(true), json!([1]), json!({ "a": 1 })] {
        let done = send(&mut browser, "k1", json!([{ "meter": "m1", "value": value }])).await;
        assert_eq!(refused(&done), (422, "invalid_fields"));
        assert_eq!(done.json["fields"][0]["field"], "readings[0].value", "{}", done.json);
    }
    let unknown =
        send(&mut browser, "k1", json!([{ "meter": "m1", "value": 4400, "status": "accepted" }])).await;
    assert_eq!(refused(&unknown), (422, "invalid_fields"));
    let request = Request::post(PATH).header("idempotency-key", "k1").header("x-lk-request", "1");
    let huge = request
        .header("content-type", "application/json")
        .body(axum::body::Body::from(r#"{"readings":[{"meter":"m1","value":1e999}]}"#));
    let status = browser.raw(huge.expect("a request")).await.status;
    assert!(status.is_client_error(), "{status}");
}

#[tokio::test]
async fn an_empty_form_a_book_and_a_meter_named_twice_are_refused() {
    let (world, _, mut browser) = usual().await;
    let empty = send(&mut browser, "k1", json!([])).await;
    assert_eq!(
        (refused(&empty), &empty.json["fields"][0]["code"]),
        ((422, "invalid_fields"), &json!("no_readings"))
    );
    let many: Vec<_> = (0..21).map(|n| json!({ "meter": format!("m{n}"), "value": 1 })).collect();
    let book = send(&mut browser, "k1", json!(many)).await;
    assert_eq!(book.json["fields"][0]["code"], "too_many_readings");
    let twice = json!([
        { "meter": "m1", "value": 4300 }, { "meter": "m2", "value": 119 }, { "meter": "m1", "value": 4301 },
    ]);
    let twice = send(&mut browser, "k1", twice).await;
    let codes: Vec<_> = (0..3).map(|n| twice.json["results"][n]["code"].clone()).collect();
    assert_eq!(codes, [json!("duplicate_meter"), Value::Null, json!("duplicate_meter")]);
    assert_eq!(stored(&world).await.len(), 1);
}

#[tokio::test]
async fn an_unchanged_reading_is_taken_once_it_is_confirmed_as_c_03_asks() {
    let (world, _, mut browser) = usual().await;
    let asked = send(&mut browser, "k1", json!([{ "meter": "m1", "value": 4243 }])).await;
    assert_eq!(asked.json["results"][0]["code"], "unchanged_not_confirmed");
    let yes =
        send(&mut browser, "k1", json!([{ "meter": "m1", "value": 4243, "unchanged_confirmed": true }]))
            .await;
    assert_eq!(
        (&yes.json["results"][0]["status"], &yes.json["results"][0]["consumption"]),
        (&json!("accepted"), &json!(0))
    );
    assert_eq!(stored(&world).await.len(), 1, "a request that changed nothing left its key free");
}

#[tokio::test]
async fn a_dial_that_went_through_zero_is_taken_once_it_is_confirmed() {
    let near_the_end = |_: &mut Company, account: &mut Account| {
        account.meters[0].last_accepted.as_mut().expect("a reading").value = 99_990;
    };
    let (world, _, mut browser) = world(near_the_end, Level::Extended).await;
    let asked = send(&mut browser, "k1", json!([{ "meter": "m1", "value": "00012" }])).await;
    assert_eq!(asked.json["results"][0]["can_rollover"], true, "{}", asked.json);
    let yes =
        send(&mut browser, "k2", json!([{ "meter": "m1", "value": "00012", "rollover_confirmed": true }]))
            .await;
    assert_eq!(yes.json["results"][0]["consumption"], 22);
    assert!(stored(&world).await[0].rollover);
}

#[tokio::test]
async fn the_next_reading_is_compared_with_the_one_sent_before_as_c_11_asks() {
    let (_, _, mut browser) = usual().await;
    send(&mut browser, "k1", json!([{ "meter": "m1", "value": 4300 }])).await;
    let less = send(&mut browser, "k2", json!([{ "meter": "m1", "value": 4299 }])).await;
    assert_eq!(less.json["results"][0]["code"], "below_previous");
    let more = send(&mut browser, "k3", json!([{ "meter": "m1", "value": 4310 }])).await;
    assert_eq!(more.json["results"][0]["consumption"], 10);
    let over = send(&mut browser, "k4", json!([{ "meter": "m1", "value": 5244 }])).await;
    assert_eq!(over.json["results"][0]["code"], "over_limit", "the cap counts from the last accepted");
}

#[tokio::test]
async fn after_the_window_a_reading_counts_for_the_next_month() {
    let late = |company: &mut Company, _: &mut Account| company.readings.to_day = 23;
    let (_, _, mut browser) = world(late, Level::Limited).await;
    let done = send(&mut browser, "k1", json!([{ "meter": "m1", "value": 4300 }])).await;
    let result = &done.json["results"][0];
    assert_eq!((&result["period"], &result["message"]), (&json!("2026-12"), &json!("Учтём за декабрь 2026")));
}

#[tokio::test]
async fn a_meter_past_its_verification_is_blocked_or_warned_about_as_c_12_asks() {
    let expired = |_: &mut Company, account: &mut Account| {
        account.meters[0].next_verification = NaiveDate::from_ymd_opt(2026, 11, 23);
    };
    let (_, _, mut browser) = world(expired, Level::Limited).await;
    let blocked = send(&mut browser, "k1", json!([{ "meter": "m1", "value": 4300 }])).await;
    assert_eq!(blocked.json["results"][0]["code"], "verification_expired");
    let accepting = |company: &mut Company, account: &mut Account| {
        expired(company, account);
        company.readings.expired_verification = ExpiredVerification::AcceptWithWarning;
    };
    let (world, _, mut browser) = world(accepting, Level::Limited).await;
    let warned = send(&mut browser, "k1", json!([{ "meter": "m1", "value": 4300 }])).await;
    insta::assert_json_snapshot!("a_meter_past_its_verification_is_warned_about", warned.json);
    assert!(stored(&world).await[0].warned);
}

#[tokio::test]
async fn an_account_without_meters_has_nothing_to_send_as_r_103_asks() {
    let (_, _, mut browser) = world(|_, account| account.meters.clear(), Level::Extended).await;
    let done = send(&mut browser, "k1", json!([{ "meter": "m1", "value": 4300 }])).await;
    assert_eq!(refused(&done), (409, "no_meters"));
}

#[tokio::test]
async fn a_company_may_keep_readings_for_the_extended_version_as_c_02_asks() {
    let closed = |company: &mut Company, _: &mut Account| company.limited.send_readings = false;
    let reading = json!([{ "meter": "m1", "value": 4300 }]);
    let (world_of_limited, _, mut limited) = world(closed, Level::Limited).await;
    assert_eq!(refused(&send(&mut limited, "k1", reading.clone()).await), (403, "extended_required"));
    assert!(stored(&world_of_limited).await.is_empty());
    let (_, _, mut extended) = world(closed, Level::Extended).await;
    assert_eq!(send(&mut extended, "k1", reading).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_strangers_account_and_none_are_the_same_404_as_row_44_asks() {
    let (world, _, _) = usual().await;
    let (_, mut stranger) = world.signed_in(api()).await;
    let reading = json!({ "readings": [{ "meter": "m1", "value": 4300 }] });
    let mut foreign = stranger.post_once(PATH, "k1", reading.clone()).await;
    let mut absent = stranger.post_once("/api/accounts/sever-00000000/readings", "k1", reading.clone()).await;
    assert_eq!(refused(&foreign), (404, "not_found"));
    for reply in [&mut foreign, &mut absent] {
        reply.json["request_id"] = json!("…");
    }
    assert_eq!(foreign.json, absent.json);
    assert!(stored(&world).await.is_empty());
    let nobody = world.serve(api()).post_once(PATH, "k1", reading).await;
    assert_eq!(refused(&nobody), (401, "session_required"));
}

#[tokio::test]
async fn a_repeated_request_gets_the_same_results_and_stores_nothing_as_row_61_asks() {
    let (world, _, mut browser) = usual().await;
    let readings = json!([{ "meter": "m1", "value": 4300 }, { "meter": "m2", "value": 1 }]);
    let first = send(&mut browser, "k1", readings.clone()).await;
    let before = world.app.store.trips();
    let again = send(&mut browser, "k1", readings.clone()).await;
    assert_eq!((again.status, &again.json), (StatusCode::OK, &first.json));
    assert_eq!((world.app.store.trips() - before, stored(&world).await.len()), (1, 1));
    let other = send(&mut browser, "k1", json!([{ "meter": "m1", "value": 4301 }])).await;
    assert_eq!(refused(&other), (422, "idempotency_mismatch"));
    let keyless = browser.post(PATH, json!({ "readings": readings })).await;
    assert_eq!(refused(&keyless), (400, "idempotency_key_required"));
}

#[tokio::test]
async fn a_key_is_new_again_after_a_day_swept_or_not() {
    let (world, user, mut browser) = usual().await;
    send(&mut browser, "k1", json!([{ "meter": "m1", "value": 4300 }])).await;
    world.clock.advance(Duration::hours(24));
    let mut next_day = world.signed_in_as(user, "ivanov@example.ru", api()).await;
    let done = send(&mut next_day, "k1", json!([{ "meter": "m1", "value": 4310 }])).await;
    assert_eq!(done.json["results"][0]["consumption"], 10, "{}", done.json);
    browser = next_day;
    let again = send(&mut browser, "k1", json!([{ "meter": "m1", "value": 4310 }])).await;
    assert_eq!((again.json, stored(&world).await.len()), (done.json, 2));
}

#[tokio::test]
async fn one_key_pressed_many_times_at_once_sends_one_reading() {
    let (world, _, browser) = usual().await;
    let presses = (0..5).map(|_| {
        let mut browser = browser.clone();
        async move { send(&mut browser, "k1", json!([{ "meter": "m1", "value": 4300 }])).await }
    });
    for reply in join_all(presses).await {
        assert!(matches!(refused(&reply), (200, "") | (409, "reading_changed")), "{}", reply.json);
    }
    assert_eq!(stored(&world).await.len(), 1);
    assert_eq!(last(&world).await.expect("stored").version, 1);
}

#[tokio::test]
async fn holders_who_send_at_once_are_judged_one_after_the_other() {
    let (world, _, browser) = usual().await;
    let (wife, mut hers) = world.signed_in(api()).await;
    world.link(wife, &ACCOUNT.parse().expect("an id"), Level::Extended).await;
    let mut his = browser.clone();
    let (his, hers) = tokio::join!(
        send(&mut his, "k1", json!([{ "meter": "m1", "value": 4300 }])),
        send(&mut hers, "k1", json!([{ "meter": "m1", "value": 4350 }])),
    );
    assert!(his.status == StatusCode::OK && hers.status == StatusCode::OK, "{} {}", his.json, hers.json);
    let sent = stored(&world).await;
    let accepted =
        [his, hers].iter().filter(|reply| reply.json["results"][0]["status"] == "accepted").count();
    assert_eq!(sent.len(), accepted);
    assert_eq!(last(&world).await.expect("stored").of("m1").map(|sent| sent.value), Some(4_350));
    let consumed: i64 = sent.iter().filter_map(|sent| sent.consumption).sum();
    assert_eq!(consumed, 4_350 - 4_243, "nothing is counted twice");
}

#[tokio::test]
async fn a_flood_of_readings_is_stopped() {
    let (_, _, mut browser) = usual().await;
    for n in 0..30 {
        let done = send(&mut browser, &format!("k{n}"), json!([{ "meter": "m1", "value": 4_300 + n }])).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.json);
    }
    let stopped = send(&mut browser, "k30", json!([{ "meter": "m1", "value": 4_400 }])).await;
    assert_eq!(refused(&stopped), (429, "too_many_requests"));
    assert!(stopped.headers.contains_key("retry-after"));
}
