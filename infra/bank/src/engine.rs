//! The bank itself: books, options and switch behind one lock, so that nothing can be charged twice.

use crate::{
    cards::{CONFIRMATION_CODE, CardNumber},
    desk::Desk,
    faults::{Dice, Faults},
    ledger::Ledger,
    options::{Options, Shop},
    payment::{Payment, Step},
};
use chrono::Utc;
use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
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
        let mut desk = Desk { ledger, dice, options: &self.options, now: Utc::now() };
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
        books.1 = Dice::new(faults);
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

    /// Does on the pages what a payer with this card does, with the right code if one is asked for.
    /// `None`: no such payment, or not a card number.
    pub fn pay(&self, id: &str, card: &str) -> Option<Payment> {
        let number = CardNumber::new(card).ok()?;
        self.at_desk(|desk| {
            let payment = desk.type_card(id, number, (12, 2030))?;
            match payment.step {
                Step::Code { .. } => desk.type_code(id, CONFIRMATION_CODE),
                _ => Some(payment),
            }
        })
    }

    /// Ends the payer's time to pay.
    pub fn expire(&self, id: &str) -> Option<Payment> {
        self.at_desk(|desk| {
            let now = desk.now;
            desk.ledger.payments.get_mut(id)?.expires_at = now;
            desk.ledger.changed = true;
            desk.settle_due();
            desk.ledger.payments.get(id).cloned()
        })
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
