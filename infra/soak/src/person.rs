//! One subscriber at the browser: clicks, waits, pays at the bank's page, comes back or does not. Nobody knows here
//! what is true; that is found out from the books afterwards.

use crate::{
    browser::{Answer, Browser},
    plan::{AtBank, Click, Intent},
    tally::Tally,
};
use local_cloud::Running;
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};
use tokio::{sync::Mutex, time::Instant};

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

/// One request to begin a payment.
struct Form {
    key: String,
    body: Value,
}

impl Person {
    pub fn new(cloud: Arc<Running>, browser: Browser, login: String, account: String) -> Self {
        Self { cloud, browser, login, account, services: Mutex::default() }
    }

    /// Does what was meant.
    pub async fn pays(&self, intent: &Intent, tally: &Tally) {
        tally.meant();
        let Some(state) = self.tries(intent, intent.card, "", tally).await else { return };
        if state == "canceled" && intent.insists && intent.at_bank == AtBank::Pays {
            tally.insisted();
            self.tries(intent, ANOTHER_CARD, "-again", tally).await;
        }
    }

    /// Begins a payment and follows it as far as the person does; the state that was seen last.
    async fn tries(&self, intent: &Intent, card: &str, suffix: &str, tally: &Tally) -> Option<String> {
        let lines = self.lines(intent).await?;
        let form = Form {
            key: format!("soak-{}{suffix}", intent.number),
            body: json!({"lines": lines, "method": "new_card"}),
        };
        let second = match intent.click {
            Click::Once => None,
            Click::Double => Some(form.key.clone()),
            Click::TwoTabs => Some(format!("{}-tab", form.key)),
        };
        let begun = match second {
            None => self.begins(&form, intent.begins_anew, tally).await,
            Some(key) => {
                let other = Form { key, body: form.body.clone() };
                let (one, two) = tokio::join!(
                    self.begins(&form, intent.begins_anew, tally),
                    self.begins(&other, intent.begins_anew, tally)
                );
                let number = |answer: &Option<Value>| answer.as_ref().map(|payment| payment["id"].clone());
                let both = number(&one).zip(number(&two));
                if intent.click == Click::Double && both.is_some_and(|(one, two)| one != two) {
                    tally.unexpected("два платежа на двойной щелчок".to_owned());
                }
                one.or(two)
            }
        };
        let mut payment = begun?;
        if page(&payment).is_none() {
            payment = self.follows(&payment, tally, |payment| page(payment).is_some()).await;
        }
        let at_bank = page(&payment)?.rsplit('/').next()?.to_owned();
        self.pause(intent.thinks).await;
        match intent.at_bank {
            AtBank::Abandons => return None,
            AtBank::Pays => self.types(&at_bank, card).await,
            AtBank::PaysTwice => {
                tokio::join!(self.types(&at_bank, card), self.types(&at_bank, card));
            }
            AtBank::NeverComesBack => {
                self.types(&at_bank, card).await;
                return None;
            }
        }
        let ended = self.follows(&payment, tally, |_| false).await;
        ended["state"].as_str().map(str::to_owned)
    }

    /// The bank's form, sent.
    async fn types(&self, at_bank: &str, card: &str) {
        let (bank, id, card) = (self.cloud.bank.clone(), at_bank.to_owned(), card.to_owned());
        // A page that has closed meanwhile takes no card, as in life.
        let _ = tokio::task::spawn_blocking(move || bank.pay(&id, &card)).await;
    }

    /// Sends the form, with the same key again while nobody knows what became of it.
    async fn begins(&self, form: &Form, anew: bool, tally: &Tally) -> Option<Value> {
        let path = format!("/api/accounts/{}/payments", self.account);
        let mut body = form.body.clone();
        for pause in CLICKS {
            tally.begun();
            let started = Instant::now();
            let answer =
                self.browser.send(reqwest::Method::POST, &path, Some(body.clone()), Some(&form.key)).await;
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
            let over = matches!(seen["state"].as_str(), Some("succeeded" | "canceled" | "failed" | "review"));
            if over || enough(&seen) {
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

fn told(answer: &Answer) -> String {
    format!("{} {}", answer.status, answer.code())
}
