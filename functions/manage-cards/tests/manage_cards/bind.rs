//! Linking a card on the bank's page (R-186…R-189).

use crate::{accepted, at_bank, bind, follow, linked, opened};
use domain::{BindingId, Level};
use http::StatusCode;
use payments::{cards::load_binding, testing::Till};
use platform::{outbox::Event, testing::fixtures};
use serde_json::json;

#[tokio::test]
async fn linking_begins_in_three_round_trips_before_the_bank_and_leads_to_its_page() {
    let (till, _, mut browser) = opened().await;
    let before = till.world.app.store.trips();
    let reply = bind(&mut browser, "form-1").await;
    assert_eq!(till.world.app.store.trips() - before, 4, "three, and one for the bank's answer");
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.json);
    let binding = &reply.json;
    assert_eq!((&binding["state"], &binding["company"]), (&json!("pending"), &json!("sever")));
    let method = till.bank.method(&at_bank(&till)).expect("at the bank");
    assert!(binding["confirmation_url"].as_str().is_some_and(|url| url.ends_with(&method.id)), "{binding}");
    assert_eq!(method.metadata["bind_id"], binding["id"]);
    let id = binding["id"].as_str().expect("an id");
    assert_eq!(method.visit.return_url, Some(format!("http://localhost:3000/cards/{id}/result")));
    assert!(binding["expires_at"].is_string() && binding["card"].is_null());
}

#[tokio::test]
async fn a_card_that_the_bank_has_checked_is_linked_and_its_owner_told() {
    let (till, user, mut browser) = opened().await;
    let card = linked(&till, &mut browser, "form-1", bank::SUCCESSFUL_CARD).await;
    assert_eq!((&card["mask"], &card["card_type"]), (&json!("•••• 0004"), &json!("Mir")));
    assert_eq!((&card["expiry"], &card["expired"]), (&json!("12/2030"), &json!(false)));
    assert_eq!((&card["title"], &card["company"]), (&json!("Мир •••• 0004"), &json!("sever")));
    assert_eq!(card["company_name"], "ООО «Северогаз Регион»");
    let listed = browser.get("/api/cards").await.json;
    assert_eq!(listed["cards"], json!([card]));
    let told: Vec<_> = till.world.outbox().await.into_iter().map(|row| row.event).collect();
    let company = "sever".parse().expect("an id");
    assert_eq!(told, [Event::CardLinked { user, company, card: "Мир •••• 0004".into() }]);
}

#[tokio::test]
async fn coming_back_without_a_card_changes_nothing_as_row_66_asks() {
    let (till, _, mut browser) = opened().await;
    let binding = bind(&mut browser, "form-1").await.json;
    till.pass(3);
    assert_eq!(follow(&mut browser, &binding).await["state"], "pending");
    assert_eq!(browser.get("/api/cards").await.json["cards"], json!([]));
}

#[tokio::test]
async fn a_refused_card_and_an_abandoned_page_are_told_apart_as_r_188_asks() {
    let (till, _, mut browser) = opened().await;
    let refused = bind(&mut browser, "form-1").await.json;
    till.bank.bind(&at_bank(&till), "2200000000000053").expect("a card without money");
    till.pass(3);
    let refused = follow(&mut browser, &refused).await;
    assert_eq!(
        (&refused["state"], &refused["refusal"]["code"]),
        (&json!("inactive"), &json!("card_declined"))
    );
    assert!(refused["refusal"]["message"].is_string() && refused["refusal"]["advice"].is_string());
    let left = bind(&mut browser, "form-2").await.json;
    till.bank.deactivate_method(&at_bank(&till)).expect("a card");
    till.pass(3);
    let left = follow(&mut browser, &left).await;
    assert_eq!((&left["state"], &left["refusal"]["code"]), (&json!("inactive"), &json!("abandoned")));
    assert_eq!(browser.get("/api/cards").await.json["cards"], json!([]));
}

#[tokio::test]
async fn the_bank_is_asked_once_in_three_seconds_however_often_the_page_looks() {
    let (till, _, mut browser) = opened().await;
    let binding = bind(&mut browser, "form-1").await.json;
    till.pass(3);
    assert_eq!(follow(&mut browser, &binding).await["state"], "pending");
    till.bank.bind(&at_bank(&till), bank::SUCCESSFUL_CARD).expect("a card");
    till.pass(2);
    assert_eq!(follow(&mut browser, &binding).await["state"], "pending", "not asked again yet");
    till.pass(1);
    assert_eq!(follow(&mut browser, &binding).await["state"], "active");
}

#[tokio::test]
async fn a_repeated_request_is_the_same_binding_and_another_body_is_refused() {
    let (till, _, mut browser) = opened().await;
    let first = bind(&mut browser, "form-1").await;
    let again = bind(&mut browser, "form-1").await;
    assert_eq!((again.status, &again.json), (StatusCode::CREATED, &first.json));
    let mut other = accepted();
    other["company"] = json!("volga");
    let other = browser.post_once("/api/cards/bindings", "form-1", other).await;
    assert_eq!(
        (other.status, &other.json["code"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("idempotency_mismatch"))
    );
    assert_eq!(till.bank.methods().len(), 1);
}

#[tokio::test]
async fn ten_parallel_clicks_are_one_binding() {
    let (till, _, browser) = opened().await;
    let clicks = (0..10).map(|_| {
        let mut browser = browser.clone();
        async move { bind(&mut browser, "form-1").await }
    });
    let replies = futures::future::join_all(clicks).await;
    assert_eq!(till.bank.methods().len(), 1);
    for reply in &replies {
        assert_eq!((reply.status, &reply.json["id"]), (StatusCode::CREATED, &replies[0].json["id"]));
    }
}

#[tokio::test]
async fn the_sixth_binding_of_a_day_waits_as_row_73_asks() {
    let (till, _, mut browser) = opened().await;
    for n in 0..5 {
        assert_eq!(bind(&mut browser, &format!("form-{n}")).await.status, StatusCode::CREATED);
    }
    let reply = bind(&mut browser, "form-6").await;
    assert_eq!(reply.status, StatusCode::TOO_MANY_REQUESTS, "{}", reply.json);
    assert!(reply.headers.contains_key("retry-after"));
    assert_eq!(till.bank.methods().len(), 5);
}

#[tokio::test]
async fn a_company_without_a_linked_account_is_as_absent_as_one_that_is_not_there() {
    let till = Till::open().await;
    till.world.import(&fixtures::company(), &fixtures::account()).await;
    let (_, mut stranger) = till.world.signed_in(manage_cards::api()).await;
    let foreign = bind(&mut stranger, "k").await;
    let mut nowhere = accepted();
    nowhere["company"] = json!("nowhere");
    let absent = stranger.post_once("/api/cards/bindings", "k", nowhere).await;
    assert_eq!((foreign.status, &foreign.json["code"]), (StatusCode::NOT_FOUND, &json!("not_found")));
    assert_eq!((absent.status, &absent.json["code"]), (StatusCode::NOT_FOUND, &json!("not_found")));
    assert!(till.bank.methods().is_empty());
}

#[tokio::test]
async fn a_company_that_takes_no_payments_links_no_cards() {
    let (till, _, mut browser) = opened().await;
    let mut company = fixtures::company();
    company.payments.enabled = false;
    till.world.import(&company, &fixtures::account()).await;
    let reply = bind(&mut browser, "k").await;
    assert_eq!((reply.status, &reply.json["code"]), (StatusCode::FORBIDDEN, &json!("payments_off")));
}

#[tokio::test]
async fn anothers_binding_is_as_absent_as_none() {
    let (till, _, mut browser) = opened().await;
    let binding = bind(&mut browser, "k").await.json;
    let (_, mut other) = till.world.holder(Level::Limited, manage_cards::api()).await;
    for id in [binding["id"].as_str().expect("an id"), "01JD3V6Z8Q7M2R4T0000000000", "nothing"] {
        let reply = other.get(&format!("/api/cards/bindings/{id}")).await;
        assert_eq!((reply.status, &reply.json["code"]), (StatusCode::NOT_FOUND, &json!("not_found")), "{id}");
    }
}

#[tokio::test]
async fn an_ended_binding_keeps_neither_the_order_nor_the_banks_number() {
    let (till, user, mut browser) = opened().await;
    let binding = bind(&mut browser, "k").await.json;
    let id: BindingId = binding["id"].as_str().expect("an id").parse().expect("a ULID");
    let store = &till.world.app.store;
    let open = load_binding(store, user, id).await.expect("read").expect("a binding");
    assert!(open.at_bank.is_some_and(|closed| !closed.contains(&at_bank(&till))), "kept closed (row 71)");
    assert!(!open.binding.request_body.is_empty() && open.due.is_some());
    till.bank.bind(&at_bank(&till), bank::SUCCESSFUL_CARD).expect("a card");
    till.pass(3);
    follow(&mut browser, &binding).await;
    let ended = load_binding(store, user, id).await.expect("read").expect("a binding");
    assert_eq!((ended.at_bank, ended.due, ended.binding.request_body.as_str()), (None, None, ""));
}
