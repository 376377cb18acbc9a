//! The bank itself: books, options and switch behind one lock, so that nothing can be charged twice.

use crate::{
    cards::{CONFIRMATION_CODE, CardNumber, Refusal},
    desk::Desk,
    errand::Errand,
    faults::{Calls, Dice, Fault, Faults},
    ledger::Ledger,
    method::Method,
    options::{Options, Shop},
    payment::Payment,
    refund::Refund,
    visit::Step,
};
use std::{
    collections::BTreeMap,
    io,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::Notify;

/// A bank that is open. Shared by its routes; tests drive it directly.
pub struct Bank {
    options: Options,
    books: Mutex<(Ledger, Dice)>,
    /// Rung when something was written down: there may be a webhook to post.
    pub(crate) bell: Arc<Notify>,
}

impl Bank {
    /// Opens with the books of the last run if `options` name a file.
    pub fn open(options: Options) -> io::Result<Arc<Self>> {
        let ledger = match &options.file {
            Some(file) => Ledger::load(file)?,
            None => Ledger::default(),
        };
        Ok(Arc::new(Self {
            options,
            books: Mutex::new((ledger, Dice::new(Faults::default()))),
            bell: Arc::default(),
        }))
    }

    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Does `work` with the books open and everything due settled, then writes the books down.
    pub(crate) fn at_desk<T>(&self, work: impl FnOnce(&mut Desk<'_>) -> T) -> T {
        let mut books = self.books.lock().unwrap_or_else(PoisonError::into_inner);
        let (ledger, dice) = &mut *books;
        let mut desk = Desk { ledger, dice, options: &self.options, now: self.options.clock.now() };
        desk.settle_due();
        let result = work(&mut desk);
        if std::mem::take(&mut ledger.changed) {
            if let Some(file) = &self.options.file
                && let Err(error) = ledger.save(file)
            {
                tracing::error!(%error, "the bank's books were not written down");
            }
            self.bell.notify_one();
        }
        result
    }

    pub(crate) fn shop(&self, shop_id: &str) -> Option<&Shop> {
        self.options.shops.iter().find(|shop| shop.shop_id == shop_id)
    }

    /// Replaces all faults.
    pub fn set_faults(&self, faults: Faults) {
        let mut books = self.books.lock().unwrap_or_else(PoisonError::into_inner);
        books.1.replace(faults);
    }

    /// How often each fault has happened since the bank was opened.
    pub fn happened(&self) -> BTreeMap<Fault, u64> {
        let books = self.books.lock().unwrap_or_else(PoisonError::into_inner);
        books.1.happened().clone()
    }

    /// Whether a call of this kind fails so, without a look into the books.
    pub(crate) fn fires_on(&self, fault: Fault, call: Calls) -> Option<Duration> {
        let mut books = self.books.lock().unwrap_or_else(PoisonError::into_inner);
        books.1.fires_on(fault, call)
    }

    /// The faults that are on, with what is left of each.
    pub fn faults(&self) -> Faults {
        let books = self.books.lock().unwrap_or_else(PoisonError::into_inner);
        books.1.faults().clone()
    }

    /// All payments of all shops, oldest first.
    pub fn payments(&self) -> Vec<Payment> {
        let mut payments: Vec<Payment> =
            self.at_desk(|desk| desk.ledger.payments.values().cloned().collect());
        payments.sort_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
        payments
    }

    pub fn payment(&self, id: &str) -> Option<Payment> {
        self.at_desk(|desk| desk.ledger.payments.get(id).cloned())
    }

    /// All refunds of all shops, oldest first.
    pub fn refunds(&self) -> Vec<Refund> {
        let mut refunds: Vec<Refund> = self.at_desk(|desk| desk.ledger.refunds.values().cloned().collect());
        refunds.sort_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
        refunds
    }

    /// All saved cards of all shops, and those that are being saved, oldest first.
    pub fn methods(&self) -> Vec<Method> {
        let mut methods: Vec<Method> = self.at_desk(|desk| desk.ledger.methods.values().cloned().collect());
        methods.sort_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
        methods
    }

    pub fn method(&self, id: &str) -> Option<Method> {
        self.at_desk(|desk| desk.ledger.methods.get(id).cloned())
    }

    /// What a person may come to the pages for under this identifier.
    pub(crate) fn errand(&self, id: &str) -> Option<Errand> {
        let payment = self.payment(id).map(|payment| Errand::Pay(Box::new(payment)));
        let errand = payment.or_else(|| self.method(id).map(|method| Errand::Save(Box::new(method))))?;
        errand.visit().return_url.is_some().then_some(errand)
    }

    /// Does on the pages what a payer with this card does, with the right code if one is asked for.
    /// `None`: no such payment, or not a card number.
    pub fn pay(&self, id: &str, card: &str) -> Option<Payment> {
        self.visit(id, card, false)?;
        self.payment(id)
    }

    /// The same with «Зарегистрировать карту» ticked.
    pub fn pay_and_save(&self, id: &str, card: &str) -> Option<Payment> {
        self.visit(id, card, true)?;
        self.payment(id)
    }

    /// Does on the pages what the owner of a card to be saved does. `None`: no such card, or not a number of one.
    pub fn bind(&self, id: &str, card: &str) -> Option<Method> {
        self.visit(id, card, false)?;
        self.method(id)
    }

    fn visit(&self, id: &str, card: &str, save: bool) -> Option<()> {
        let number = CardNumber::new(card).ok()?;
        self.at_desk(|desk| {
            let visit = desk.type_card(id, number, (12, 2030), save)?;
            if matches!(visit.step, Step::Code { .. }) {
                desk.type_code(id, CONFIRMATION_CODE)?;
            }
            Some(())
        })
    }

    /// What payments with a saved card end with from now on; `None`: they succeed.
    pub fn refuse_method(&self, id: &str, refusal: Option<Refusal>) -> Option<Method> {
        self.at_desk(|desk| desk.refuse(id, refusal))?;
        self.method(id)
    }

    /// Makes a saved card inactive; no webhook tells.
    pub fn deactivate_method(&self, id: &str) -> Option<Method> {
        self.at_desk(|desk| desk.deactivate(id));
        self.method(id)
    }

    /// Ends the payer's time to pay.
    pub fn expire(&self, id: &str) -> Option<Payment> {
        self.at_desk(|desk| {
            let now = desk.now;
            desk.ledger.payments.get_mut(id)?.visit.expires_at = now;
            desk.ledger.changed = true;
            desk.settle_due();
            desk.ledger.payments.get(id).cloned()
        })
    }

    /// Webhooks that have not been answered 200 yet.
    pub fn undelivered(&self) -> usize {
        self.at_desk(|desk| desk.ledger.deliveries.len())
    }

    /// Posts the webhook of the payment's present state once more. `None` if there is none.
    pub fn announce(&self, id: &str) -> Option<()> {
        self.at_desk(|desk| desk.announce_payment(id))
    }

    /// Posts a webhook that says the payment succeeded, whatever is true.
    pub fn forge(&self, id: &str) -> Option<()> {
        self.at_desk(|desk| desk.forge_success(id))
    }
}
