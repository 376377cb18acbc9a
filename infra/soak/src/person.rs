//! One subscriber at the browser: clicks, waits, pays at the bank's page, comes back or does not. Nobody knows here
//! what is true; that is found out from the books afterwards.

mod begins;
mod cards;

use crate::{
    browser::{Answer, Browser},
    operator,
    plan::{AtBank, Intent, Source},
    tally::Tally,
};
use begins::Form;
use local_cloud::Running;
use reqwest::Method;
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};
use tokio::sync::Mutex;

pub const PASSWORD: &str = "голубое-пламя-7";
/// A card that pays, for whoever tries again after a refusal.
const ANOTHER_CARD: &str = bank::SUCCESSFUL_CARD;
/// Seconds between clicks of somebody whose request was lost.
const CLICKS: [u64; 8] = [1, 2, 4, 8, 15, 30, 45, 60];
/// Seconds between the looks of the page that follows a payment.
const LOOKS: [u64; 8] = [3, 4, 6, 10, 20, 40, 60, 60];

pub struct Person {
    cloud: Arc<Running>,
    browser: Browser,
    login: String,
    account: String,
    /// Services that can be paid for online, as the page named them.
    services: Mutex<Vec<Value>>,
}

impl Person {
    pub fn new(cloud: Arc<Running>, browser: Browser, login: String, account: String) -> Self {
        Self { cloud, browser, login, account, services: Mutex::default() }
    }

    /// Does what was meant.
    pub async fn pays(&self, intent: &Intent, tally: &Tally) {
        tally.meant();
        let mut seen = self.tries(intent, intent.source, intent.card, "", tally).await;
        let refused = seen.as_ref().is_some_and(|payment| payment["state"] == "canceled");
        if refused && intent.insists && intent.at_bank == AtBank::Pays {
            tally.insisted();
            seen = self.tries(intent, Source::NewCard, ANOTHER_CARD, "-again", tally).await;
        }
        if let Some(paid) = seen.filter(|payment| payment["state"] == "succeeded") {
            operator::gives_back(&self.cloud, &paid, intent, tally).await;
        }
        if intent.unlinks {
            self.unlinks(tally).await;
        }
    }

    /// Begins a payment and follows it as far as the person does; how it was seen last.
    async fn tries(
        &self,
        intent: &Intent,
        source: Source,
        card: &str,
        suffix: &str,
        tally: &Tally,
    ) -> Option<Value> {
        let mut body = json!({"lines": self.lines(intent).await?});
        self.chooses(source, card, &mut body, tally).await;
        let form = Form { key: format!("soak-{}{suffix}", intent.number), body };
        let mut payment = self.begins_as(intent.click, &form, intent.begins_anew, tally).await?;
        self.pause(intent.thinks).await;
        if waits_for_code(&payment) && intent.at_bank != AtBank::Abandons {
            payment = self.confirms(&payment, intent.at_bank == AtBank::PaysTwice, tally).await?;
        }
        if page(&payment).is_none() && !is_over(&payment) {
            payment = self.follows(&payment, tally, |payment| page(payment).is_some()).await;
        }
        if let Some(page) = page(&payment) {
            let at_bank = page.rsplit('/').next()?.to_owned();
            match intent.at_bank {
                AtBank::Abandons => {}
                AtBank::Pays | AtBank::NeverComesBack => self.types(&at_bank, card).await,
                AtBank::PaysTwice => {
                    tokio::join!(self.types(&at_bank, card), self.types(&at_bank, card));
                }
            }
        }
        if matches!(intent.at_bank, AtBank::Abandons | AtBank::NeverComesBack) {
            return None;
        }
        Some(self.follows(&payment, tally, |_| false).await)
    }

    /// The bank's form, sent.
    async fn types(&self, at_bank: &str, card: &str) {
        let (bank, id, card) = (self.cloud.bank.clone(), at_bank.to_owned(), card.to_owned());
        // A page that has closed meanwhile takes no card, as in life.
        let _ = tokio::task::spawn_blocking(move || bank.pay(&id, &card)).await;
    }

    /// Looks at the payment until it has ended or `enough`, or until the person has enough.
    async fn follows(&self, payment: &Value, tally: &Tally, enough: impl Fn(&Value) -> bool) -> Value {
        let mut seen = payment.clone();
        let path = format!("/api/payments/{}", payment["id"].as_str().unwrap_or_default());
        for pause in LOOKS {
            self.pause(pause).await;
            let answer = self.browser.get(&path).await;
            match answer.status {
                200 => seen = answer.body,
                401 => self.signs_in(tally).await,
                _ if answer.is_lost() => tally.lost(answer.status),
                _ => tally.unexpected(told(&answer)),
            }
            if is_over(&seen) || enough(&seen) {
                break;
            }
        }
        seen
    }

    async fn lines(&self, intent: &Intent) -> Option<Vec<Value>> {
        let mut services = self.services.lock().await;
        for _ in 0..CLICKS.len() {
            if !services.is_empty() {
                break;
            }
            let page = self.browser.get(&format!("/api/accounts/{}", self.account)).await;
            if page.status == 401 {
                self.signs_in_quietly().await;
            }
            let payable = |service: &&Value| service["payable"] == true;
            *services =
                page.body["services"].as_array().into_iter().flatten().filter(payable).cloned().collect();
            if services.is_empty() {
                self.pause(2).await;
            }
        }
        let first = services.first()?;
        // One payment has one payee.
        let together = |service: &&Value| intent.all_services && service["payee"] == first["payee"];
        let all = services.iter().skip(1).filter(together);
        Some(
            std::iter::once(first)
                .chain(all)
                .map(|service| json!({"service": service["code"], "amount": intent.kopecks}))
                .collect(),
        )
    }

    /// Sends a request again while nobody knows what became of it. `None`: the person has gone away.
    async fn asks(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        key: Option<&str>,
        tally: &Tally,
    ) -> Option<Answer> {
        for pause in CLICKS {
            let answer = self.browser.send(method.clone(), path, body.clone(), key).await;
            match (answer.status, answer.code()) {
                (401, _) => self.signs_in(tally).await,
                (409, "request_in_progress") => {}
                _ if answer.is_lost() => tally.lost(answer.status),
                _ => return Some(answer),
            }
            self.pause(pause).await;
        }
        tally.gave_up();
        None
    }

    async fn signs_in(&self, tally: &Tally) {
        let answer = self.signs_in_quietly().await;
        if !answer.is_ok() && !answer.is_lost() {
            tally.unexpected(told(&answer));
        }
    }

    async fn signs_in_quietly(&self) -> Answer {
        self.browser.post("/api/session", json!({"login": self.login, "password": PASSWORD})).await
    }

    /// Seconds of the portal's time.
    async fn pause(&self, seconds: u64) {
        tokio::time::sleep(self.cloud.clock.wall(Duration::from_secs(seconds))).await;
    }
}

fn page(payment: &Value) -> Option<&str> {
    payment["confirmation_url"].as_str()
}

fn waits_for_code(payment: &Value) -> bool {
    payment["step_up"].is_object()
}

fn is_over(payment: &Value) -> bool {
    matches!(payment["state"].as_str(), Some("succeeded" | "canceled" | "failed" | "review"))
}

fn told(answer: &Answer) -> String {
    format!("{} {}", answer.status, answer.code())
}
