//! The same request again, at once, in another tab (payments §5; security rows 61 and 62).

use crate::{another, follow, gas, opened, start};
use bank::{Fault, Faults, Switch};
use http::StatusCode;
use serde_json::json;

#[tokio::test]
async fn a_key_used_again_gives_the_same_payment_and_another_body_is_refused() {
    let (till, _, mut browser) = opened().await;
    let first = start(&mut browser, "form-1", gas(10_000)).await;
    let again = start(&mut browser, "form-1", gas(10_000)).await;
    assert_eq!((again.status, &again.json), (StatusCode::CREATED, &first.json));
    let other = start(&mut browser, "form-1", gas(20_000)).await;
    assert_eq!(
        (other.status, &other.json["code"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("idempotency_mismatch"))
    );
    till.at_bank();
}

#[tokio::test]
async fn the_same_key_of_another_user_is_another_key() {
    let (till, _, mut browser) = opened().await;
    let (other, mut second) = till.world.signed_in(pay::api()).await;
    till.world.link(other, &till.account, domain::Level::Limited).await;
    let first = start(&mut browser, "form-1", gas(10_000)).await;
    let theirs = start(&mut second, "form-1", gas(10_000)).await;
    assert_eq!(theirs.status, StatusCode::CREATED);
    assert_ne!(first.json["id"], theirs.json["id"]);
}

#[tokio::test]
async fn twenty_parallel_clicks_are_one_payment_at_the_bank() {
    let (till, _, browser) = opened().await;
    let clicks = (0..20).map(|_| {
        let mut browser = browser.clone();
        async move { start(&mut browser, "form-1", gas(10_000)).await }
    });
    let replies = futures::future::join_all(clicks).await;
    till.at_bank();
    let made = replies.iter().filter(|reply| reply.status == StatusCode::CREATED).count();
    assert!(made >= 1);
    for reply in &replies {
        match reply.status {
            StatusCode::CREATED => assert_eq!(reply.json["state"], "awaiting_user"),
            _ => {
                assert_eq!(
                    (reply.status, &reply.json["code"]),
                    (StatusCode::CONFLICT, &json!("request_in_progress"))
                );
                assert!(reply.headers.contains_key("retry-after"));
            }
        }
    }
    assert_eq!(till.listed().await.len(), 1);
}

#[tokio::test]
async fn twenty_parallel_clicks_are_one_request_to_the_bank() {
    let (till, _, browser) = opened().await;
    // What is left of the fault counts the requests that reached the bank.
    till.bank.set_faults(Faults::default().with(Fault::NotCreated500, Switch::next(20)));
    let clicks = (0..20).map(|_| {
        let mut browser = browser.clone();
        async move { start(&mut browser, "form-1", gas(10_000)).await }
    });
    futures::future::join_all(clicks).await;
    assert_eq!(till.bank.faults().switches[&Fault::NotCreated500], Switch::next(19));
}

#[tokio::test]
async fn two_tabs_with_the_same_sum_go_on_with_one_payment() {
    let (till, _, mut browser) = opened().await;
    let first = start(&mut browser, "tab-1", gas(10_000)).await;
    let second = start(&mut browser, "tab-2", gas(10_000)).await;
    assert_eq!((second.status, &second.json["id"]), (StatusCode::CREATED, &first.json["id"]));
    assert_eq!(second.json["confirmation_url"], first.json["confirmation_url"]);
    till.bank.pay(&till.at_bank(), bank::SUCCESSFUL_CARD).expect("pays");
    let paid = follow(&mut browser, &first.json).await;
    assert_eq!(paid.json["state"], "succeeded");
    let late = start(&mut browser, "tab-2", gas(10_000)).await;
    assert_eq!(
        (late.status, &late.json["id"]),
        (StatusCode::CREATED, &first.json["id"]),
        "the key is remembered"
    );
    till.at_bank();
}

#[tokio::test]
async fn two_tabs_at_the_same_moment_are_one_payment() {
    let (till, _, browser) = opened().await;
    let tabs = (0..4).map(|n| {
        let mut browser = browser.clone();
        async move { start(&mut browser, &format!("tab-{n}"), gas(10_000)).await }
    });
    let replies = futures::future::join_all(tabs).await;
    till.at_bank();
    for reply in &replies {
        assert_eq!((reply.status, &reply.json["id"]), (StatusCode::CREATED, &replies[0].json["id"]));
    }
}

#[tokio::test]
async fn another_sum_asks_whether_to_go_on_or_to_begin_anew() {
    let (till, _, mut browser) = opened().await;
    let first = start(&mut browser, "tab-1", gas(10_000)).await;
    let refused = start(&mut browser, "tab-2", gas(20_000)).await;
    assert_eq!(
        (refused.status, &refused.json["code"]),
        (StatusCode::CONFLICT, &json!("open_payment_exists"))
    );
    assert_eq!(refused.json["payment"]["id"], first.json["id"]);
    assert_eq!(refused.json["payment"]["confirmation_url"], first.json["confirmation_url"]);
    let anew = start(&mut browser, "tab-3", another(20_000)).await;
    assert_eq!(anew.status, StatusCode::CREATED, "{}", anew.json);
    assert_ne!(anew.json["id"], first.json["id"]);
    assert_eq!(till.bank.payments().len(), 2);
    // The first ends by itself, and the second stays the open one.
    let old = till.bank.payments().into_iter().find(|payment| payment.amount == 10_000).expect("the first");
    till.bank.pay(&old.id, bank::SUCCESSFUL_CARD).expect("pays");
    assert_eq!(follow(&mut browser, &first.json).await.json["state"], "succeeded");
    let again = start(&mut browser, "tab-4", gas(20_000)).await;
    assert_eq!((again.status, &again.json["id"]), (StatusCode::CREATED, &anew.json["id"]));
}

#[tokio::test]
async fn an_hour_later_the_old_payment_stands_in_nobodys_way() {
    let (till, user, mut browser) = opened().await;
    let first = start(&mut browser, "tab-1", gas(10_000)).await;
    till.pass(56 * 60);
    let mut browser = {
        drop(browser);
        till.world.signed_in_as(user, "ivanov@example.ru", pay::api()).await
    };
    let second = start(&mut browser, "tab-2", gas(20_000)).await;
    assert_eq!(second.status, StatusCode::CREATED, "{}", second.json);
    assert_ne!(second.json["id"], first.json["id"]);
}
