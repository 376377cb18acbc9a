//! What a refund does to the account, to «Платежи» and to the payer.

use crate::{Desk, number};
use domain::{Kopecks, payment::RefundState};
use platform::{outbox::Event, store::keys};
use refund_payments::Answer;
use serde_json::json;

#[tokio::test]
async fn a_part_comes_off_the_balance_at_once_and_is_a_row_of_its_own() {
    let mut desk = Desk::open().await;
    let answer = desk.refund(number(1), 40_000).await;
    let Answer::Refund { state, message, .. } = answer else { panic!("{answer:?}") };
    assert_eq!((state, message.as_str()), (RefundState::Succeeded, "Возвращено 400,00\u{a0}₽"));
    desk.assert_given_back_once(number(1), 40_000).await;
    let view = desk.view().await;
    assert_eq!((&view["refunded"], &view["state"]), (&json!(40_000), &json!("succeeded")));
    let refund = &view["refunds"][0];
    assert_eq!((&refund["amount"], &refund["state"]), (&json!(40_000), &json!("succeeded")));
    assert_eq!(refund["lines"][0]["service"], "gas");
    assert!(refund["completed_at"].is_string());
    let listed = desk.till.listed().await;
    let payment = listed.iter().find(|row| row.id == desk.payment).expect("the payment");
    assert_eq!((payment.amount, payment.refunded), (Kopecks(130_000), Kopecks(40_000)));
    let told = desk.till.world.outbox().await;
    assert_eq!(told.iter().filter(|row| matches!(row.event, Event::PaymentRefunded { .. })).count(), 1);
}

#[tokio::test]
async fn everything_that_is_left_may_go_back_without_naming_the_lines() {
    let desk = Desk::open().await;
    desk.refund(number(1), 40_000).await;
    let all = json!({ "refund": {
        "payment": desk.payment, "number": number(2).to_string(), "reason": "оплачен чужой счёт",
    }});
    let answer = desk.ask(all.clone()).await;
    assert!(matches!(answer, Answer::Refund { amount: Kopecks(90_000), .. }), "{answer:?}");
    assert_eq!(desk.ask(all).await, answer, "asked again it is the same refund");
    assert_eq!(desk.credited().await, Kopecks::ZERO);
    let after = desk.till.aftermath(desk.payment).await;
    assert_eq!((after.refunded(), after.refunds.len()), (Kopecks(130_000), 2));
}

/// The company may have counted the payment before it is given back: its credit has gone, and what is taken off again
/// stands alone until the company counts that, too.
#[tokio::test]
async fn a_payment_that_the_company_has_counted_leaves_a_negative_credit() {
    let desk = Desk::open().await;
    let credit = keys::accounts::credit(&desk.till.account, desk.payment);
    desk.till.world.app.store.delete(&credit).await.expect("as the import does");
    desk.refund(number(1), 40_000).await;
    assert_eq!(desk.credited().await, Kopecks(-40_000));
    let credits = desk.till.credits().await;
    assert_eq!(credits[0].payment, number(1).into(), "under the refund's own number");
}

#[tokio::test]
async fn the_receipts_of_payment_and_refund_are_followed_until_they_are_registered() {
    let mut desk = Desk::open().await;
    assert_eq!(desk.view().await["fiscal_receipt"], "pending");
    desk.refund(number(1), 40_000).await;
    // The till takes five seconds.
    tokio::time::sleep(std::time::Duration::from_millis(5_200)).await;
    desk.till.pass(120);
    crate::sweep(&desk.till).await;
    assert_eq!(desk.view().await["fiscal_receipt"], "succeeded");
    let after = desk.till.aftermath(desk.payment).await;
    assert_eq!(after.refunds[0].fiscal.state, domain::payment::FiscalReceipt::Succeeded);
    assert_eq!(after.next_check_at, None, "nothing is left to be asked about");
    let listed = desk.till.listed().await;
    assert!(listed.iter().all(|row| row.fiscal_receipt == domain::payment::FiscalReceipt::Succeeded));
}

#[tokio::test]
async fn a_receipt_that_the_till_refuses_is_an_incident() {
    let till = payments::testing::Till::open().await;
    till.bank.set_faults(bank::Faults::default().with(bank::Fault::ReceiptCanceled, bank::Switch::always()));
    let mut desk = Desk::at(till).await;
    tokio::time::sleep(std::time::Duration::from_millis(5_200)).await;
    desk.till.pass(120);
    crate::sweep(&desk.till).await;
    assert_eq!(desk.view().await["fiscal_receipt"], "canceled");
    let incidents = desk.till.incidents().await;
    assert_eq!(incidents, [(domain::payment::IncidentKind::ReceiptCanceled, desk.payment.to_string())]);
}
