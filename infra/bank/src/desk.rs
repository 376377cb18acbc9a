//! What can happen to a payment, one thing at a time. Every step looks at the state first:
//! a page submitted twice changes nothing the second time.

use crate::{
    cards::{CONFIRMATION_CODE, CardNumber, Verdict},
    faults::{Dice, Fault},
    hooks::Delivery,
    ledger::Ledger,
    options::{Options, Shop},
    payment::{Cancellation, CardKept, Payment, Status, Step},
    refund::Refund,
};
use chrono::{DateTime, TimeDelta, Utc};
use rand::Rng;
use serde_json::{Map, Value, json};

/// Wrong codes after which the payment is refused.
const CODES: u8 = 3;
/// How long money is held for a shop that captures later.
const HOLD: TimeDelta = TimeDelta::days(7);

/// The open books.
pub struct Desk<'a> {
    pub ledger: &'a mut Ledger,
    pub dice: &'a mut Dice,
    pub options: &'a Options,
    pub now: DateTime<Utc>,
}

/// What a shop asks for when it begins a payment.
pub struct NewPayment {
    /// Kopecks.
    pub amount: i64,
    pub capture: bool,
    pub description: Option<String>,
    pub metadata: Map<String, Value>,
    pub merchant_customer_id: Option<String>,
    pub return_url: String,
    pub with_receipt: bool,
}

impl Desk<'_> {
    pub fn create(&mut self, shop: &Shop, new: NewPayment) -> Payment {
        let surplus = if self.dice.fires(Fault::WrongAmount).is_some() { 100 } else { 0 };
        let lifetime = TimeDelta::from_std(self.options.link_lifetime).unwrap_or(TimeDelta::MAX);
        let payment = Payment {
            id: new_id(self.now, "000f"),
            shop_id: shop.shop_id.clone(),
            test: shop.test,
            status: Status::Pending,
            step: Step::Card,
            amount: new.amount + surplus,
            refunded: 0,
            charges: 0,
            capture: new.capture,
            description: new.description,
            metadata: new.metadata,
            merchant_customer_id: new.merchant_customer_id,
            return_url: new.return_url,
            with_receipt: new.with_receipt,
            created_at: self.now,
            expires_at: self.now + lifetime,
            captured_at: None,
            cancellation: None,
            card: None,
            confirmed: false,
            rrn: None,
            auth_code: None,
        };
        self.ledger.payments.insert(payment.id.clone(), payment.clone());
        self.ledger.changed = true;
        if self.dice.fires(Fault::HookForge).is_some() {
            self.forge_success(&payment.id);
        }
        payment
    }

    /// The payer sends the card form. Does nothing unless the card is what the payment waits for.
    pub fn type_card(
        &mut self,
        id: &str,
        number: CardNumber<'_>,
        (expiry_month, expiry_year): (u32, i32),
    ) -> Option<Payment> {
        let payment = self.ledger.payments.get_mut(id)?;
        if payment.status == Status::Pending && payment.step == Step::Card {
            self.ledger.changed = true;
            payment.card = Some(CardKept {
                last4: number.last4().to_owned(),
                card_type: number.card_type().to_owned(),
                expiry_month,
                expiry_year,
            });
            match number.verdict() {
                verdict @ (Verdict::Confirm | Verdict::FailConfirmation) => {
                    payment.step = Step::Code { verdict, wrong: 0 };
                }
                Verdict::Pay => self.accept(id),
                Verdict::Refuse(refusal) => self.cancel(id, "payment_network", refusal.code()),
            }
        }
        self.ledger.payments.get(id).cloned()
    }

    /// The payer sends the confirmation code. Does nothing unless a code is what the payment waits for.
    pub fn type_code(&mut self, id: &str, code: &str) -> Option<Payment> {
        let payment = self.ledger.payments.get_mut(id)?;
        if let (Status::Pending, Step::Code { verdict, wrong }) = (payment.status, payment.step) {
            self.ledger.changed = true;
            let right = code == CONFIRMATION_CODE;
            if verdict == Verdict::FailConfirmation || (!right && wrong + 1 >= CODES) {
                self.cancel(id, "payment_network", "3d_secure_failed");
            } else if right {
                payment.confirmed = true;
                self.accept(id);
            } else {
                payment.step = Step::Code { verdict, wrong: wrong + 1 };
            }
        }
        self.ledger.payments.get(id).cloned()
    }

    /// The payer gives up.
    pub fn leave(&mut self, id: &str) -> Option<Payment> {
        let payment = self.ledger.payments.get(id)?;
        if awaits_payer(payment) {
            self.cancel(id, "yoo_money", "expired_on_confirmation");
        }
        self.ledger.payments.get(id).cloned()
    }

    /// Takes held money.
    pub fn capture(&mut self, id: &str, amount: i64) {
        let now = self.now;
        if let Some(payment) = self.ledger.payments.get_mut(id) {
            payment.amount = amount;
            payment.status = Status::Succeeded;
            payment.captured_at = Some(now);
            self.ledger.changed = true;
            self.announce_payment(id);
        }
    }

    pub fn cancel(&mut self, id: &str, party: &str, reason: &str) {
        if let Some(payment) = self.ledger.payments.get_mut(id) {
            payment.status = Status::Canceled;
            payment.step = Step::Done;
            payment.cancellation = Some(Cancellation { party: party.to_owned(), reason: reason.to_owned() });
            self.ledger.changed = true;
            self.announce_payment(id);
        }
    }

    /// Gives `amount` back; the caller has checked that it is there.
    pub fn refund(&mut self, payment_id: &str, amount: i64, description: Option<String>) -> Option<Refund> {
        let payment = self.ledger.payments.get_mut(payment_id)?;
        payment.refunded += amount;
        let refund = Refund {
            id: new_id(self.now, "0015"),
            shop_id: payment.shop_id.clone(),
            payment_id: payment_id.to_owned(),
            amount,
            description,
            created_at: self.now,
        };
        self.ledger.refunds.insert(refund.id.clone(), refund.clone());
        self.ledger.changed = true;
        self.announce(&refund.shop_id, "refund.succeeded", refund.to_json());
        Some(refund)
    }

    /// Does everything whose time has come: links and holds that end, money that is taken late.
    pub fn settle_due(&mut self) {
        let now = self.now;
        let due = |payment: &&Payment| match (payment.status, payment.step) {
            (Status::Pending, Step::Settling { at }) => at <= now,
            (Status::Pending | Status::WaitingForCapture, _) => payment.expires_at <= now,
            _ => false,
        };
        let due: Vec<String> =
            self.ledger.payments.values().filter(due).map(|payment| payment.id.clone()).collect();
        for id in due {
            let Some(payment) = self.ledger.payments.get(&id) else { continue };
            match (payment.status, payment.step) {
                (Status::Pending, Step::Settling { .. }) => self.charge(&id),
                (Status::Pending, _) => self.cancel(&id, "yoo_money", "expired_on_confirmation"),
                _ => self.cancel(&id, "yoo_money", "expired_on_capture"),
            }
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
        lie.captured_at = Some(self.now);
        let object = lie.to_json(&self.options.public_url, self.now);
        self.announce(&lie.shop_id, "payment.succeeded", object);
        Some(())
    }

    fn accept(&mut self, id: &str) {
        match (self.dice.fires(Fault::LateSuccess), self.ledger.payments.get_mut(id)) {
            (Some(delay), Some(payment)) => payment.step = Step::Settling { at: self.now + delay },
            _ => self.charge(id),
        }
    }

    /// The only place where money is taken.
    fn charge(&mut self, id: &str) {
        let now = self.now;
        let Some(payment) = self.ledger.payments.get_mut(id) else { return };
        payment.charges += 1;
        payment.step = Step::Done;
        payment.rrn = Some(random_digits(12));
        payment.auth_code = Some(random_digits(6));
        if payment.capture {
            payment.status = Status::Succeeded;
            payment.captured_at = Some(now);
        } else {
            payment.status = Status::WaitingForCapture;
            payment.expires_at = now + HOLD;
        }
        self.ledger.changed = true;
        self.announce_payment(id);
    }

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
}

/// Whether the payment can still be paid by its payer.
pub fn awaits_payer(payment: &Payment) -> bool {
    payment.status == Status::Pending && matches!(payment.step, Step::Card | Step::Code { .. })
}

/// An identifier of the acquirer's form: time, kind, chance.
fn new_id(now: DateTime<Utc>, kind: &str) -> String {
    let time = u32::try_from(now.timestamp() - 1_014_327_100).unwrap_or_default();
    let chance: u64 = rand::rng().random_range(0..1 << 48);
    format!("{time:08x}-{kind}-5000-8000-{chance:012x}")
}

fn random_digits(length: usize) -> String {
    let mut random = rand::rng();
    (0..length).map(|_| char::from(random.random_range(b'0'..=b'9'))).collect()
}
