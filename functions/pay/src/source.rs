//! Where the money of a payment comes from: a card typed at the bank, which may be linked on the way, or a linked one
//!

use crate::{dispatch, request::StartPayment};
use domain::{CardId, Payment, PaymentMethod, card::OfferAcceptance, payment::SavedCharge};
use platform::{
    App, Fields, Found, Key, Problem, Refusal, http::Viewer, offer, records::cards::StoredCard,
    sessions::Gate, store::keys,
};

/// A checked choice.
#[derive(Debug)]
pub enum Source {
    /// With the acceptance of the offer the card is linked when it has paid.
    NewCard(Option<OfferAcceptance>),
    SavedCard(Box<StoredCard>),
}

/// The row of the chosen card.
pub fn key(gate: &Gate, card: &CardId) -> Key {
    keys::cards::card(gate.ticket.user, card)
}

impl Source {
    /// What was chosen, with the card's row from what was read.
    pub fn of(
        app: &App,
        gate: &Gate,
        input: &StartPayment,
        viewer: &Viewer,
        found: &mut Found,
    ) -> Result<Self, Problem> {
        let mut fields = Fields::new();
        let extra = "Лишнее поле в запросе. Обновите страницу.";
        match (input.method, &input.card) {
            (PaymentMethod::SavedCard, None) => fields.refuse("card", "required", "Выберите карту."),
            (PaymentMethod::NewCard, Some(_)) => fields.refuse("card", "unknown_field", extra),
            _ => {}
        }
        if input.method == PaymentMethod::SavedCard && input.offer.is_some() {
            fields.refuse("offer", "unknown_field", extra);
        }
        fields.finish()?;
        let now = app.clock.now();
        let Some(card) = &input.card else {
            let accepted = input.offer.as_ref().map(|shown| {
                if shown.is_current() {
                    Ok(offer::accepted(viewer, now))
                } else {
                    Err(Refusal::OfferOutdated)
                }
            });
            return Ok(Self::NewCard(accepted.transpose()?));
        };
        let stored: Option<StoredCard> = found.take(&key(gate, card))?;
        let stored = stored.filter(|card| card.company == gate.account.company);
        let stored = stored.ok_or_else(dispatch::card_gone)?;
        if stored.card.expiry.is_over(now) {
            let mut fields = Fields::new();
            fields.refuse("card", "card_expired", "Срок действия карты истёк. Выберите другую");
            fields.finish()?;
        }
        Ok(Self::SavedCard(Box::new(stored)))
    }

    pub fn method(&self) -> PaymentMethod {
        match self {
            Self::NewCard(_) => PaymentMethod::NewCard,
            Self::SavedCard(_) => PaymentMethod::SavedCard,
        }
    }

    pub fn at_bank(&self) -> acquiring::Source {
        match self {
            Self::NewCard(offer) => acquiring::Source::NewCard { save: offer.is_some() },
            Self::SavedCard(_) => acquiring::Source::SavedCard,
        }
    }

    /// The payment with what it needs of the source; the token stays closed.
    pub fn mark(&self, payment: Payment) -> Payment {
        match self {
            Self::NewCard(None) => payment,
            Self::NewCard(Some(offer)) => payment.linking(offer.clone()),
            Self::SavedCard(stored) => payment.charging(SavedCharge {
                card: stored.id.clone(),
                title: stored.card.title(),
                token: stored.token.clone(),
            }),
        }
    }
}
