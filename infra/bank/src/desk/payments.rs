//! Payments: begun, charged, held, captured, cancelled.

use super::{Desk, new_id, random_digits};
use crate::{
    cards::{Refusal, Verdict},
    faults::Fault,
    method::{Method, MethodStatus},
    options::Shop,
    payment::{Cancellation, Payment, Saving, Status},
    receipt::Receipt,
    visit::{Step, Visit},
};
use chrono::TimeDelta;
use serde_json::{Map, Value};

/// How long money is held for a shop that captures later.
const HOLD: TimeDelta = TimeDelta::days(7);

/// What a shop asks for when it begins a payment.
pub struct NewPayment {
    /// Kopecks.
    pub amount: i64,
    pub capture: bool,
    pub description: Option<String>,
    pub metadata: Map<String, Value>,
    pub merchant_customer_id: Option<String>,
    pub return_url: Option<String>,
    /// The saved card to charge; `None`: the payer types one.
    pub method: Option<String>,
    pub saving: Saving,
    pub payment_order: Option<Value>,
    pub receipt: Option<Receipt>,
}

impl Desk<'_> {
    /// Begins a payment. One with a saved card, which the caller has found to be active, is charged at once.
    pub fn create(&mut self, shop: &Shop, new: NewPayment) -> String {
        let surplus = if self.dice.fires(Fault::WrongAmount).is_some() { 100 } else { 0 };
        let method = new.method.and_then(|id| self.ledger.methods.get(&id).cloned());
        let id = new_id(self.now, "000f");
        let payment = Payment {
            id: id.clone(),
            shop_id: shop.shop_id.clone(),
            test: shop.test,
            status: Status::Pending,
            visit: Visit {
                step: if method.is_some() { Step::Done } else { Step::Card },
                return_url: new.return_url,
                card: method.as_ref().and_then(|method| method.visit.card.clone()),
                confirmed: false,
                expires_at: self.end_of_visit(),
            },
            amount: new.amount + surplus,
            refunded: 0,
            charges: 0,
            capture: new.capture,
            description: new.description,
            metadata: new.metadata,
            merchant_customer_id: new.merchant_customer_id,
            saving: new.saving,
            save_card: new.saving == Saving::Forced,
            method: method.as_ref().map(|method| method.id.clone()),
            payment_order: new.payment_order,
            receipt: new.receipt,
            created_at: self.now,
            captured_at: None,
            cancellation: None,
            rrn: None,
            auth_code: None,
        };
        self.ledger.begin(payment);
        if self.dice.fires(Fault::HookForge).is_some() {
            self.forge_success(&id);
        }
        if let Some(method) = method {
            self.charge_saved(&id, method);
        }
        id
    }

    fn charge_saved(&mut self, id: &str, method: Method) {
        let revoked = self.dice.fires(Fault::PermissionRevoked).map(|_| Refusal::PermissionRevoked);
        if let Some(refusal) = revoked.or(method.refusal) {
            if refusal == Refusal::PermissionRevoked {
                self.deactivate(&method.id);
            }
            return self.cancel(id, "payment_network", refusal.code());
        }
        let Some(payment) = self.ledger.payments.get_mut(id) else { return };
        if payment.visit.return_url.is_some() && self.dice.fires(Fault::SavedCardConfirms).is_some() {
            payment.visit.step = Step::Code { verdict: Verdict::Confirm, wrong: 0 };
        } else {
            self.approve(id);
        }
    }

    /// Takes held money.
    pub fn capture(&mut self, id: &str, amount: i64) {
        let now = self.now;
        let Some(payment) = self.ledger.payments.get_mut(id) else { return };
        payment.amount = amount;
        payment.status = Status::Succeeded;
        payment.captured_at = Some(now);
        self.register_receipt(id);
        self.announce_payment(id);
    }

    pub fn cancel(&mut self, id: &str, party: &str, reason: &str) {
        let Some(payment) = self.ledger.payments.get_mut(id) else { return };
        payment.status = Status::Canceled;
        payment.visit.step = Step::Done;
        payment.cancellation = Some(Cancellation { party: party.to_owned(), reason: reason.to_owned() });
        self.ledger.changed = true;
        self.announce_payment(id);
    }

    /// The only place where money is taken.
    pub(super) fn charge(&mut self, id: &str) {
        let now = self.now;
        let Some(payment) = self.ledger.payments.get_mut(id) else { return };
        payment.charges += 1;
        payment.visit.step = Step::Done;
        payment.rrn = Some(random_digits(12));
        payment.auth_code = Some(random_digits(6));
        if payment.capture {
            payment.status = Status::Succeeded;
            payment.captured_at = Some(now);
        } else {
            payment.status = Status::WaitingForCapture;
            payment.visit.expires_at = now + HOLD;
        }
        if payment.save_card {
            payment.method = Some(payment.id.clone());
            let method = Method {
                id: payment.id.clone(),
                shop_id: payment.shop_id.clone(),
                status: MethodStatus::Active,
                visit: payment.visit.clone(),
                metadata: Map::new(),
                created_at: now,
                refusal: None,
            };
            self.ledger.methods.insert(method.id.clone(), method);
        }
        self.register_receipt(id);
        self.announce_payment(id);
    }

    fn register_receipt(&mut self, id: &str) {
        self.ledger.changed = true;
        let due = self.now + self.options.receipt_delay;
        let Some(payment) = self.ledger.payments.get_mut(id) else { return };
        if let Some(receipt) = payment.receipt.as_mut().filter(|_| payment.status == Status::Succeeded) {
            receipt.registered_at = Some(due);
            receipt.fails = self.dice.fires(Fault::ReceiptCanceled).is_some();
        }
    }

    /// Puts the webhook of the payment's present state into the courier's bag.
    pub fn announce_payment(&mut self, id: &str) -> Option<()> {
        let payment = self.ledger.payments.get(id)?;
        let (shop, event) = (payment.shop_id.clone(), payment.event()?);
        let object = payment.to_json(&self.options.public_url, self.now);
        self.announce(&shop, event, object);
        Some(())
    }

    /// Puts a webhook into the bag that says the payment succeeded.
    pub fn forge_success(&mut self, id: &str) -> Option<()> {
        let mut lie = self.ledger.payments.get(id)?.clone();
        lie.status = Status::Succeeded;
        lie.visit.step = Step::Done;
        lie.captured_at = Some(self.now);
        let object = lie.to_json(&self.options.public_url, self.now);
        self.announce(&lie.shop_id, "payment.succeeded", object);
        Some(())
    }
}
