//! One company's shop at the bank, asked in the portal's own words: every call ends in an [`Observation`].

use crate::{
    Failure,
    vault::{Context, Vault},
};
use acquiring::{
    Acquirer, GatewayMethod, GatewayMethodStatus, GatewayPayment, GatewayStatus, Http, MethodCard, Outcome,
    YooKassa, with_token,
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    CompanyId, Payment,
    card::{BankCard, Binding, BindingSeen, BoundSeen, Expiry, MethodStatus, Token},
    payment::{self, Observation, SavedCharge, SavedMethod, Seen},
};
use platform::App;
use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// Pages of a listing that are looked through for one payment: a thousand payments after it.
const PAGES: usize = 10;
/// Clocks differ: a payment is looked for from so long before its first sending.
const CLOCK_SKEW: TimeDelta = TimeDelta::minutes(5);

/// Connections live as long as the process, over all its events.
static HTTP: Mutex<Option<Http>> = Mutex::new(None);

/// A shop, ready to be asked.
#[derive(Debug)]
pub struct Bank {
    pub(crate) client: YooKassa,
    shop: payment::Shop,
    pub(crate) app: App,
}

impl Bank {
    /// The shop of this company; its keys come from Secrets Manager once a process.
    pub async fn of(app: &App, company: &CompanyId) -> Result<Self, Failure> {
        let secret = app.secrets.shop(company).await?;
        let shop = payment::Shop { id: secret.shop_id.clone(), test: secret.test };
        let keys =
            acquiring::Shop { shop_id: secret.shop_id, secret_key: secret.secret_key, test: secret.test };
        let client = YooKassa::new(&http()?, &app.config.acquiring_url, keys)
            .map_err(|error| Failure::Bank(error.to_string()))?;
        Ok(Self { client, shop, app: app.clone() })
    }

    /// Sends the stored body with the stored key, and waits no longer than `patience`: whoever gives up knows
    /// nothing, and the same bytes are sent again later (security row 68).
    pub async fn send(&self, payment: &Payment, patience: Duration) -> Observation {
        let key = &payment.idempotence_key;
        let Some(charge) = &payment.charge else {
            let call = self.client.create_redirect(&payment.request_body, key);
            return self.observe(payment, self.within(patience, call).await);
        };
        let body = match self.opened(payment, charge).await {
            Ok(body) => body,
            Err(error) => {
                // Nothing has left; the sweep tries again.
                tracing::error!(%error, payment = %payment.id, "the token of a card was not opened");
                return Observation::Unknown;
            }
        };
        let call = self.client.charge_saved(&body, key);
        self.observe(payment, self.within(patience, call).await)
    }

    /// The answer, unless it takes longer than `patience` by the portal's clock.
    pub(crate) async fn within<T>(&self, patience: Duration, call: impl Future<Output = T>) -> Option<T> {
        tokio::time::timeout(self.app.clock.wall(patience), call).await.ok()
    }

    /// The stored body with the token in its place: only on its way to the bank are the two together.
    async fn opened(&self, payment: &Payment, charge: &SavedCharge) -> Result<String, Failure> {
        let context = Context::card(payment.user, &charge.card);
        let token = Vault::of(&self.app).await?.open(&charge.token, &context)?;
        Ok(with_token(&payment.request_body, &token.0))
    }

    /// Sends the stored body of a binding with its stored key.
    pub async fn bind(&self, binding: &Binding, patience: Duration) -> BindingSeen {
        let call = self.client.bind_start(&binding.request_body, &binding.idempotence_key);
        self.observe_bound(binding, self.within(patience, call).await)
    }

    /// What the bank knows of a card that is being linked.
    pub async fn ask_bound(&self, binding: &Binding, token: &Token, patience: Duration) -> BindingSeen {
        let call = self.client.bind_get(&token.0);
        self.observe_bound(binding, self.within(patience, call).await)
    }

    fn observe_bound(&self, binding: &Binding, outcome: Option<Outcome<GatewayMethod>>) -> BindingSeen {
        match outcome {
            Some(Outcome::Answer(answer)) => BindingSeen::of(binding.id, bound(answer), &self.shop),
            Some(Outcome::Refused { code, .. }) => BindingSeen::Refused { http: status_of(&code) },
            Some(Outcome::NotFound) => BindingSeen::NotFound,
            Some(Outcome::Unknown { .. }) | None => BindingSeen::Unknown,
        }
    }

    /// What the bank knows under its own number.
    pub async fn ask(&self, payment: &Payment, gateway_id: &str, patience: Duration) -> Observation {
        let call = self.client.get(gateway_id);
        self.observe(payment, self.within(patience, call).await)
    }

    /// Looks for a payment whose sending was never answered among those that the bank lists (payments §7 R2).
    /// `None`: not found, or the bank did not list.
    pub async fn search(&self, payment: &Payment) -> Option<Observation> {
        let ours = payment.id.to_string();
        let since: DateTime<Utc> = payment.submitted_at.unwrap_or(payment.created_at) - CLOCK_SKEW;
        let mut cursor: Option<String> = None;
        for _ in 0..PAGES {
            let Outcome::Answer(page) = self.client.list(since, cursor.as_deref()).await else { return None };
            if let Some(found) = page.items.into_iter().find(|item| item.payment_id.as_ref() == Some(&ours)) {
                return Some(self.observe(payment, Some(Outcome::Answer(found))));
            }
            cursor = Some(page.next_cursor?);
        }
        None
    }

    /// `None`: our own patience ended first.
    fn observe(&self, payment: &Payment, outcome: Option<Outcome<GatewayPayment>>) -> Observation {
        match outcome {
            Some(Outcome::Answer(answer)) => Observation::of(payment, seen(answer), &self.shop),
            Some(Outcome::Refused { code, parameter, .. }) => {
                Observation::Refused { http: status_of(&code), parameter }
            }
            Some(Outcome::NotFound) => Observation::NotFound,
            Some(Outcome::Unknown { .. }) | None => Observation::Unknown,
        }
    }
}

fn http() -> Result<Http, Failure> {
    let mut kept = HTTP.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(http) = &*kept {
        return Ok(http.clone());
    }
    let http = Http::new().map_err(|error| Failure::Bank(error.to_string()))?;
    Ok(kept.insert(http).clone())
}

fn status_of(code: &str) -> u16 {
    match code {
        "invalid_request" => 400,
        "invalid_credentials" => 401,
        // Not taken either, but nothing that says the request itself is bad.
        _ => 403,
    }
}

/// `None`: too little is told of the card to keep it.
fn bank_card(card: MethodCard) -> Option<BankCard> {
    let expiry = Expiry::parse(&card.expiry_year, &card.expiry_month)?;
    Some(BankCard { last4: card.last4, card_type: card.card_type, expiry, issuer: card.issuer })
}

fn bound(answer: GatewayMethod) -> BoundSeen {
    let status = match answer.status {
        GatewayMethodStatus::Pending => MethodStatus::Pending { confirmation_url: answer.confirmation_url },
        GatewayMethodStatus::Active => MethodStatus::Active { card: answer.card.and_then(bank_card) },
        GatewayMethodStatus::Inactive => MethodStatus::Inactive { typed: answer.card.is_some() },
    };
    BoundSeen {
        token: Token(answer.id),
        shop_id: answer.shop,
        binding: answer.bind_id.and_then(|id| id.parse().ok()),
        status,
    }
}

fn seen(answer: GatewayPayment) -> Seen {
    let status = match answer.status {
        GatewayStatus::Pending => {
            payment::GatewayStatus::Pending { confirmation_url: answer.confirmation_url }
        }
        GatewayStatus::WaitingForCapture => payment::GatewayStatus::WaitingForCapture,
        GatewayStatus::Succeeded => payment::GatewayStatus::Succeeded {
            captured_at: answer.captured_at,
            card: answer.card.map(|card| payment::Card { last4: card.last4, card_type: card.card_type }),
            rrn: answer.rrn,
            auth_code: answer.auth_code,
            saved: answer
                .saved
                .and_then(|saved| Some(SavedMethod { token: Token(saved.id), card: bank_card(saved.card)? })),
        },
        GatewayStatus::Canceled => {
            let (party, reason) = answer.cancellation.map_or_else(Default::default, |c| (c.party, c.reason));
            payment::GatewayStatus::Canceled { party, reason }
        }
    };
    Seen {
        gateway_id: answer.id,
        amount: answer.amount,
        currency: answer.currency,
        shop_id: answer.shop,
        test: answer.test,
        payment: answer.payment_id.and_then(|id| id.parse().ok()),
        status,
    }
}
