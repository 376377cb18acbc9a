//! Somebody else's account and none are the same 404 (security row 44).

use crate::{ACTS, CONTRACTS, HISTORY, PAGE, PAYMENTS, SETTLEMENTS, SUBSCRIBER};
use domain::link::Level;
use http::StatusCode;
use platform::testing::World;
use serde_json::json;
use view_account::api;

#[tokio::test]
async fn a_stranger_finds_nothing_and_learns_nothing() {
    let world = World::new().await;
    let (_, mut holder) = world.holder(Level::Extended, api()).await;
    let (_, mut stranger) = world.signed_in(api()).await;
    for path in [PAGE, HISTORY, PAYMENTS, SETTLEMENTS, SUBSCRIBER, CONTRACTS, ACTS] {
        assert_eq!(holder.get(path).await.status, StatusCode::OK, "{path}");
        let mut foreign = stranger.get(path).await;
        let mut absent = stranger.get(&path.replace("33016355", "00000000")).await;
        assert_eq!(
            (foreign.status, &foreign.json["code"]),
            (StatusCode::NOT_FOUND, &json!("not_found")),
            "{path}"
        );
        for reply in [&mut foreign, &mut absent] {
            reply.json["request_id"] = json!("…");
        }
        assert_eq!(foreign.json, absent.json, "{path}");
        let nobody = world.serve(api()).get(path).await;
        assert_eq!(
            (nobody.status, &nobody.json["code"]),
            (StatusCode::UNAUTHORIZED, &json!("session_required"))
        );
    }
}

#[tokio::test]
async fn an_id_of_no_form_is_not_found() {
    let world = World::new().await;
    let (_, mut browser) = world.holder(Level::Extended, api()).await;
    for id in
        ["x", "sever", "sever-", "SEVER-33016355", "sever-3301635%F0%9F%94%A5", "%FF", "sever-33016355-1"]
    {
        let reply = browser.get(&format!("/api/accounts/{id}")).await;
        assert_eq!((reply.status, &reply.json["code"]), (StatusCode::NOT_FOUND, &json!("not_found")), "{id}");
    }
}
