//! From a payment that is written down as about to be sent to the bank's answer.

use crate::view::PaymentView;
use payments::{Bank, cards::CHARGE_LASTS};
use platform::{App, FieldError, Problem, Refusal, records::payments::StoredPayment};
use std::time::Duration;

/// How long a browser waits for the bank; the sweeper goes on where it stops.
const PATIENCE: Duration = Duration::from_secs(10);

/// Calls the bank and writes its answer down. What fails here is not the person's to repeat: the row is there
/// and due, so the answer is the payment as far as it has come.
pub async fn send(app: &App, bank: &Bank, begun: StoredPayment) -> PaymentView {
    let seen = bank.send(&begun.payment, PATIENCE).await;
    let after = payments::apply(app, begun.clone(), &seen).await.unwrap_or_else(|error| {
        tracing::error!(%error, payment = %begun.payment.id, "the bank's answer was not written down");
        begun
    });
    PaymentView::of(&after.payment, None, app.clock.now())
}

/// The card that was chosen is not there, or is not the payer's: the two look alike (security row 71).
pub fn card_gone() -> Problem {
    Problem::fields(vec![FieldError {
        field: "card".into(),
        code: "card_not_found".into(),
        message: "Этой карты больше нет. Выберите другую или введите данные на странице банка".into(),
    }])
}

/// Another payment charges the card (payments §5.5).
pub fn card_busy() -> Problem {
    Problem::new(Refusal::RequestInProgress)
        .saying("С этой карты уже идёт другой платёж. Подождите полминуты и повторите.")
        .retry_after(CHARGE_LASTS.num_seconds())
}
