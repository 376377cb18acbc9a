//! The bank's lists against ours, with everything that can go wrong on the way (payments §7 R2–R4; security rows 65, 67,
//! 69).

mod daily;
mod hourly;

use acquiring::{Acquirer, CreatePayment, Customer, Http, Line, Outcome, Shop, YooKassa};
use domain::{Kopecks, Level, PaymentId, PaymentState, RefundId};
use payments::testing::Till;
use platform::testing::{Browser, fixtures::ACCOUNT};
use reconcile_payments::{ReconcileEvent, Reconciled};
use refund_payments::RefundEvent;
use serde_json::json;
use settle_payments::SettleEvent;

struct Desk {
    till: Till,
    browser: Browser,
}

impl Desk {
    async fn open() -> Self {
        let till = Till::open().await;
        till.wind();
        let (_, browser) = till.world.holder(Level::Extended, pay::api()).await;
        Self { till, browser }
    }

    async fn start(&mut self, key: &str) -> PaymentId {
        let body = json!({ "lines": [{ "service": "gas", "amount": 100_000 }], "method": "new_card", "start_new": true });
        let reply = self.browser.post_once(&format!("/api/accounts/{ACCOUNT}/payments"), key, body).await;
        reply.json["id"].as_str().unwrap_or_else(|| panic!("{}", reply.json)).parse().expect("a ULID")
    }

    /// The bank takes the money of its newest payment; nobody here hears of it.
    fn pays(&self) -> String {
        let id = self.till.bank.payments().pop().expect("a payment").id;
        self.till.bank.pay(&id, bank::SUCCESSFUL_CARD).expect("pays");
        id
    }

    async fn sweep(&self) {
        self.till.pass(60);
        settle_payments::handle(&self.till.world.app, SettleEvent::Tick).await.expect("swept");
    }

    /// A payment that has succeeded at the bank and here.
    async fn paid(&mut self, key: &str) -> PaymentId {
        let id = self.start(key).await;
        self.pays();
        self.sweep().await;
        assert_eq!(self.state(id).await, PaymentState::Succeeded);
        id
    }

    async fn refund(&self, payment: PaymentId, amount: i64) -> RefundId {
        let number = RefundId(ulid::Ulid::new());
        let event = json!({ "refund": {
            "payment": payment, "number": number.to_string(), "reason": "проба",
            "lines": [{ "service": "gas", "amount": amount }],
        }});
        let event: RefundEvent = serde_json::from_value(event).expect("an event");
        refund_payments::handle(&self.till.world.app, event).await.expect("begun");
        number
    }

    async fn state(&self, id: PaymentId) -> PaymentState {
        self.till.payment(id).await.payment.state
    }

    async fn run(&self, event: ReconcileEvent) -> Reconciled {
        reconcile_payments::handle(&self.till.world.app, event).await.expect("reconciled")
    }

    async fn hourly(&self) -> Reconciled {
        self.run(ReconcileEvent::Hourly).await
    }

    /// A payment in our shop that our portal has never begun.
    async fn orphan(&self) -> String {
        let shop = Shop { shop_id: "100500".into(), secret_key: "test_secret".into(), test: true };
        let address = &self.till.world.app.config.acquiring_url;
        let gateway = YooKassa::new(&Http::new().expect("a client"), address, shop).expect("an address");
        let fixture = platform::testing::fixtures::company();
        let body = CreatePayment {
            payment: PaymentId(ulid::Ulid::new()),
            account: ACCOUNT.parse().expect("an account"),
            user: domain::UserId(ulid::Ulid::new()),
            description: "Чужой платёж".into(),
            return_url: "http://localhost:3000/".into(),
            client_ip: None,
            customer: Customer::Email("ivanov@example.ru".into()),
            lines: vec![Line { name: "Газ".into(), amount: Kopecks(5_000) }],
            vat_code: 11,
            fiscal: fixture.payments.fiscal,
            supplier: None,
            source: acquiring::Source::NewCard { save: false },
            payment_order: Some(acquiring::PaymentOrder {
                purpose: "Оплата".into(),
                payee: fixture.payee,
                period: (2026, 10),
            }),
        };
        match gateway.create_redirect(&body.to_body(), "orphan").await {
            Outcome::Answer(payment) => payment.id,
            other => panic!("{other:?}"),
        }
    }
}
