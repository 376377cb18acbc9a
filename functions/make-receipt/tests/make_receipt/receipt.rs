//! The receipt of a payment (R-085; payments §8; security rows 44, 49, 57, 58).

use super::support::*;
use domain::{
    Kopecks, Level, PaidTo, Payee, Payment, PaymentState, RefundId,
    payment::{Aftermath, FiscalReceipt, NewRefund, RefundState},
};
use http::StatusCode;
use platform::{
    records::payments::StoredAftermath,
    testing::{Browser, World, fixtures::account},
};

#[tokio::test]
async fn a_receipt_tells_the_payment_to_the_kopeck_as_r_085_asks() {
    let world = World::new().await;
    let (user, mut browser) = holder(&world, Level::Extended, false).await;
    let paid = payment(&world, user, PaymentState::Succeeded);
    store_payment(&world, &paid).await;
    let before = world.app.store.trips();
    let reply = ask_receipt(&mut browser, paid.id).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.json);
    assert_eq!(world.app.store.trips() - before, 3, "session and payment, company, limit");
    assert_eq!(reply.json["file_name"], "Квитанция об оплате 33016355 24 ноября 2026.pdf");
    assert_says(reply.json["url"].as_str().expect("a link"), &["/receipts/", "X-Amz-Expires=60&"]);
    assert_says(
        &text(&fetch(&reply).await),
        &[
            "Квитанция об оплате",
            "ОПЛАЧЕНО",
            "1 284,50 ₽",
            "Одна тысяча двести восемьдесят четыре рубля 50 копеек",
            "Газоснабжение природным газом",
            "1 100,00 ₽",
            "Техобслуживание ВДГО",
            "184,50 ₽",
            "24 ноября 2026 г., 12:08 (МСК)",
            "01JD8Z4M3QW7K2N5X9T6V1B0CE",
            "МИР •••• 0004",
            "628700000007",
            "096493",
            "40702810100000012345",
            "Личный кабинет",
        ],
    );
}

#[tokio::test]
async fn the_same_payment_gives_the_same_bytes_and_one_file_whenever_asked() {
    let world = World::new().await;
    let (user, mut browser) = holder(&world, Level::Extended, false).await;
    let paid = payment(&world, user, PaymentState::Succeeded);
    store_payment(&world, &paid).await;
    let first = fetch(&ask_receipt(&mut browser, paid.id).await).await;
    world.clock.advance(chrono::TimeDelta::minutes(20));
    let second = fetch(&ask_receipt(&mut browser, paid.id).await).await;
    assert!(first == second, "the bytes differ");
    let kept = std::fs::read_dir(world.files().join("documents/receipts")).expect("the folder");
    let pdfs = kept.filter_map(Result::ok).filter(|file| file.path().extension().is_some_and(|e| e == "pdf"));
    assert_eq!(pdfs.count(), 1);
}

#[tokio::test]
async fn a_payer_in_the_limited_version_does_not_learn_whose_account_was_paid_as_row_49_asks() {
    let world = World::new().await;
    let (user, mut browser) = holder(&world, Level::Limited, false).await;
    let paid = payment(&world, user, PaymentState::Succeeded);
    store_payment(&world, &paid).await;
    let text = text(&fetch(&ask_receipt(&mut browser, paid.id).await).await);
    assert_silent(&text, &["Иванов", "Чехова", "80АА100007"]);
}

#[tokio::test]
async fn to_another_holder_of_the_account_the_receipt_is_not_there_as_row_58_asks() {
    let world = World::new().await;
    let (payer, _) = holder(&world, Level::Extended, false).await;
    let paid = payment(&world, payer, PaymentState::Succeeded);
    store_payment(&world, &paid).await;
    let (spouse, mut browser) = world.signed_in(make_receipt::api()).await;
    world.link(spouse, &account().id, Level::Extended).await;
    let absent = "01JD8Z4M3QW7K2N5X9T6V1B0CF".parse().expect("a number");
    let mut foreign = ask_receipt(&mut browser, paid.id).await;
    let mut none = ask_receipt(&mut browser, absent).await;
    for reply in [&mut foreign, &mut none] {
        assert_eq!(reply.status, StatusCode::NOT_FOUND);
        reply.json["request_id"].take();
    }
    assert_eq!(foreign.json, none.json, "row 44");
    let malformed = browser.post("/api/payments/1/receipt", serde_json::json!({})).await;
    assert_eq!(malformed.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn only_a_payment_that_succeeded_has_a_receipt() {
    let world = World::new().await;
    let (user, mut browser) = holder(&world, Level::Extended, false).await;
    for state in PaymentState::ALL.into_iter().filter(|state| *state != PaymentState::Succeeded) {
        let unpaid = payment(&world, user, state);
        store_payment(&world, &unpaid).await;
        let reply = ask_receipt(&mut browser, unpaid.id).await;
        assert_eq!(reply.status, StatusCode::CONFLICT, "{state:?}");
        assert_eq!(reply.json["code"], "payment_not_paid");
    }
}

/// What has followed the payment is on its receipt: refunds, the till's answer, and who was paid.
#[tokio::test]
async fn a_receipt_tells_what_went_back_who_was_paid_and_of_the_till() {
    let world = World::new().await;
    let (user, mut browser) = holder(&world, Level::Extended, false).await;
    let details = Payee {
        name: "ООО «Газсервис»".into(), ..platform::testing::fixtures::company().payee
    };
    let payee = Some(PaidTo { id: "service".into(), details });
    let paid = Payment { payee, ..payment(&world, user, PaymentState::Succeeded) };
    store_payment(&world, &paid).await;
    let text_of = async |browser: &mut Browser| text(&fetch(&ask_receipt(browser, paid.id).await).await);
    let before = text_of(&mut browser).await;
    assert_says(&before, &["ООО «Газсервис»", "формируется"]);
    assert_silent(&before, &["Возвращено"]);

    let refund = |n: u128, service: &str, amount: i64| NewRefund {
        id: RefundId(ulid::Ulid::from(n)),
        lines: vec![(service.to_owned(), Kopecks(amount))],
        reason: "проба".into(),
    };
    let mut after = Aftermath::of(&paid, world.clock.now()).expect("paid");
    after.fiscal.state = FiscalReceipt::Succeeded;
    for (n, service, amount) in [(1, "gas", 10_000), (2, "gas", 100_000), (3, "maintenance", 18_450)] {
        after =
            after.begin(&refund(n, service, amount), String::new(), world.clock.now()).expect("may be").after;
    }
    let done = |after: &mut Aftermath, n: usize| {
        after.refunds[n].state = RefundState::Succeeded;
        after.refunds[n].completed_at = Some(world.clock.now());
    };
    let key = platform::store::keys::payments::aftermath(paid.id);
    done(&mut after, 0);
    world.app.store.put(&key, &StoredAftermath::from(after.clone())).await.expect("put");
    let partly = text_of(&mut browser).await;
    assert_says(&partly, &["ОПЛАЧЕНО", "Возвращено", "100,00 ₽", "сформирован"]);
    assert_silent(&partly, &["ВОЗВРАТ"]);
    done(&mut after, 1);
    done(&mut after, 2);
    world.app.store.put(&key, &StoredAftermath::from(after)).await.expect("put");
    assert_says(&text_of(&mut browser).await, &["ВОЗВРАТ", "Деньги возвращены", "1 000,00 ₽", "184,50 ₽"]);
}
