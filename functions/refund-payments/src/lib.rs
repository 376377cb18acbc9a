//! Gives money back (payments §3.5, §8). For operators alone: no route leads here, the function is called by whoever IAM
//! lets call it, and locally by the console.

use domain::{Kopecks, PaymentId, RefundId, format_roubles, payment::RefundState};
use payments::refunds::{NotRefunded, RefundOrder, start};
use platform::{App, EventError};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The bank promises an answer within 30 s.
const PATIENCE: Duration = Duration::from_secs(35);

/// `{"refund": {…}}`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefundEvent {
    pub refund: Asked,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    pub payment: PaymentId,
    /// A ULID made by whoever asks, once for one refund: asking again is the same refund.
    pub number: RefundId,
    /// What is given back of which service; all that is left when left out.
    #[serde(default)]
    pub lines: Option<Vec<AskedLine>>,
    /// Shown to the bank; no personal data.
    pub reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskedLine {
    pub service: String,
    /// Kopecks.
    pub amount: Kopecks,
}

/// How far the refund has come, or why there is none.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Refund {
        number: String,
        state: RefundState,
        /// Kopecks.
        amount: Kopecks,
        message: String,
    },
    Refused {
        code: String,
        message: String,
    },
}

pub async fn handle(app: &App, event: RefundEvent) -> Result<Answer, EventError> {
    let asked = event.refund;
    let lines = asked.lines.map(|lines| lines.into_iter().map(|line| (line.service, line.amount)).collect());
    let order = RefundOrder { payment: asked.payment, refund: asked.number, lines, reason: asked.reason };
    match Box::pin(start(app, order, PATIENCE)).await {
        Ok(refund) => {
            tracing::info!(refund = %refund.id, payment = %asked.payment, state = ?refund.state, "refund");
            Ok(Answer::Refund {
                number: refund.id.to_string(),
                state: refund.state,
                amount: refund.amount,
                message: message(refund.state, refund.amount),
            })
        }
        Err(NotRefunded::NoPayment) => Ok(refused("not_found", "Такого платежа нет".into())),
        Err(NotRefunded::NotPaid) => Ok(refused("not_paid", "Платёж не проведён: возвращать нечего".into())),
        Err(NotRefunded::Refused(why)) => Ok(refused(why.code(), why.message())),
        Err(NotRefunded::Failure(failure)) => Err(failure.into()),
    }
}

fn refused(code: &str, message: String) -> Answer {
    Answer::Refused { code: code.to_owned(), message }
}

fn message(state: RefundState, amount: Kopecks) -> String {
    let sum = format_roubles(amount);
    match state {
        RefundState::Created | RefundState::Submitting => {
            format!("Возврат {sum} записан, банк ещё не ответил: запрос повторится сам")
        }
        RefundState::Pending => format!("Банк принял возврат {sum} и ещё не выполнил его"),
        RefundState::Succeeded => format!("Возвращено {sum}"),
        RefundState::Canceled => format!("Банк отменил возврат {sum}"),
        RefundState::Failed => format!("Банк не принял возврат {sum}"),
    }
}
