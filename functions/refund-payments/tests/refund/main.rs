//! Money given back against the embedded store and the bank's simulator (payments §3.5, §8; security rows 65, 67–69).

mod balance;
mod doubts;
mod rules;

use domain::{
    Kopecks, Level, PaymentId, RefundId,
    payment::{RefundEntry, RefundState},
};
use payments::testing::Till;
use platform::{
    Query, Table,
    store::keys,
    testing::{Browser, fixtures::ACCOUNT},
};
use refund_payments::{Answer, RefundEvent};
use serde_json::{Value, json};
use settle_payments::SettleEvent;

/// A till with one paid payment: 1000 roubles for gas, 300 for maintenance.
struct Desk {
    till: Till,
    browser: Browser,
    payment: PaymentId,
}

impl Desk {
    async fn open() -> Self {
        Self::at(Till::open().await).await
    }

    async fn at(till: Till) -> Self {
        till.wind();
        let (_, mut browser) = till.world.holder(Level::Extended, pay::api()).await;
        let body = json!({ "method": "new_card", "lines": [
            { "service": "gas", "amount": 100_000 }, { "service": "maintenance", "amount": 30_000 },
        ]});
        let path = format!("/api/accounts/{ACCOUNT}/payments");
        let reply = browser.post_once(&path, "form", body).await;
        let payment =
            reply.json["id"].as_str().unwrap_or_else(|| panic!("{}", reply.json)).parse().expect("a ULID");
        till.bank.pay(&till.at_bank(), bank::SUCCESSFUL_CARD).expect("pays");
        till.pass(60);
        sweep(&till).await;
        Self { till, browser, payment }
    }

    async fn ask(&self, event: Value) -> Answer {
        let event: RefundEvent = serde_json::from_value(event).expect("an event");
        refund_payments::handle(&self.till.world.app, event).await.expect("an answer")
    }

    /// So many kopecks of gas back, under this number.
    async fn refund(&self, number: RefundId, amount: i64) -> Answer {
        self.ask(event(self.payment, number, json!([{ "service": "gas", "amount": amount }]))).await
    }

    async fn state(&self, number: RefundId) -> RefundState {
        let after = self.till.aftermath(self.payment).await;
        after.refund(number).expect("is there").state
    }

    async fn view(&mut self) -> Value {
        self.browser.get(&format!("/api/payments/{}", self.payment)).await.json
    }

    async fn journal(&self) -> Vec<RefundEntry> {
        let query = Query::partition(Table::Payments, keys::payments::partition(self.payment));
        let rows = query.prefix(keys::payments::REFUND_EVENTS).run(&self.till.world.app.store).await;
        rows.expect("read").all().expect("entries")
    }

    /// What the credits add up to: what the balance shows beside the company's own figure.
    async fn credited(&self) -> Kopecks {
        self.till.credits().await.iter().flat_map(|credit| &credit.lines).map(|line| line.amount).sum()
    }

    /// Given back once, and everything says so.
    async fn assert_given_back_once(&self, number: RefundId, amount: i64) {
        assert_eq!(self.state(number).await, RefundState::Succeeded);
        assert_eq!(self.till.bank.refunds().len(), 1, "one refund at the bank");
        assert_eq!(self.till.bank.payments()[0].refunded, amount);
        assert_eq!(self.credited().await, Kopecks(130_000 - amount));
        let journal = self.journal().await;
        assert!(journal.iter().all(RefundEntry::is_balanced));
        assert_eq!(journal.iter().filter(|entry| !entry.entries.is_empty()).count(), 1);
        let rows: Vec<_> = self.till.listed().await.into_iter().filter(|row| row.of.is_some()).collect();
        assert_eq!((rows.len(), rows[0].amount, rows[0].of), (1, Kopecks(-amount), Some(self.payment)));
    }
}

fn number(n: u128) -> RefundId {
    RefundId(ulid::Ulid::from_parts(1_795_000_000_000, n))
}

fn event(payment: PaymentId, number: RefundId, lines: Value) -> Value {
    json!({ "refund": {
        "payment": payment, "number": number.to_string(), "lines": lines, "reason": "ошибка в сумме",
    }})
}

async fn sweep(till: &Till) {
    settle_payments::handle(&till.world.app, SettleEvent::Tick).await.expect("swept");
}

fn code(answer: &Answer) -> &str {
    match answer {
        Answer::Refused { code, .. } => code,
        Answer::Refund { .. } => "begun",
    }
}
