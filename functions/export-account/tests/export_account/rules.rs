//! Who gets which file, and how many.

use crate::{PAYMENTS, READINGS, SETTLEMENTS, get, holder, path};
use domain::{Section, link::Level};
use http::StatusCode;
use platform::testing::{
    World,
    fixtures::{account, company},
};
use serde_json::json;

const ALL: [&str; 6] =
    ["settlements.csv", "settlements.xlsx", "readings.csv", "readings.xlsx", "payments.csv", "payments.xlsx"];

#[tokio::test]
async fn a_stranger_finds_no_file_as_row_44_asks() {
    let (world, _, _) = holder(Level::Extended).await;
    let (_, mut stranger) = world.signed_in(export_account::api()).await;
    for file in ALL {
        let reply = stranger.get(&path(file)).await;
        assert_eq!(
            (reply.status, &reply.json["code"]),
            (StatusCode::NOT_FOUND, &json!("not_found")),
            "{file}"
        );
        assert_eq!(
            world.serve(export_account::api()).get(&path(file)).await.status,
            StatusCode::UNAUTHORIZED
        );
    }
}

#[tokio::test]
async fn settlements_are_the_extended_versions_as_r_053_asks() {
    let (_world, _, mut browser) = holder(Level::Limited).await;
    for file in ["settlements.csv", "settlements.xlsx"] {
        let reply = browser.get(&path(file)).await;
        assert_eq!((reply.status, &reply.json["code"]), (StatusCode::FORBIDDEN, &json!("extended_required")));
    }
}

#[tokio::test]
async fn the_limited_version_exports_what_its_screens_show_as_row_49_asks() {
    let (_world, _, mut browser) = holder(Level::Limited).await;
    let readings = get(&mut browser, "readings.csv").await;
    let text = std::str::from_utf8(&readings.body).expect("UTF-8");
    assert!(text.contains("6****37") && !text.contains("60412337"), "{text}");
    let payments = get(&mut browser, "payments.csv").await;
    let text = std::str::from_utf8(&payments.body).expect("UTF-8");
    assert!(text.contains("1000,00"), "the user's own");
    assert!(!text.contains("2000,00") && !text.contains("3000,00"), "C-02: {text}");
}

#[tokio::test]
async fn a_section_that_the_company_hides_has_no_file() {
    for (kind, section) in
        [(SETTLEMENTS, Section::Settlements), (READINGS, Section::Meters), (PAYMENTS, Section::Payments)]
    {
        let (world, _, mut browser) = holder(Level::Extended).await;
        let mut company = company();
        company.sections.retain(|shown| *shown != section);
        world.import(&company, &account()).await;
        let reply = browser.get(&path(&format!("{kind}.csv"))).await;
        assert_eq!(
            (reply.status, &reply.json["code"]),
            (StatusCode::FORBIDDEN, &json!("not_permitted")),
            "{kind}"
        );
    }
}

#[tokio::test]
async fn an_unknown_file_is_not_found() {
    let (_world, _, mut browser) = holder(Level::Extended).await;
    for file in
        ["settlements", "settlements.pdf", "acts.csv", "payments.csv.exe", ".csv", "..%2Fpayments.csv"]
    {
        let reply = browser.get(&path(file)).await;
        assert_eq!(
            (reply.status, &reply.json["code"]),
            (StatusCode::NOT_FOUND, &json!("not_found")),
            "{file}"
        );
    }
}

#[tokio::test]
async fn thirty_files_in_ten_minutes_are_all_a_user_has() {
    let world = World::new().await;
    let (_, mut browser) = world.holder(Level::Extended, export_account::api()).await;
    for _ in 0..30 {
        get(&mut browser, "payments.csv").await;
    }
    let over = browser.get(&path("payments.csv")).await;
    assert_eq!(
        (over.status, &over.json["code"]),
        (StatusCode::TOO_MANY_REQUESTS, &json!("too_many_requests"))
    );
    assert!(over.headers.contains_key("retry-after"));
    let unknown = browser.get(&path("acts.csv")).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND, "what makes no file is not counted");
    let (other, mut another) = world.signed_in(export_account::api()).await;
    world.link(other, &account().id, Level::Extended).await;
    get(&mut another, "payments.csv").await;
}

/// What API Gateway is handed is base64: a text would be decoded on the way and lose the mark that makes a spreadsheet read
/// UTF-8.
#[tokio::test]
async fn a_file_leaves_lambda_byte_for_byte() {
    let (_world, _, mut browser) = holder(Level::Extended).await;
    for file in ALL {
        let reply = get(&mut browser, file).await;
        let response = http::Response::builder()
            .header("content-type", &reply.headers["content-type"])
            .body(axum::body::Body::from(reply.body.clone()))
            .expect("a response");
        let sent = lambda_http::IntoResponse::into_response(response).await;
        assert!(matches!(sent.body(), lambda_http::Body::Binary(bytes) if *bytes == reply.body), "{file}");
    }
}

#[tokio::test]
async fn an_account_without_anything_makes_a_file_of_a_header() {
    let world = World::new().await;
    let (_, mut browser) = world.holder(Level::Extended, export_account::api()).await;
    for file in ALL {
        assert!(!get(&mut browser, file).await.body.is_empty(), "{file}");
    }
}
