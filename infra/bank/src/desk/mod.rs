//! What can happen to a payment, a refund or a saved card, one thing at a time. Every step looks at the state
//! first: a page submitted twice changes nothing the second time.

mod methods;
mod payments;
mod refunds;
mod visits;

use crate::{
    faults::{Dice, Fault},
    hooks::Delivery,
    ledger::Ledger,
    method::MethodStatus,
    options::Options,
    payment::Status,
    refund::RefundStatus,
    visit::{Step, Visit},
};
use chrono::{DateTime, TimeDelta, Utc};
pub use methods::NewMethod;
pub use payments::NewPayment;
use rand::Rng;
pub use refunds::NewRefund;
use serde_json::{Value, json};

/// The open books.
pub struct Desk<'a> {
    pub ledger: &'a mut Ledger,
    pub dice: &'a mut Dice,
    pub options: &'a Options,
    pub now: DateTime<Utc>,
}

impl Desk<'_> {
    /// Does everything whose time has come: links and holds that end, money that is taken late, refunds that are
    /// decided.
    pub fn settle_due(&mut self) {
        let now = self.now;
        let visit_is_due = |visit: &Visit| match visit.step {
            Step::Settling { at } => at <= now,
            _ => visit.expires_at <= now,
        };
        let due = self.ledger.open_payments().filter(|payment| visit_is_due(&payment.visit));
        let due: Vec<String> = due.map(|payment| payment.id.clone()).collect();
        for id in due {
            let Some(payment) = self.ledger.payments.get(&id) else { continue };
            match (payment.status, payment.visit.step) {
                (Status::Pending, Step::Settling { .. }) => self.charge(&id),
                (Status::Pending, _) => self.cancel(&id, "yoo_money", "expired_on_confirmation"),
                _ => self.cancel(&id, "yoo_money", "expired_on_capture"),
            }
        }
        let methods = self.ledger.methods.values();
        let due: Vec<String> = methods
            .filter(|method| method.status == MethodStatus::Pending && visit_is_due(&method.visit))
            .map(|method| method.id.clone())
            .collect();
        for id in due {
            match self.ledger.methods.get(&id).map(|method| method.visit.step) {
                Some(Step::Settling { .. }) => self.activate(&id),
                _ => self.deactivate(&id),
            }
        }
        let refunds = self.ledger.refunds.values();
        let due: Vec<(String, RefundStatus)> = refunds
            .filter(|refund| refund.status == RefundStatus::Pending)
            .filter_map(|refund| refund.decision.map(|decision| (refund.id.clone(), decision)))
            .filter(|(_, decision)| decision.at <= now)
            .map(|(id, decision)| (id, decision.ends))
            .collect();
        for (id, ends) in due {
            self.decide_refund(&id, ends);
        }
    }

    /// Puts a webhook into the courier's bag.
    fn announce(&mut self, shop_id: &str, event: &str, object: Value) {
        let known = self.options.shops.iter().find(|shop| shop.shop_id == shop_id);
        if known.is_none_or(|shop| shop.hook_url.is_none()) {
            return;
        }
        self.ledger.changed = true;
        let bag = &mut self.ledger.deliveries;
        for held in bag.iter_mut().filter(|held| held.held && held.shop_id == shop_id) {
            held.held = false;
            held.due = self.now + TimeDelta::milliseconds(200);
        }
        if self.dice.fires(Fault::HookDrop).is_some() {
            return;
        }
        let reorder = self.dice.fires(Fault::HookReorder);
        let delay = self.dice.fires(Fault::HookDelay);
        let delivery = Delivery {
            id: new_id(self.now, "0001"),
            shop_id: shop_id.to_owned(),
            body: json!({"type": "notification", "event": event, "object": object}),
            failures: 0,
            since: self.now,
            due: self.now + reorder.or(delay).unwrap_or_default(),
            held: reorder.is_some(),
        };
        if self.dice.fires(Fault::HookDuplicate).is_some() {
            let due = delivery.due + TimeDelta::milliseconds(50);
            bag.push(Delivery { id: new_id(self.now, "0001"), due, ..delivery.clone() });
        }
        bag.push(delivery);
    }

    /// End of the time that a person has on the pages from now.
    fn end_of_visit(&self) -> DateTime<Utc> {
        self.now + TimeDelta::from_std(self.options.link_lifetime).unwrap_or(TimeDelta::MAX)
    }
}

/// An identifier of the acquirer's form: time, kind, chance.
pub fn new_id(now: DateTime<Utc>, kind: &str) -> String {
    let time = u32::try_from(now.timestamp() - 1_014_327_100).unwrap_or_default();
    let chance: u64 = rand::rng().random_range(0..1 << 48);
    format!("{time:08x}-{kind}-5000-8000-{chance:012x}")
}

fn random_digits(length: usize) -> String {
    let mut random = rand::rng();
    (0..length).map(|_| char::from(random.random_range(b'0'..=b'9'))).collect()
}
