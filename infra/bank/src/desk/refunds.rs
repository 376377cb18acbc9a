//! Refunds.

use super::{Desk, new_id};
use crate::{
    faults::Fault,
    options::Shop,
    payment::Cancellation,
    receipt::Receipt,
    refund::{Decision, Refund, RefundStatus},
};
use serde_json::{Map, Value};

/// What a shop asks for when it gives money back.
pub struct NewRefund {
    pub payment_id: String,
    /// Kopecks.
    pub amount: i64,
    pub description: Option<String>,
    pub metadata: Map<String, Value>,
    pub receipt: Option<Receipt>,
}

impl Desk<'_> {
    /// Kopecks of a payment that are neither given back nor about to be.
    pub fn refundable(&self, payment_id: &str) -> i64 {
        let Some(payment) = self.ledger.payments.get(payment_id) else { return 0 };
        let refunds = self.ledger.refunds.values();
        let given: i64 = refunds
            .filter(|refund| refund.payment_id == payment_id && refund.counts())
            .map(|refund| refund.amount)
            .sum();
        payment.amount - given
    }

    /// Gives money back; the caller has checked that it is there. Done at once unless a fault is on.
    pub fn refund(&mut self, shop: &Shop, new: NewRefund) -> String {
        let late = self.dice.fires(Fault::RefundLate).map(|delay| (delay, RefundStatus::Succeeded));
        let canceled = self.dice.fires(Fault::RefundCanceled).map(|delay| (delay, RefundStatus::Canceled));
        let decision = canceled.or(late).map(|(delay, ends)| Decision { at: self.now + delay, ends });
        let refund = Refund {
            id: new_id(self.now, "0015"),
            shop_id: shop.shop_id.clone(),
            payment_id: new.payment_id,
            status: RefundStatus::Pending,
            amount: new.amount,
            description: new.description,
            metadata: Value::Object(new.metadata),
            created_at: self.now,
            decision,
            cancellation: None,
            receipt: new.receipt,
        };
        let id = refund.id.clone();
        self.ledger.refunds.insert(id.clone(), refund);
        self.ledger.changed = true;
        match decision {
            None => self.decide_refund(&id, RefundStatus::Succeeded),
            Some(_) => {
                if self.dice.fires(Fault::HookForge).is_some() {
                    self.forge_refund(&id);
                }
                self.settle_due();
            }
        }
        id
    }

    pub(super) fn decide_refund(&mut self, id: &str, ends: RefundStatus) {
        let now = self.now;
        let Some(refund) = self.ledger.refunds.get_mut(id) else { return };
        refund.status = ends;
        self.ledger.changed = true;
        if ends != RefundStatus::Succeeded {
            let (party, reason) = ("refund_network".to_owned(), "general_decline".to_owned());
            refund.cancellation = Some(Cancellation { party, reason });
            return;
        }
        if let Some(receipt) = refund.receipt.as_mut() {
            receipt.registered_at = Some(now + self.options.receipt_delay);
            receipt.fails = self.dice.fires(Fault::ReceiptCanceled).is_some();
        }
        let (shop, object) = (refund.shop_id.clone(), refund.to_json(now));
        if let Some(payment) = self.ledger.payments.get_mut(&refund.payment_id) {
            payment.refunded += refund.amount;
        }
        self.announce(&shop, "refund.succeeded", object);
    }

    /// Puts a webhook into the bag that says the refund succeeded.
    fn forge_refund(&mut self, id: &str) {
        let Some(refund) = self.ledger.refunds.get(id) else { return };
        let lie = Refund { status: RefundStatus::Succeeded, ..refund.clone() };
        let object = lie.to_json(self.now);
        self.announce(&lie.shop_id, "refund.succeeded", object);
    }
}
