//! The client against the simulated bank, and against gateways that do what no gateway should.

use acquiring::{
    Acquirer, CreatePayment, Customer, Doubt, GatewayPayment, GatewayStatus, Http, Line, Outcome, Shop,
    YooKassa, hook,
};
use bank::{Bank, Calls, Fault, Faults, SUCCESSFUL_CARD, Switch};
use chrono::{TimeDelta, Utc};
use domain::Kopecks;
use std::{sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

struct World {
    bank: Arc<Bank>,
    gateway: YooKassa,
    url: String,
}

fn shop(secret_key: &str) -> Shop {
    Shop { shop_id: "100500".into(), secret_key: secret_key.into(), test: true }
}

fn client(address: &str, secret_key: &str) -> YooKassa {
    let http = Http::with_timeout(Duration::from_millis(500)).expect("a client");
    YooKassa::new(&http, &format!("{address}/v3"), shop(secret_key)).expect("an address")
}

async fn world() -> World {
    let (url, bank) = bank::on_free_port(|options| {
        options.with_shop(bank::Shop {
            shop_id: "100500".into(),
            secret_key: "test_secret".into(),
            name: "ООО «Северогаз Регион»".into(),
            hook_url: None,
            test: true,
            utilities: false,
            saves_cards: true,
        })
    })
    .await
    .expect("a bank");
    World { bank, gateway: client(&url, "test_secret"), url }
}

fn body() -> String {
    CreatePayment {
        payment: "01JD3V6Z8Q7M2R4TA0B1C2D3E4".parse().expect("a ULID"),
        account: "sever-33016355".parse().expect("an account"),
        user: "01JD3V6Z8Q7M2R4TA0B1C2D3E5".parse().expect("a ULID"),
        description: "ЛС 33016355: газоснабжение, ТО ВДГО".into(),
        return_url: "http://localhost:3000/payments/1/result".into(),
        client_ip: Some("203.0.113.7".parse().expect("an address")),
        customer: Customer::Email("ivanov@example.ru".into()),
        lines: vec![
            Line { name: "Газоснабжение".into(), amount: Kopecks(228_043) },
            Line { name: "ТО ВДГО".into(), amount: Kopecks(30_000) },
        ],
        vat_code: 11,
        fiscal: domain::FiscalRules::default(),
        supplier: None,
        payment_order: None,
        source: acquiring::Source::NewCard { save: false },
    }
    .to_body()
}

impl World {
    async fn create(&self) -> Outcome<GatewayPayment> {
        self.gateway.create_redirect(&body(), "pay-01JD3V6Z8Q7M2R4TA0B1C2D3E4").await
    }

    fn switch(&self, fault: Fault, switch: Switch) {
        self.bank.set_faults(Faults::default().with(fault, switch));
    }
}

fn answered<T: std::fmt::Debug>(outcome: Outcome<T>) -> T {
    match outcome {
        Outcome::Answer(object) => object,
        other => panic!("no answer: {other:?}"),
    }
}

/// A server that says `response` to whoever comes, word for word.
async fn saying(response: String) -> YooKassa {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.read(&mut [0; 16 * 1024]).await;
            let _ = stream.write_all(response.as_bytes()).await;
        }
    });
    client(&address, "test_secret")
}

fn http(status: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
}

#[tokio::test]
async fn payment_goes_from_creation_to_success() {
    let world = world().await;
    let created = answered(world.create().await);
    assert_eq!(created.status, GatewayStatus::Pending);
    assert_eq!(created.amount, Kopecks(258_043));
    assert_eq!((created.shop.as_str(), created.currency.as_str()), ("100500", "RUB"));
    assert!(created.test);
    assert_eq!(created.payment_id.as_deref(), Some("01JD3V6Z8Q7M2R4TA0B1C2D3E4"));
    assert_eq!(created.confirmation_url, Some(format!("{}/pay/{}", world.url, created.id)));

    world.bank.pay(&created.id, SUCCESSFUL_CARD);
    let paid = answered(world.gateway.get(&created.id).await);
    assert_eq!(paid.status, GatewayStatus::Succeeded);
    assert!(paid.captured_at.is_some() && paid.rrn.is_some() && paid.auth_code.is_some());
    assert_eq!(paid.card.map(|card| (card.last4, card.card_type)), Some(("0004".into(), "Mir".into())));
    assert_eq!(paid.receipt_registration.as_deref(), Some("pending"));
    assert_eq!(paid.confirmation_url, None);
}

#[tokio::test]
async fn refusal_of_the_card_has_its_reason() {
    let world = world().await;
    let created = answered(world.create().await);
    world.bank.pay(&created.id, "2200000000000053");
    let refused = answered(world.gateway.get(&created.id).await);
    assert_eq!(refused.status, GatewayStatus::Canceled);
    let cancellation = refused.cancellation.expect("a reason");
    assert_eq!(cancellation.party, "payment_network");
    assert_eq!(cancellation.reason, "insufficient_funds");
}

#[tokio::test]
async fn retry_with_the_same_key_finds_the_same_payment() {
    let world = world().await;
    let first = answered(world.create().await);
    let second = answered(world.create().await);
    assert_eq!(first, second);
}

#[tokio::test]
async fn refusals_are_certain() {
    let world = world().await;
    world.create().await;
    let other = body().replace("ivanov", "petrov");
    let again = world.gateway.create_redirect(&other, "pay-01JD3V6Z8Q7M2R4TA0B1C2D3E4").await;
    let Outcome::Refused { code, parameter, .. } = again else { panic!("{again:?}") };
    assert_eq!((code.as_str(), parameter.as_deref()), ("invalid_request", Some("Idempotence-Key")));

    let stranger = client(&world.url, "wrong").create_redirect(&body(), "k").await;
    assert!(matches!(stranger, Outcome::Refused { code, .. } if code == "invalid_credentials"));

    for key in ["", "with space", &"k".repeat(65)] {
        let outcome = world.gateway.create_redirect(&body(), key).await;
        assert!(matches!(outcome, Outcome::Refused { .. }), "{key:?}");
    }
    assert_eq!(world.bank.payments().len(), 1);
}

#[tokio::test]
async fn unknown_payment_is_not_found_and_odd_ids_are_not_asked_about() {
    let world = world().await;
    for id in ["2e8f1a3c-000f-5000-8000-18db351245c7", "", "../refunds", "a/b", "a?b"] {
        assert_eq!(world.gateway.get(id).await, Outcome::NotFound, "{id}");
    }
}

#[tokio::test]
async fn every_doubt_ends_in_one_payment_when_repeated() {
    let doubts = [
        (Fault::Hang, Doubt::Timeout),
        (Fault::CreatedThen500, Doubt::Status(500)),
        (Fault::NotCreated500, Doubt::Status(500)),
        (Fault::Processing202, Doubt::Processing { retry_after: Some(Duration::from_millis(1800)) }),
        (Fault::TooMany429, Doubt::TooManyRequests { retry_after: Some(Duration::from_millis(1800)) }),
    ];
    for (fault, why) in doubts {
        let world = world().await;
        world.switch(fault, Switch::next(2).millis(2_000));
        for _ in 0..2 {
            assert_eq!(world.create().await, Outcome::Unknown { why }, "{fault:?}");
        }
        answered(world.create().await);
        assert_eq!(world.bank.payments().len(), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn failing_lookup_is_unknown_not_absent() {
    let world = world().await;
    let created = answered(world.create().await);
    world.switch(Fault::NotCreated500, Switch::always().on(Calls::Any));
    let unknown = Outcome::Unknown { why: Doubt::Status(500) };
    assert_eq!(world.gateway.get(&created.id).await, unknown);
}

#[tokio::test]
async fn wrong_amount_is_told_as_it_is() {
    let world = world().await;
    world.switch(Fault::WrongAmount, Switch::next(1));
    assert_eq!(answered(world.create().await).amount, Kopecks(258_143));
}

#[tokio::test]
async fn listing_is_read_page_by_page() {
    let world = world().await;
    for number in 0..103 {
        answered(world.gateway.create_redirect(&body(), &format!("k{number}")).await);
    }
    let since = Utc::now() - TimeDelta::hours(3);
    let first = answered(world.gateway.list(since, None).await);
    assert_eq!(first.items.len(), 100);
    let last = answered(world.gateway.list(since, first.next_cursor.as_deref()).await);
    assert_eq!((last.items.len(), last.next_cursor), (3, None));
    let none = answered(world.gateway.list(Utc::now() + TimeDelta::hours(1), None).await);
    assert!(none.items.is_empty());
}

#[tokio::test]
async fn nobody_there_is_unknown() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let outcome = client(&address, "test_secret").create_redirect("{}", "k").await;
    assert_eq!(outcome, Outcome::Unknown { why: Doubt::Network });
}

#[tokio::test]
async fn strange_answers_are_unknown_never_a_refusal() {
    let answers = [
        (http("200 OK", "<html>"), Doubt::Unreadable),
        (http("200 OK", r#"{"id": "1", "status": "succeeded"}"#), Doubt::Unreadable),
        (http("302 Found\r\nlocation: http://127.0.0.1:1/", ""), Doubt::Status(302)),
        (http("403 Forbidden", "<html>proxy</html>"), Doubt::Status(403)),
        (http("404 Not Found", r#"{"type": "error", "code": "not_found"}"#), Doubt::Status(404)),
        (http("503 Service Unavailable", ""), Doubt::Status(503)),
        ("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{".into(), Doubt::Network),
        ("garbage".into(), Doubt::Network),
    ];
    for (response, why) in answers {
        let gateway = saying(response.clone()).await;
        let outcome = gateway.create_redirect(&body(), "k").await;
        assert_eq!(outcome, Outcome::Unknown { why }, "{response}");
    }
}

#[tokio::test]
async fn answer_about_another_payment_is_no_answer() {
    let payment = r#"{"id": "b", "status": "succeeded", "amount": {"value": "1.00", "currency": "RUB"},
        "recipient": {"account_id": "100500"}, "test": true}"#;
    let gateway = saying(http("200 OK", payment)).await;
    assert!(matches!(gateway.get("b").await, Outcome::Answer(_)));
    assert_eq!(gateway.get("a").await, Outcome::Unknown { why: Doubt::Unreadable });
}

#[tokio::test]
async fn payer_is_sent_to_no_foreign_page() {
    let pages = [
        ("https://yoomoney.ru/checkout/payments/v2/contract?orderId=1", true),
        ("https://www.yookassa.ru/x", true),
        ("http://localhost:3004/pay/1", true),
        ("https://evil.example/yoomoney.ru", false),
        ("https://notyoomoney.ru/", false),
        ("http://yoomoney.ru/", false),
        ("javascript:alert(1)", false),
    ];
    for (page, trusted) in pages {
        let payment = format!(
            r#"{{"id": "b", "status": "pending", "amount": {{"value": "1.00", "currency": "RUB"}},
            "recipient": {{"account_id": "100500"}}, "test": true, "confirmation": {{"confirmation_url": "{page}"}}}}"#
        );
        let payment = answered(saying(http("200 OK", &payment)).await.get("b").await);
        assert_eq!(payment.confirmation_url.is_some(), trusted, "{page}");
    }
}

#[tokio::test]
async fn webhook_of_the_bank_is_read_as_a_reason_to_ask() {
    let world = world().await;
    let created = answered(world.create().await);
    let json = format!(
        r#"{{"type": "notification", "event": "payment.succeeded", "object": {{"id": "{}"}}}}"#,
        created.id
    );
    let notice = hook::parse(json.as_bytes()).expect("a notice");
    assert_eq!(answered(world.gateway.get(&notice.object_id).await).status, GatewayStatus::Pending);
}

#[tokio::test]
async fn gateway_can_be_swapped() {
    let world = world().await;
    let gateway: Box<dyn Acquirer> = Box::new(world.gateway);
    answered(gateway.create_redirect(&body(), "k").await);
}

#[test]
fn address_must_be_one() {
    let http = Http::new().expect("a client");
    assert!(YooKassa::new(&http, "api.yookassa.ru", shop("k")).is_err());
}
