//! Beginning a payment: once, with a double click, in two tabs; with the same key again while nobody knows.

use super::{CLICKS, Person, told};
use crate::{plan::Click, tally::Tally};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::Instant;

/// One request to begin a payment.
pub struct Form {
    pub key: String,
    pub body: Value,
}

impl Person {
    /// Sends the form as the person clicks; the payment that came of it.
    pub(super) async fn begins_as(
        &self,
        click: Click,
        form: &Form,
        anew: bool,
        tally: &Tally,
    ) -> Option<Value> {
        let second = match click {
            Click::Once => return self.begins(form, anew, tally).await,
            Click::Double => form.key.clone(),
            Click::TwoTabs => format!("{}-tab", form.key),
        };
        let other = Form { key: second, body: form.body.clone() };
        let (one, two) = tokio::join!(self.begins(form, anew, tally), self.begins(&other, anew, tally));
        let number = |answer: &Option<Value>| answer.as_ref().map(|payment| payment["id"].clone());
        let both = number(&one).zip(number(&two));
        if click == Click::Double && both.is_some_and(|(one, two)| one != two) {
            tally.unexpected("два платежа на двойной щелчок".to_owned());
        }
        one.or(two)
    }

    /// Sends the form, with the same key again while nobody knows what became of it.
    async fn begins(&self, form: &Form, anew: bool, tally: &Tally) -> Option<Value> {
        let path = format!("/api/accounts/{}/payments", self.account);
        let mut body = form.body.clone();
        for pause in CLICKS {
            tally.begun();
            let started = Instant::now();
            let answer = self.browser.send(Method::POST, &path, Some(body.clone()), Some(&form.key)).await;
            match (answer.status, answer.code()) {
                (201, _) => {
                    tally.started(started.elapsed());
                    return Some(answer.body);
                }
                (401, _) => self.signs_in(tally).await,
                (409, "request_in_progress") => {}
                (409, "open_payment_exists") if anew => {
                    tally.anew();
                    body["start_new"] = json!(true);
                    continue;
                }
                (409, "open_payment_exists") => {
                    tally.went_on();
                    return Some(answer.body["payment"].clone());
                }
                // Another tab of this person has begun anew under the same key.
                (422, "idempotency_mismatch") if anew => return None,
                (429, _) => {
                    tally.limited();
                    return None;
                }
                _ if answer.is_lost() => tally.lost(answer.status),
                _ => {
                    tally.unexpected(told(&answer));
                    return None;
                }
            }
            self.pause(pause).await;
        }
        tally.gave_up();
        None
    }
}
