//! A payment has one payee (payments §1, §3.2): the order, the receipt and the open payment are of it.

use crate::{another, gas, id, opened, start};
use domain::{Company, OtherPayee, Payee, payee};
use http::StatusCode;
use platform::{records::payments::OpenPaymentRow, store::keys, testing::fixtures};
use serde_json::{Value, json};

/// The company of the fixtures, whose maintenance is paid to another legal entity.
fn two_payees() -> Company {
    let company = fixtures::company();
    let details = Payee {
        name: "ООО «Газсервис»".into(), inn: "7801999999".into(), ..company.payee.clone()
    };
    let other = OtherPayee { id: "service".into(), services: vec!["maintenance".into()], details };
    Company { payees: vec![other], ..company }
}

fn maintenance(amount: i64) -> Value {
    json!({ "lines": [{ "service": "maintenance", "amount": amount }], "method": "new_card" })
}

#[tokio::test]
async fn lines_of_several_payees_are_refused_before_anything_is_written() {
    let (till, _, mut browser) = opened().await;
    till.world.import(&two_payees(), &fixtures::account()).await;
    let both = json!({ "method": "new_card", "lines": [
        { "service": "gas", "amount": 10_000 }, { "service": "maintenance", "amount": 10_000 },
    ]});
    let reply = start(&mut browser, "form", both).await;
    assert_eq!(
        (reply.status, &reply.json["code"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("several_payees"))
    );
    assert!(till.bank.payments().is_empty() && till.listed().await.is_empty());
}

#[tokio::test]
async fn order_and_receipt_name_the_payee_of_the_line() {
    let (till, _, mut browser) = opened().await;
    till.world.import(&two_payees(), &fixtures::account()).await;
    let reply = start(&mut browser, "form", maintenance(18_450)).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.json);
    let at_bank = till.bank.payments().remove(0);
    let order = at_bank.payment_order.expect("an order");
    assert_eq!(
        (&order["recipient"]["name"], &order["recipient"]["inn"]),
        (&json!("ООО «Газсервис»"), &json!("7801999999"))
    );
    let receipt = at_bank.receipt.expect("a receipt");
    let described = receipt.items[0]["description"].as_str().expect("described");
    assert!(described.ends_with("ООО «Газсервис»"), "{described}");
    let kept = till.payment(id(&reply.json)).await.payment.payee.expect("kept");
    assert_eq!((kept.id.as_str(), kept.details.name.as_str()), ("service", "ООО «Газсервис»"));
}

/// Row 62 for each payee: one open payment does not stand in the way of the other's.
#[tokio::test]
async fn each_payee_has_an_open_payment_of_its_own() {
    let (till, user, mut browser) = opened().await;
    till.world.import(&two_payees(), &fixtures::account()).await;
    let gas = start(&mut browser, "form-1", gas(10_000)).await;
    let service = start(&mut browser, "form-2", maintenance(18_450)).await;
    assert_eq!((gas.status, service.status), (StatusCode::CREATED, StatusCode::CREATED), "{}", service.json);
    let again = start(&mut browser, "form-3", maintenance(18_450)).await;
    assert_eq!(id(&again.json), id(&service.json), "a second tab");
    let other = start(&mut browser, "form-4", maintenance(20_000)).await;
    assert_eq!(other.json["code"], "open_payment_exists");
    for (payee, payment) in [(payee::MAIN, &gas), ("service", &service)] {
        let key = keys::payments::open(user, &till.account, payee);
        let row: Option<OpenPaymentRow> = till.world.app.store.get(&key).await.expect("read");
        assert_eq!(row.map(|row| row.payment), Some(id(&payment.json)), "{payee}");
    }
    // Nobody has paid: the bank ends one, and only its own open payment goes.
    let started = start(&mut browser, "form-5", another(10_000)).await;
    assert_eq!(started.status, StatusCode::CREATED);
}
