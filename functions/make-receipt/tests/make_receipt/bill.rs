//! The bill (R-063, C-02, C-08; security rows 44, 45, 49, 57, 78).

use super::support::*;
use domain::{Kopecks, Level, PaymentLine, PaymentState};
use http::StatusCode;
use platform::{
    store::keys::accounts,
    testing::{
        World,
        fixtures::{ACCOUNT, account},
    },
};
use serde_json::json;

#[tokio::test]
async fn a_bill_of_the_last_closed_month_tells_every_sum_to_the_kopeck_as_r_063_asks() {
    let world = World::new().await;
    let (_, mut browser) = holder(&world, Level::Extended, false).await;
    let before = world.app.store.trips();
    let reply = ask_bill(&mut browser).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.json);
    assert_eq!(world.app.store.trips() - before, 3, "gate, account, limit");
    assert_eq!(reply.json["file_name"], "Квитанция 33016355 октябрь 2026.pdf");
    assert_eq!(reply.json["created_at"], "2026-11-24T09:00:00Z");

    let text = text(&fetch(&reply).await);
    assert_says(
        &text,
        &[
            "за октябрь 2026 г.",
            "№ 2610-33016355 от 24.11.2026",
            "33016355",
            "80АА100007-02",
            "Иванов Иван Иванович",
            "г. Гатчина, ул. Чехова, д. 8, кв. 8",
            "Количество проживающих: 3",
            "В итоге учтена переплата: 12,04 ₽",
            "10 ноября 2026 г.",
            "Последний платёж: 8 октября 2026 г. — 184,50 ₽",
            "60412337",
            "Расход газа",
        ],
    );
    // −3319,52 − 2580,43 = −5899,95 of the manual (C-08); the overpaid penalty covers 12,04 of it.
    assert_says(&text, &["3 319,52", "2 580,43", "466 м³", "5,5374", "5 899,95", "5 887,91 ₽"]);
    assert_says(&text, &["Пять тысяч восемьсот восемьдесят семь рублей 91 копейка"]);
    // Readings of October and September: November's belongs to the next bill.
    assert_says(&text, &["4 243", "24.10.2026", "4 081", "24.09.2026"]);
    assert_silent(&text, &["4 405"]);
}

#[tokio::test]
async fn what_was_paid_through_the_portal_lessens_the_bill_before_the_company_has_counted_it() {
    let world = World::new().await;
    let (user, mut browser) = holder(&world, Level::Extended, false).await;
    let gas = PaymentLine { service: "gas".into(), name: String::new(), amount: Kopecks(500_001) };
    let mut paid = payment(&world, user, PaymentState::Succeeded);
    (paid.lines, paid.amount) = (vec![gas], Kopecks(500_001));
    store_credit(&world, &paid).await;
    let text = text(&fetch(&ask_bill(&mut browser).await).await);
    assert_says(
        &text,
        &[
            "887,90 ₽",
            "899,94",
            "Оплачено после закрытия месяца: 5 000,01 ₽",
            "Последний платёж: 24 ноября 2026 г. — 5 000,01 ₽",
        ],
    );
    assert_silent(&text, &["5 887,91"]);
}

#[tokio::test]
async fn the_limited_version_gets_a_bill_without_answers_to_control_questions_as_row_49_asks() {
    let world = World::new().await;
    let (_, mut browser) = holder(&world, Level::Limited, true).await;
    let reply = ask_bill(&mut browser).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.json);
    let pdf = fetch(&reply).await;
    let text = text(&pdf);
    assert_says(&text, &["33016355", "6****37", "0****07", "5 887,91 ₽", "Газоснабжение природным газом"]);
    assert_silent(
        &text,
        &[
            "Иванов",
            "Чехова",
            "80АА100007",
            "60412337",
            "0077A007",
            "2 580,43",
            "3 319,52",
            "466",
            "5,53",
            "184,50",
            "проживающих",
            "Последний платёж",
            "4 081",
            "162",
        ],
    );
    let raw = String::from_utf8_lossy(&pdf);
    assert_silent(&raw, &["60412337", "2580"]);
}

#[tokio::test]
async fn without_the_right_the_limited_version_is_offered_the_extended_one_as_row_45_asks() {
    let world = World::new().await;
    let (_, mut browser) = holder(&world, Level::Limited, false).await;
    let reply = ask_bill(&mut browser).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    assert_eq!(reply.json["code"], "extended_required");
    assert_eq!(files(&world), 0);
}

#[tokio::test]
async fn a_stranger_and_nobody_get_no_bill_as_row_44_asks() {
    let world = World::new().await;
    holder(&world, Level::Extended, false).await;
    let (_, mut stranger) = world.signed_in(make_receipt::api()).await;
    let foreign = ask_bill(&mut stranger).await;
    let absent = stranger.post("/api/accounts/sever-99999999/bills", json!({})).await;
    for mut reply in [foreign, absent] {
        assert_eq!(reply.status, StatusCode::NOT_FOUND);
        reply.json["request_id"].take();
        assert_eq!(reply.json["code"], "not_found");
    }
    let mut nobody = world.serve(make_receipt::api());
    assert_eq!(ask_bill(&mut nobody).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(files(&world), 0);
}

#[tokio::test]
async fn an_account_unlinked_gives_no_more_bills_and_its_links_last_a_minute_as_row_57_asks() {
    let world = World::new().await;
    let (user, mut browser) = holder(&world, Level::Extended, false).await;
    let reply = ask_bill(&mut browser).await;
    let url = reply.json["url"].as_str().expect("a link");
    assert_eq!(reply.json["expires_in"], 60);
    assert!(url.contains("X-Amz-Expires=60&"), "{url}");
    let longer = url.replace("X-Amz-Expires=60&", "X-Amz-Expires=600&");
    assert_eq!(open(&longer).await.status(), 403, "the signature holds the time");
    let unsigned = url.split('?').next().unwrap_or_default();
    assert_eq!(open(unsigned).await.status(), 403, "the bucket is closed");

    world.app.store.delete(&accounts::link(user, &account().id)).await.expect("deleted");
    assert_eq!(ask_bill(&mut browser).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_pdf_opens_in_the_browser_under_its_name_and_its_address_tells_nothing_as_row_78_asks() {
    let world = World::new().await;
    let (_, mut browser) = holder(&world, Level::Extended, false).await;
    let reply = ask_bill(&mut browser).await;
    let url = reply.json["url"].as_str().expect("a link");
    let path = url.split('?').next().unwrap_or_default();
    assert_silent(path, &["33016355", "sever"]);
    let answer = open(url).await;
    assert_eq!(answer.headers()["content-type"], "application/pdf");
    let disposition = answer.headers()["content-disposition"].to_str().expect("ascii").to_owned();
    assert!(disposition.starts_with("inline; filename*=UTF-8''%D0%9A%D0%B2%D0%B8%D1%82"), "{disposition}");
}

#[tokio::test]
async fn without_a_closed_month_there_is_no_bill() {
    let world = World::new().await;
    let (_, mut browser) = world.holder(Level::Extended, make_receipt::api()).await;
    let none = ask_bill(&mut browser).await;
    assert_eq!(none.status, StatusCode::CONFLICT);
    assert_eq!(none.json["code"], "bill_unavailable");

    let months = vec![settled("2026-11-01", 0, 100, 0, None)];
    let rows = domain::packet::ServiceSettlements { service: "gas".into(), months: months.into() };
    let key = accounts::settlements(&account().id, "gas");
    world.app.store.put(&key, &rows).await.expect("stored");
    assert_eq!(
        ask_bill(&mut browser).await.json["code"],
        "bill_unavailable",
        "an open month is no bill (R-059)"
    );
}

#[tokio::test]
async fn thirty_documents_in_ten_minutes_are_enough_for_anybody() {
    let world = World::new().await;
    let (_, mut browser) = world.holder(Level::Extended, make_receipt::api()).await;
    for _ in 0..30 {
        assert_eq!(ask_bill(&mut browser).await.json["code"], "bill_unavailable");
    }
    let refused = ask_bill(&mut browser).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.headers.contains_key("retry-after"));
    world.clock.advance(chrono::TimeDelta::minutes(10));
    assert_eq!(ask_bill(&mut browser).await.json["code"], "bill_unavailable");
}

#[tokio::test]
async fn a_store_of_files_that_is_down_is_told_in_russian() {
    let world = World::new().await;
    let (_, mut browser) = holder(&world, Level::Extended, false).await;
    // A file where the store needs a folder: every write of a bill fails on the store's side.
    std::fs::write(world.files().join("documents/bills"), "").expect("written");
    let reply = ask_bill(&mut browser).await;
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(reply.headers["content-type"], "application/problem+json");
    assert_eq!(reply.json["code"], "unavailable");
    assert_says(reply.json["title"].as_str().expect("a title"), &["Сервис временно недоступен"]);
}

#[tokio::test]
async fn a_request_that_asks_for_more_than_a_bill_is_refused() {
    let world = World::new().await;
    let (_, mut browser) = holder(&world, Level::Extended, false).await;
    let reply = browser.post(&format!("/api/accounts/{ACCOUNT}/bills"), json!({ "level": "extended" })).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(reply.json["fields"][0]["code"], "unknown_field");
}

/// Folders and files in the bucket of documents.
fn files(world: &World) -> usize {
    std::fs::read_dir(world.files().join("documents")).expect("the bucket").count()
}
