//! «Подать запрос на получение ПИН-кода».

use crate::{ON_FILE, again, code, company, holder, pin_in, request, world, world_of};
use chrono::Duration;
use domain::{Account, limits::SMS_PER_NUMBER, link::Level};
use http::StatusCode;
use platform::{
    limits,
    outbox::Event,
    pins,
    testing::{
        World,
        fixtures::{self, ACCOUNT},
    },
};
use serde_json::json;
use std::time::{Duration as Time, Instant};

async fn waiting(world: &World) -> usize {
    pins::waiting(&world.app, &company().id).await.expect("read").len()
}

#[tokio::test]
async fn a_pin_goes_at_once_to_the_contact_on_file_that_was_typed_as_row_54_asks() {
    let world = world().await;
    let (_, mut browser) = holder(&world).await;
    let reply = request(&mut browser, " Ivanov@Example.RU ", "").await;
    assert_eq!((reply.status, &reply.json), (StatusCode::ACCEPTED, &json!({})));
    let letters = world.letters();
    assert_eq!(letters.len(), 1);
    assert!(letters[0].contains("33016355"), "{}", letters[0]);
    assert_eq!(pin_in(&letters[0]).len(), 9);
    assert!(world.sent.lock().expect("not poisoned")[0].contains("SendRawEmail"));
    assert_eq!(waiting(&world).await, 0);
}

#[tokio::test]
async fn a_phone_on_file_gets_an_sms() {
    let account = Account { email: None, phone: Some("+79215550163".into()), ..fixtures::account() };
    let world = world_of(&company(), &account).await;
    let (_, mut browser) = holder(&world).await;
    request(&mut browser, "stranger@example.ru", "8 (921) 555-01-63").await;
    assert!(
        world.last_letter().starts_with("ПИН-код «Мой ГАЗ» для ЛС 33016355: "),
        "{}",
        world.last_letter()
    );
    assert_eq!(waiting(&world).await, 0);
}

#[tokio::test]
async fn any_other_address_gets_nothing_and_the_request_waits_for_an_operator_as_c_25_asks() {
    let world = world().await;
    let (user, mut browser) = holder(&world).await;
    let reply = request(&mut browser, "attacker@example.ru", "+79990000000").await;
    assert_eq!((reply.status, &reply.json), (StatusCode::ACCEPTED, &json!({})));
    assert!(world.letters().is_empty());
    let queue = pins::waiting(&world.app, &company().id).await.expect("read");
    let request = &queue[0].request;
    assert_eq!((request.user, request.name.as_str()), (user, "Иванов Иван Иванович"));
    assert_eq!(request.email.as_ref().map(|email| email.as_str()), Some("attacker@example.ru"));
    assert_eq!(
        request.ttl,
        (world.clock.now() + Duration::days(30)).timestamp(),
        "what was typed is not kept longer"
    );
}

/// Row 54: a stranger must not learn from the answer what the company has on file.
#[tokio::test]
async fn the_answer_and_its_time_tell_nothing() {
    let world = world().await;
    let mut times = [Vec::new(), Vec::new()];
    let mut bodies = Vec::new();
    for round in 0..3 {
        for (kind, email) in [ON_FILE, "stranger@example.ru"].into_iter().enumerate() {
            world.clock.advance(Duration::days(1));
            let (_, mut browser) = holder(&world).await;
            let began = Instant::now();
            let reply = request(&mut browser, email, "").await;
            times[kind].push(began.elapsed());
            assert_eq!(reply.status, StatusCode::ACCEPTED, "round {round}");
            let names: Vec<String> = reply.headers.keys().map(ToString::to_string).collect();
            bodies.push((reply.json, names));
        }
    }
    assert!(bodies.windows(2).all(|pair| pair[0] == pair[1]), "{bodies:?}");
    let median = |times: &mut Vec<Time>| {
        times.sort();
        times[1]
    };
    let [mut known, mut unknown] = times;
    let (known, unknown) = (median(&mut known), median(&mut unknown));
    assert!(
        known >= Time::from_secs(1) && known.abs_diff(unknown) < Time::from_millis(200),
        "{known:?} {unknown:?}"
    );
}

#[tokio::test]
async fn a_number_that_takes_no_more_sms_today_waits_for_the_operator_as_row_14_asks() {
    let number = "+79215550163";
    let account = Account { email: None, phone: Some(number.into()), ..fixtures::account() };
    let world = world_of(&company(), &account).await;
    let counter = limits::counter(&SMS_PER_NUMBER, number, world.clock.now());
    world.app.store.put(&counter.key, &json!({ "count": SMS_PER_NUMBER.max })).await.expect("stored");
    let (_, mut browser) = holder(&world).await;
    let reply = request(&mut browser, "", number).await;
    assert_eq!((reply.status, &reply.json), (StatusCode::ACCEPTED, &json!({})));
    assert!(world.letters().is_empty());
    assert_eq!(waiting(&world).await, 1);
}

#[tokio::test]
async fn everybody_who_holds_the_account_is_told_as_row_55_asks() {
    for email in [ON_FILE, "stranger@example.ru"] {
        let world = world().await;
        let (user, mut browser) = holder(&world).await;
        request(&mut browser, email, "").await;
        let events: Vec<Event> = world.outbox().await.into_iter().map(|row| row.event).collect();
        assert_eq!(events, [Event::PinRequested { user, account: fixtures::account().id }], "{email}");
    }
}

#[tokio::test]
async fn all_wrong_fields_are_told_at_once_and_nothing_is_counted() {
    let world = world().await;
    let (_, mut browser) = holder(&world).await;
    for (body, fields) in [
        (
            json!({ "name": "", "email": "nobody", "phone": "+44 20 7946 0000" }),
            vec!["name", "email", "phone"],
        ),
        (json!({ "name": "Иванов", "email": " ", "phone": "" }), vec!["email"]),
        (json!({ "name": "Иванов", "email": "+79215550163", "phone": "" }), vec!["email"]),
        (json!({ "name": "Иванов", "email": "", "phone": "ivanov@example.ru" }), vec!["phone"]),
        (json!({ "name": "Ив\nанов", "email": "a@b.ru\nBcc: c@d.ru", "phone": "" }), vec!["name", "email"]),
    ] {
        let reply = browser.post(&format!("/api/accounts/{ACCOUNT}/pin-requests"), body).await;
        assert_eq!(code(&reply), (422, &json!("invalid_fields")));
        let named: Vec<_> =
            reply.json["fields"].as_array().expect("fields").iter().map(|f| f["field"].clone()).collect();
        assert_eq!(named, fields);
    }
    let extra = json!({ "name": "Иванов", "email": ON_FILE, "phone": "", "to": "x@y.ru" });
    let reply = browser.post(&format!("/api/accounts/{ACCOUNT}/pin-requests"), extra).await;
    assert_eq!(reply.json["fields"][0]["code"], "unknown_field");
    assert_eq!(request(&mut browser, ON_FILE, "").await.status, StatusCode::ACCEPTED);
}

#[tokio::test]
async fn one_request_a_day_of_a_user_and_three_of_an_account_are_all() {
    let world = world().await;
    let (user, mut browser) = holder(&world).await;
    assert_eq!(request(&mut browser, "stranger@example.ru", "").await.status, StatusCode::ACCEPTED);
    let over = request(&mut browser, ON_FILE, "").await;
    assert_eq!(code(&over), (429, &json!("too_many_requests")));
    assert!(over.headers.contains_key("retry-after"));
    for _ in 0..2 {
        let (_, mut other) = holder(&world).await;
        assert_eq!(request(&mut other, "stranger@example.ru", "").await.status, StatusCode::ACCEPTED);
    }
    let (_, mut fourth) = holder(&world).await;
    assert_eq!(code(&request(&mut fourth, ON_FILE, "").await), (429, &json!("too_many_requests")));
    world.clock.advance(Duration::days(1));
    let mut tomorrow = again(&world, user).await;
    assert_eq!(request(&mut tomorrow, ON_FILE, "").await.status, StatusCode::ACCEPTED);
}

#[tokio::test]
async fn who_needs_no_pin_or_can_have_none_is_refused() {
    let world = world().await;
    let (user, mut browser) = holder(&world).await;
    world.link(user, &fixtures::account().id, Level::Extended).await;
    assert_eq!(code(&request(&mut browser, ON_FILE, "").await), (409, &json!("already_extended")));
    let (_, mut stranger) = world.signed_in(link_account::api()).await;
    assert_eq!(code(&request(&mut stranger, ON_FILE, "").await), (404, &json!("not_found")));
    world.import(&fixtures::company(), &fixtures::account()).await;
    let (_, mut other) = holder(&world).await;
    assert_eq!(code(&request(&mut other, ON_FILE, "").await), (403, &json!("not_permitted")));
}
