//! The list of cards, and forgetting one (R-073, R-189, R-190; security row 71).

use crate::{linked, opened};
use domain::{CardId, Level};
use http::StatusCode;
use platform::{records::cards::StoredCard, store::keys};
use serde_json::json;

#[tokio::test]
async fn cards_are_listed_newest_first() {
    let (till, _, mut browser) = opened().await;
    let first = linked(&till, &mut browser, "1", bank::SUCCESSFUL_CARD).await;
    till.pass(60);
    let second = linked(&till, &mut browser, "2", "4793128161644804").await;
    assert_eq!(browser.get("/api/cards").await.json["cards"], json!([second, first]));
}

#[tokio::test]
async fn the_same_card_again_takes_the_place_of_the_first_with_a_new_token() {
    let (till, user, mut browser) = opened().await;
    let first = linked(&till, &mut browser, "1", bank::SUCCESSFUL_CARD).await;
    let id: CardId = first["id"].as_str().expect("an id").parse().expect("a card");
    let read = || async {
        let row: Option<StoredCard> =
            till.world.app.store.get(&keys::cards::card(user, &id)).await.expect("read");
        row.expect("a card").token
    };
    let before = read().await;
    let second = linked(&till, &mut browser, "2", bank::SUCCESSFUL_CARD).await;
    assert_eq!(second["id"], first["id"]);
    assert_ne!(read().await, before);
    assert_eq!(browser.get("/api/cards").await.json["cards"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_forgotten_card_leaves_no_token_as_r_190_asks() {
    let (till, user, mut browser) = opened().await;
    let card = linked(&till, &mut browser, "1", bank::SUCCESSFUL_CARD).await;
    let id = card["id"].as_str().expect("an id");
    let before = till.world.app.store.trips();
    assert_eq!(browser.delete(&format!("/api/cards/{id}")).await.status, StatusCode::NO_CONTENT);
    assert_eq!(till.world.app.store.trips() - before, 2, "the session, and one write");
    let key = keys::cards::card(user, &id.parse().expect("a card"));
    assert_eq!(till.world.app.store.get::<StoredCard>(&key).await.expect("read"), None);
    assert_eq!(browser.get("/api/cards").await.json["cards"], json!([]));
    let again = browser.delete(&format!("/api/cards/{id}")).await;
    assert_eq!((again.status, &again.json["code"]), (StatusCode::NOT_FOUND, &json!("not_found")));
}

#[tokio::test]
async fn anothers_card_is_as_absent_as_none_as_row_71_asks() {
    let (till, _, mut browser) = opened().await;
    let card = linked(&till, &mut browser, "1", bank::SUCCESSFUL_CARD).await;
    let id = card["id"].as_str().expect("an id");
    let (_, mut other) = till.world.holder(Level::Extended, manage_cards::api()).await;
    for id in [id, "sever-mir-9999-203011", "nothing", "01JD3V6Z8Q7M2R4T0000000000"] {
        let reply = other.delete(&format!("/api/cards/{id}")).await;
        assert_eq!((reply.status, &reply.json["code"]), (StatusCode::NOT_FOUND, &json!("not_found")), "{id}");
    }
    assert_eq!(other.get("/api/cards").await.json["cards"], json!([]));
    assert_eq!(browser.get("/api/cards").await.json["cards"], json!([card]));
}

#[tokio::test]
async fn no_answer_holds_the_banks_token() {
    let (till, _, mut browser) = opened().await;
    linked(&till, &mut browser, "1", bank::SUCCESSFUL_CARD).await;
    let token = till.bank.methods().pop().expect("a card").id;
    let listed = browser.get("/api/cards").await;
    assert!(!String::from_utf8_lossy(&listed.body).contains(&token));
}

#[tokio::test]
async fn a_stranger_sees_no_cards() {
    let (till, _, _) = opened().await;
    let mut stranger = till.world.serve(manage_cards::api());
    for path in ["/api/cards", "/api/cards/offer", "/api/cards/bindings/01JD3V6Z8Q7M2R4T0000000000"] {
        assert_eq!(stranger.get(path).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    assert_eq!(stranger.delete("/api/cards/sever-mir-0004-203011").await.status, StatusCode::UNAUTHORIZED);
}
