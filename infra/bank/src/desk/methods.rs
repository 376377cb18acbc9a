//! Saved cards (payments §3.6).

use super::{Desk, new_id};
use crate::{
    cards::Refusal,
    faults::Fault,
    method::{Method, MethodStatus},
    options::Shop,
    visit::{Step, Visit},
};
use serde_json::{Map, Value};

/// What a shop asks for when it wants a card saved.
pub struct NewMethod {
    pub return_url: String,
    pub metadata: Map<String, Value>,
}

impl Desk<'_> {
    /// Begins to save a card without a payment.
    pub fn bind(&mut self, shop: &Shop, new: NewMethod) -> String {
        let method = Method {
            id: new_id(self.now, "0010"),
            shop_id: shop.shop_id.clone(),
            status: MethodStatus::Pending,
            visit: Visit {
                step: Step::Card,
                return_url: Some(new.return_url),
                card: None,
                confirmed: false,
                expires_at: self.end_of_visit(),
            },
            metadata: new.metadata,
            created_at: self.now,
            refusal: None,
        };
        let id = method.id.clone();
        if self.dice.fires(Fault::HookForge).is_some() {
            let visit = Visit { step: Step::Done, ..method.visit.clone() };
            self.announce_method(&Method { status: MethodStatus::Active, visit, ..method.clone() });
        }
        self.ledger.methods.insert(id.clone(), method);
        self.ledger.changed = true;
        id
    }

    /// The card is checked and can be charged from now on.
    pub(super) fn activate(&mut self, id: &str) {
        if self.dice.fires(Fault::BindingInactive).is_some() {
            return self.deactivate(id);
        }
        self.set_method(id, MethodStatus::Active);
        if let Some(method) = self.ledger.methods.get(id).cloned() {
            self.announce_method(&method);
        }
    }

    /// The card cannot be charged, for good. No webhook tells.
    pub fn deactivate(&mut self, id: &str) {
        self.set_method(id, MethodStatus::Inactive);
    }

    /// What payments with the card end with from now on; `None`: they succeed.
    pub fn refuse(&mut self, id: &str, refusal: Option<Refusal>) -> Option<()> {
        self.ledger.methods.get_mut(id)?.refusal = refusal;
        self.ledger.changed = true;
        Some(())
    }

    fn set_method(&mut self, id: &str, status: MethodStatus) {
        let Some(method) = self.ledger.methods.get_mut(id) else { return };
        method.status = status;
        method.visit.step = Step::Done;
        self.ledger.changed = true;
    }

    fn announce_method(&mut self, method: &Method) {
        let object = method.to_json(&self.options.public_url);
        self.announce(&method.shop_id, "payment_method.active", object);
    }
}
