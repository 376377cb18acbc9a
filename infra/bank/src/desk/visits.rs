//! What a person does on the pages; the same for a payment and for a card to save.

use super::Desk;
use crate::{
    card::CardKept,
    cards::{CONFIRMATION_CODE, CardNumber, Verdict},
    faults::Fault,
    payment::Saving,
    visit::{Step, Visit},
};

/// Wrong codes after which the card is refused.
const CODES: u8 = 3;

impl Desk<'_> {
    pub fn visit(&mut self, id: &str) -> Option<&mut Visit> {
        match self.ledger.payments.get_mut(id) {
            Some(payment) => Some(&mut payment.visit),
            None => self.ledger.methods.get_mut(id).map(|method| &mut method.visit),
        }
    }

    /// The card form is sent. Does nothing unless the card is what is waited for.
    /// `save`: the payer lets the shop keep the card; counts where the shop has left it to the payer.
    pub fn type_card(
        &mut self,
        id: &str,
        number: CardNumber<'_>,
        expiry: (u32, i32),
        save: bool,
    ) -> Option<Visit> {
        let visit = self.visit(id)?;
        if visit.step == Step::Card {
            visit.card = Some(CardKept::of(number, expiry));
            let verdict = number.verdict();
            if matches!(verdict, Verdict::Confirm | Verdict::FailConfirmation) {
                visit.step = Step::Code { verdict, wrong: 0 };
            }
            self.ledger.changed = true;
            if let Some(payment) = self.ledger.payments.get_mut(id) {
                payment.save_card |= save && payment.saving == Saving::Offered;
            }
            match verdict {
                Verdict::Confirm | Verdict::FailConfirmation => {}
                Verdict::Pay => self.approve(id),
                Verdict::Refuse(refusal) => self.decline(id, refusal.code()),
            }
        }
        self.visit(id).cloned()
    }

    /// The confirmation code is sent. Does nothing unless a code is what is waited for.
    pub fn type_code(&mut self, id: &str, code: &str) -> Option<Visit> {
        let visit = self.visit(id)?;
        if let Step::Code { verdict, wrong } = visit.step {
            let right = code == CONFIRMATION_CODE;
            if verdict == Verdict::FailConfirmation || (!right && wrong + 1 >= CODES) {
                self.decline(id, "3d_secure_failed");
            } else if right {
                visit.confirmed = true;
                self.approve(id);
            } else {
                visit.step = Step::Code { verdict, wrong: wrong + 1 };
            }
            self.ledger.changed = true;
        }
        self.visit(id).cloned()
    }

    /// The person gives up.
    pub fn leave(&mut self, id: &str) -> Option<Visit> {
        if self.visit(id)?.is_open() {
            match self.ledger.payments.contains_key(id) {
                true => self.cancel(id, "yoo_money", "expired_on_confirmation"),
                false => self.deactivate(id),
            }
        }
        self.visit(id).cloned()
    }

    /// Card and code are right: money is taken or the card is saved, perhaps late.
    pub(super) fn approve(&mut self, id: &str) {
        let now = self.now;
        if let Some(delay) = self.dice.fires(Fault::LateSuccess) {
            if let Some(visit) = self.visit(id) {
                visit.step = Step::Settling { at: now + delay };
            }
        } else if self.ledger.payments.contains_key(id) {
            self.charge(id);
        } else {
            self.activate(id);
        }
    }

    fn decline(&mut self, id: &str, reason: &str) {
        match self.ledger.payments.contains_key(id) {
            true => self.cancel(id, "payment_network", reason),
            false => self.deactivate(id),
        }
    }
}
