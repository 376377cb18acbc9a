//! What an operator of the company does with a request (row 54), and that no other company's operator can (row 56).

use crate::{ON_FILE, answer, company, holder, pin_in, request, world, world_of};
use domain::{Account, Company};
use http::StatusCode;
use platform::{
    Refusal,
    outbox::Event,
    pins::{self, queue::Waiting},
    testing::{
        World,
        fixtures::{self, ACCOUNT},
    },
};

async fn queue(world: &World, company: &Company) -> Vec<Waiting> {
    pins::waiting(&world.app, &company.id).await.expect("read")
}

#[tokio::test]
async fn an_approved_pin_goes_to_the_contact_on_file_whatever_was_typed() {
    let world = world().await;
    let (_, mut browser) = holder(&world).await;
    request(&mut browser, "typed@example.ru", "").await;
    let waiting = queue(&world, &company()).await;
    assert!(waiting[0].on_file);
    let to = pins::approve(&world.app, &company().id, waiting[0].request.id).await.expect("approved");
    assert_eq!(to.as_str(), ON_FILE);
    let pin = pin_in(&world.last_letter());
    assert_eq!(answer(&mut browser, &pin).await.status, StatusCode::OK);
    assert!(queue(&world, &company()).await.is_empty());
}

#[tokio::test]
async fn without_a_contact_on_file_it_goes_to_the_address_that_the_operator_has_checked() {
    let account = Account { email: None, phone: Some("+78125550163".into()), ..fixtures::account() };
    let world = world_of(&company(), &account).await;
    let (_, mut browser) = holder(&world).await;
    request(&mut browser, "typed@example.ru", "+79215550163").await;
    let waiting = queue(&world, &company()).await;
    assert!(!waiting[0].on_file, "a landline gets neither letters nor SMS");
    let to = pins::approve(&world.app, &company().id, waiting[0].request.id).await.expect("approved");
    assert_eq!(to.as_str(), "typed@example.ru");
    assert_eq!(answer(&mut browser, &pin_in(&world.last_letter())).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_request_is_approved_once() {
    let world = world().await;
    let (_, mut browser) = holder(&world).await;
    request(&mut browser, "typed@example.ru", "").await;
    let id = queue(&world, &company()).await[0].request.id;
    let company = company().id;
    let (one, two) =
        tokio::join!(pins::approve(&world.app, &company, id), pins::approve(&world.app, &company, id));
    assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1);
    assert_eq!(world.letters().len(), 1, "a double click sends one PIN");
}

#[tokio::test]
async fn a_declined_request_is_gone_and_whoever_asked_is_told() {
    let world = world().await;
    let (user, mut browser) = holder(&world).await;
    request(&mut browser, "typed@example.ru", "").await;
    let id = queue(&world, &company()).await[0].request.id;
    pins::decline(&world.app, &company().id, id).await.expect("declined");
    assert!(queue(&world, &company()).await.is_empty() && world.letters().is_empty());
    let events: Vec<Event> = world.outbox().await.into_iter().map(|row| row.event).collect();
    assert!(events.contains(&Event::PinDeclined { user, account: fixtures::account().id }), "{events:?}");
    let again = pins::decline(&world.app, &company().id, id).await.expect_err("there is none");
    assert_eq!(again.refusal, Refusal::NotFound);
}

#[tokio::test]
async fn another_companys_operator_reaches_no_request_as_row_56_asks() {
    let world = world().await;
    let (_, mut browser) = holder(&world).await;
    request(&mut browser, "typed@example.ru", "").await;
    let id = queue(&world, &company()).await[0].request.id;
    let other = Company { id: "volga".parse().expect("an id"), ..company() };
    assert!(queue(&world, &other).await.is_empty());
    for refused in [
        pins::approve(&world.app, &other.id, id).await.map(|_| ()),
        pins::decline(&world.app, &other.id, id).await,
    ] {
        assert_eq!(refused.expect_err("not theirs").refusal, Refusal::NotFound);
    }
    assert_eq!(queue(&world, &company()).await.len(), 1);
}

#[tokio::test]
async fn who_has_unlinked_the_account_gets_no_pin() {
    let world = world().await;
    let (_, mut browser) = holder(&world).await;
    request(&mut browser, "typed@example.ru", "").await;
    let id = queue(&world, &company()).await[0].request.id;
    browser.delete(&format!("/api/accounts/{ACCOUNT}")).await;
    let refused = pins::approve(&world.app, &company().id, id).await.expect_err("no link");
    assert_eq!(refused.refusal, Refusal::NotFound);
    assert!(world.letters().is_empty());
}
