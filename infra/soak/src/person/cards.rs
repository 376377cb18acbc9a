//! Linked cards of a person: linking one, paying with it, forgetting it.

use super::{Person, page, told, waits_for_code};
use crate::{plan::Source, tally::Tally, town::COMPANY};
use reqwest::Method;
use serde_json::{Value, json};

/// A code that has not come by then is asked for again.
const LETTERS: [u64; 4] = [2, 5, 20, 60];
/// Looks of the page that follows a linking: as long as one waits for it.
const LOOKS: [u64; 6] = [3, 4, 6, 10, 20, 40];

impl Person {
    /// Writes into the request where the money comes from. A new card where there is no other after all.
    pub(super) async fn chooses(&self, source: Source, card: &str, body: &mut Value, tally: &Tally) {
        body["method"] = json!("new_card");
        match source {
            Source::NewCard => {}
            Source::NewCardToLink => {
                if let Some(offer) = self.offer(tally).await {
                    body["offer"] = offer;
                }
            }
            Source::LinkedCard => {
                let mut linked = self.linked(tally).await;
                if linked.is_none() {
                    self.links(card, tally).await;
                    linked = self.linked(tally).await;
                }
                if let Some(linked) = linked {
                    body["method"] = json!("saved_card");
                    body["card"] = linked;
                }
            }
        }
    }

    /// Gives the code of a linked card, perhaps twice at the same moment; how the payment stands then.
    pub(super) async fn confirms(&self, payment: &Value, twice: bool, tally: &Tally) -> Option<Value> {
        let path = format!("/api/payments/{}", payment["id"].as_str()?);
        for pause in LETTERS {
            let Some(code) = self.code() else {
                self.pause(pause).await;
                self.asks(Method::POST, &format!("{path}/code"), None, None, tally).await?;
                continue;
            };
            tally.codes();
            let given = || {
                let body = Some(json!({"code": code}));
                let path = format!("{path}/confirmation");
                async move { self.asks(Method::POST, &path, body, None, tally).await }
            };
            let answer = if twice {
                let (one, two) = tokio::join!(given(), given());
                one.or(two)?
            } else {
                given().await?
            };
            match (answer.status, answer.code()) {
                (200, _) => return Some(answer.body),
                // Another click has spent it, or the card was forgotten in another tab: the payment tells.
                (404, "flow_not_found") | (422, "invalid_fields") => {}
                // An older code, or too late for this one: another is asked for.
                (410 | 422, _) => {
                    self.asks(Method::POST, &format!("{path}/code"), None, None, tally).await?;
                }
                (429, _) => tally.limited(),
                _ => tally.unexpected(format!("код: {}", told(&answer))),
            }
            let seen = self.asks(Method::GET, &path, None, None, tally).await?;
            if !waits_for_code(&seen.body) {
                return Some(seen.body);
            }
            self.pause(pause).await;
        }
        None
    }

    /// Forgets the newest card.
    pub(super) async fn unlinks(&self, tally: &Tally) {
        let Some(card) = self.linked(tally).await else { return };
        let path = format!("/api/cards/{}", card.as_str().unwrap_or_default());
        let Some(answer) = self.asks(Method::DELETE, &path, None, None, tally).await else { return };
        match answer.status {
            // 404: an earlier click has done it, or the bank has revoked it meanwhile.
            204 | 404 => tally.unlinked(),
            _ => tally.unexpected(format!("карта не забыта: {}", told(&answer))),
        }
    }

    /// Links a card in the settings and waits for its end.
    async fn links(&self, card: &str, tally: &Tally) -> Option<()> {
        let offer = self.offer(tally).await?;
        let body = json!({"company": COMPANY.0, "offer": offer, "accepted": true});
        let key = format!("soak-card-{}", rand::random::<u64>());
        tally.bindings();
        let begun = self.asks(Method::POST, "/api/cards/bindings", Some(body), Some(&key), tally).await?;
        match begun.status {
            201 => {}
            429 => {
                tally.limited();
                return None;
            }
            _ => {
                tally.unexpected(format!("привязка: {}", told(&begun)));
                return None;
            }
        }
        let path = format!("/api/cards/bindings/{}", begun.body["id"].as_str()?);
        let (mut seen, mut typed) = (begun.body, false);
        for pause in LOOKS {
            if let Some(page) = page(&seen).filter(|_| !typed) {
                let (bank, id, card) =
                    (self.cloud.bank.clone(), page.rsplit('/').next()?.to_owned(), card.to_owned());
                typed = true;
                // A page that has closed meanwhile takes no card, as in life.
                let _ = tokio::task::spawn_blocking(move || bank.bind(&id, &card)).await;
            }
            if matches!(seen["state"].as_str(), Some("active" | "inactive" | "failed")) {
                break;
            }
            self.pause(pause).await;
            seen = self.asks(Method::GET, &path, None, None, tally).await?.body;
        }
        Some(())
    }

    /// The newest card that can still be charged.
    async fn linked(&self, tally: &Tally) -> Option<Value> {
        let cards = self.asks(Method::GET, "/api/cards", None, None, tally).await?;
        let mut usable = cards.body["cards"].as_array()?.iter().filter(|card| card["expired"] == false);
        usable.next().map(|card| card["id"].clone())
    }

    /// The bank's offer as it is accepted.
    async fn offer(&self, tally: &Tally) -> Option<Value> {
        let offer = self.asks(Method::GET, "/api/cards/offer", None, None, tally).await?.body;
        Some(json!({"version": offer["version"], "sha256": offer["sha256"]}))
    }

    /// The code of the newest letter that has one.
    fn code(&self) -> Option<String> {
        let letters = self.cloud.post.messages.newest(Some(&self.login));
        letters.into_iter().find_map(|letter| letter.code)
    }
}
