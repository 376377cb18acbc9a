//! Payments brought to their end against the bank's simulator: the browser's request, the bank's notice, the sweep
//! (payments §7; security rows 63, 65, 67–69).

mod bindings;
mod faults;
mod news;
mod order;
mod refunds;
mod sweeps;

use domain::{Level, PaymentId, PaymentState};
use payments::testing::Till;
use platform::{
    outbox::{Event, OutboxRow},
    testing::{Browser, fixtures::ACCOUNT},
};
use serde_json::json;
use settle_payments::{SettleEvent, Settled, Sweep};

/// A payer with a payment under way.
struct Payer {
    till: Till,
    browser: Browser,
}

impl Payer {
    async fn at(till: Till) -> Self {
        let (_, browser) = till.world.holder(Level::Extended, pay::api()).await;
        Self { till, browser }
    }

    async fn start(&mut self) -> PaymentId {
        let body = json!({ "lines": [{ "service": "gas", "amount": 100_000 }], "method": "new_card" });
        let reply = self.browser.post_once(&format!("/api/accounts/{ACCOUNT}/payments"), "form", body).await;
        reply.json["id"].as_str().unwrap_or_else(|| panic!("{}", reply.json)).parse().expect("a ULID")
    }

    async fn look(&mut self, id: PaymentId) {
        let reply = self.browser.get(&format!("/api/payments/{id}")).await;
        assert_eq!(reply.status, http::StatusCode::OK, "{}", reply.json);
    }

    async fn pays(&self) {
        self.till.bank.pay(&self.till.at_bank(), bank::SUCCESSFUL_CARD).expect("pays");
    }

    async fn state(&self, id: PaymentId) -> PaymentState {
        self.till.payment(id).await.payment.state
    }

    /// One charge at the bank, one credit here, one event, a journal that adds up.
    async fn assert_paid_once(&self, id: PaymentId) {
        assert_eq!(self.state(id).await, PaymentState::Succeeded);
        assert_eq!(self.till.charges(), 1);
        let credits = self.till.credits().await;
        assert_eq!((credits.len(), credits[0].payment), (1, id));
        let journal = self.till.journal(id).await;
        assert!(journal.iter().all(domain::payment::JournalEntry::is_balanced));
        assert_eq!(journal.iter().filter(|entry| entry.to == PaymentState::Succeeded).count(), 1);
        let told = self.till.world.outbox().await;
        let successes = told.iter().filter(|row| matches!(row.event, Event::PaymentSucceeded { .. }));
        assert_eq!(successes.count(), 1);
        assert_eq!(self.till.listed().await.len(), 1);
    }
}

/// A tick of the schedule.
async fn sweep(till: &Till) -> Sweep {
    match settle_payments::handle(&till.world.app, SettleEvent::Tick).await.expect("swept") {
        Settled::Swept(sweep) => sweep,
        Settled::News(_) => panic!("a tick is no news"),
    }
}

/// Rows of the outbox as the stream delivers them; answers with the records to be delivered again.
async fn deliver(till: &Till, rows: &[OutboxRow]) -> Vec<String> {
    let records: Vec<_> = rows
        .iter()
        .enumerate()
        .map(|(n, row)| {
            let image: serde_dynamo::Item = serde_dynamo::to_item(row).expect("a row");
            json!({ "eventName": "INSERT", "dynamodb": { "SequenceNumber": n.to_string(), "NewImage": image } })
        })
        .collect();
    let event = serde_json::from_value(json!({ "Records": records })).expect("an event");
    match settle_payments::handle(&till.world.app, event).await.expect("delivered") {
        Settled::News(answer) => {
            answer.batch_item_failures.into_iter().map(|failed| failed.item_identifier).collect()
        }
        Settled::Swept(_) => panic!("news are no tick"),
    }
}
