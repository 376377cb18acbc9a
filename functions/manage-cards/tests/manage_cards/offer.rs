//! The bank's offer: nothing leaves for the bank before it was accepted as it stands (R-187; security row 72).

use crate::{accepted, bind, opened};
use domain::BindingId;
use http::StatusCode;
use payments::cards::load_binding;
use serde_json::json;

#[tokio::test]
async fn the_offer_in_force_is_shown_with_its_version_and_digest() {
    let (_, _, mut browser) = opened().await;
    let offer = browser.get("/api/cards/offer").await.json;
    assert_eq!(offer["version"], platform::offer::VERSION);
    assert_eq!(offer["sha256"], platform::offer::text_sha256());
    assert!(offer["text"].as_array().is_some_and(|text| text.len() >= 3));
    assert!(offer["title"].is_string() && offer["bank"].is_string());
}

#[tokio::test]
async fn without_the_acceptance_of_this_very_text_nothing_is_begun_as_row_72_asks() {
    let (till, _, mut browser) = opened().await;
    let mut refused = accepted();
    refused["accepted"] = json!(false);
    let mut absent = accepted();
    absent["offer"] = json!(null);
    let mut old = accepted();
    old["offer"]["version"] = json!("2020-01-01");
    let mut other = accepted();
    other["offer"]["sha256"] = json!("ab");
    for (body, code) in [
        (refused, "offer_required"),
        (absent, "offer_required"),
        (json!({ "company": "sever" }), "offer_required"),
        (old, "offer_outdated"),
        (other, "offer_outdated"),
    ] {
        let reply = browser.post_once("/api/cards/bindings", "k", body).await;
        assert_eq!(
            (reply.status, &reply.json["code"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!(code)),
            "{}",
            reply.json
        );
    }
    assert!(till.bank.methods().is_empty());
}

#[tokio::test]
async fn version_digest_time_and_address_are_kept_before_the_bank_is_asked() {
    let (till, user, mut browser) = opened().await;
    // The bank takes nothing, so what is kept was kept before.
    till.bank.set_faults(bank::Faults::default().with(bank::Fault::NotCreated500, bank::Switch::always()));
    let reply = bind(&mut browser, "k").await;
    assert_eq!((reply.status, &reply.json["state"]), (StatusCode::CREATED, &json!("submitting")));
    let id: BindingId = reply.json["id"].as_str().expect("an id").parse().expect("a ULID");
    let kept = load_binding(&till.world.app.store, user, id).await.expect("read").expect("a binding");
    let offer = kept.binding.offer;
    assert_eq!(
        (offer.version.as_str(), offer.sha256),
        (platform::offer::VERSION, platform::offer::text_sha256())
    );
    assert_eq!((offer.at, offer.ip.as_str()), (till.world.clock.now(), "203.0.113.7"));
}
