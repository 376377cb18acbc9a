//! What a level and a company's settings open (R-045…; security rows 45 and 49).

use crate::{ACTS, CONTRACTS, HISTORY, PAGE, PAYMENTS, SETTLEMENTS, SUBSCRIBER};
use domain::{Section, link::Level};
use http::StatusCode;
use platform::testing::{
    World,
    fixtures::{account, company},
};
use serde_json::json;
use view_account::api;

const EXTENDED: [(&str, Section); 4] = [
    (SETTLEMENTS, Section::Settlements),
    (SUBSCRIBER, Section::Subscriber),
    (CONTRACTS, Section::Contracts),
    (ACTS, Section::Acts),
];

#[tokio::test]
async fn the_limited_version_is_offered_what_it_does_not_see_and_gets_none_of_it_as_row_45_asks() {
    let world = World::new().await;
    let (_, mut browser) = world.holder(Level::Limited, api()).await;
    let page = browser.get(PAGE).await.json;
    assert_eq!(page["sections"], json!(["services", "meters", "payments"]));
    assert_eq!(page["locked_sections"], json!(["subscriber", "settlements", "contracts", "acts"]));
    for (path, _) in EXTENDED {
        let reply = browser.get(path).await;
        assert_eq!(
            (reply.status, &reply.json["code"]),
            (StatusCode::FORBIDDEN, &json!("extended_required")),
            "{path}"
        );
        let text = reply.json.to_string();
        assert!(!text.contains("Иванов") && !text.contains("Чехова"), "{path}");
    }
}

#[tokio::test]
async fn the_extended_version_sees_every_section_that_is_served() {
    let world = World::new().await;
    let (_, mut browser) = world.holder(Level::Extended, api()).await;
    let page = browser.get(PAGE).await.json;
    assert_eq!(
        page["sections"],
        json!(["services", "meters", "payments", "subscriber", "settlements", "contracts", "acts"])
    );
    assert_eq!(page["locked_sections"], json!([]));
}

#[tokio::test]
async fn a_section_that_the_company_does_not_show_is_there_for_nobody_as_r_045_asks() {
    let others = [(HISTORY, Section::Meters), (PAYMENTS, Section::Payments)];
    for (path, section) in EXTENDED.into_iter().chain(others) {
        for level in [Level::Limited, Level::Extended] {
            let world = World::new().await;
            let (_, mut browser) = world.holder(level, api()).await;
            let mut company = company();
            company.sections.retain(|shown| *shown != section);
            world.import(&company, &account()).await;
            let reply = browser.get(path).await;
            assert_eq!(
                (reply.status, &reply.json["code"]),
                (StatusCode::FORBIDDEN, &json!("not_permitted")),
                "{path} {level:?}"
            );
            let page = browser.get(PAGE).await.json;
            for list in ["sections", "locked_sections"] {
                assert!(!page[list].to_string().contains(&json!(section).to_string()), "{path} {level:?}");
            }
        }
    }
}

#[tokio::test]
async fn the_first_screen_is_without_what_a_hidden_section_would_show() {
    let world = World::new().await;
    let (_, mut browser) = world.holder(Level::Extended, api()).await;
    let mut company = company();
    company.sections = vec![Section::Payments];
    world.import(&company, &account()).await;
    let page = browser.get(PAGE).await.json;
    assert_eq!((&page["services"], &page["meters"]), (&json!([]), &json!([])));
    assert_eq!(page["due"], json!({ "amount": 0, "overdue": false, "balance": 0 }));
    assert_eq!(page["can"]["pay"], false, "a payment begins in «Услуги»");
    assert_eq!(page["can"]["send_readings"], false, "readings begin in «Приборы учета»");
}
