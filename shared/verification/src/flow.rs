//! Something on its way to happening: what waits for the code, and what the page is told of it.

use crate::{Browser, Code, Purpose, codes, sending};
use chrono::{DateTime, Duration, Utc};
use domain::{
    FlowId,
    code::{CodeState, CodeVerdict, WRONG_TRIES},
    limits::WRONG_CODES_PER_LOGIN,
    login::Login,
};
use platform::{
    App, CommitError, Condition, Found, Key, Problem, Refusal, Transaction, http::Viewer, limits,
    messages::Message, store::keys,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

mod issued;
mod view;

pub use issued::Issued;
pub use view::{Confirmation, FlowView, Standing};

/// What waits for a code.
pub trait Waits: Serialize + DeserializeOwned {
    const PURPOSE: Purpose;

    /// What goes to the address. Without a code it is word to its owner that there is none to be had; the page
    /// sees no difference (security row 10).
    fn message(&self, site: &str, code: Option<&Code>) -> Message;

    /// What must be so for another code to be worth sending.
    fn holds(&self, _to: &Login, transaction: Transaction<Refusal>) -> Transaction<Refusal> {
        transaction
    }
}

/// The row of a flow.
#[derive(Debug, Serialize, Deserialize)]
pub struct Flow<W> {
    pub id: FlowId,
    pub purpose: Purpose,
    /// Where the code goes.
    pub to: Login,
    code_mac: String,
    code: CodeState,
    /// Digest of the browser's secret.
    browser: String,
    /// No code is right.
    decoy: bool,
    ttl: i64,
    pub waits: W,
}

/// A flow whose code has been given; whatever it leads to must spend it in the same transaction.
#[derive(Debug)]
pub struct Accepted<W> {
    key: Key,
    code_mac: String,
    pub to: Login,
    pub waits: W,
}

/// How long a flow may be taken up again with a new code.
const LIFE: Duration = Duration::hours(1);

impl<W: Waits> Flow<W> {
    /// A flow without a code yet. `decoy`: it looks like any other and leads nowhere.
    pub fn new(to: Login, waits: W, decoy: bool, browser: &Browser, now: DateTime<Utc>) -> Self {
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
        let id = FlowId(ulid::Ulid::from_parts(millis, rand::random()));
        Self::under(id, to, waits, decoy, browser, now)
    }

    /// The same under a number that what waits has already.
    pub fn under(
        id: FlowId,
        to: Login,
        waits: W,
        decoy: bool,
        browser: &Browser,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            purpose: W::PURPOSE,
            to,
            code_mac: String::new(),
            code: CodeState { issued_at: now, expires_at: now, resend_at: now, attempts: 0 },
            browser: browser.digest(),
            decoy,
            ttl: (now + LIFE).timestamp(),
            waits,
        }
    }

    /// Stores the flow together with what `counted` counts, and sends the first code.
    pub async fn begin(
        self,
        app: &App,
        viewer: &Viewer,
        counted: Transaction<Refusal>,
        now: DateTime<Utc>,
    ) -> Result<FlowView, Problem> {
        let issued = self.issued(app, now).await?;
        let stored = issued.write(counted, viewer, (Refusal::Internal, Refusal::TooManyRequests), now);
        let to = &issued.flow.to;
        stored.commit(&app.store).await.map_err(|error| sending::refused(error, to, now))?;
        issued.deliver(app, now).await
    }

    /// Draws the first code, which is neither stored nor sent yet.
    pub async fn issued(mut self, app: &App, now: DateTime<Utc>) -> Result<Issued<W>, Problem> {
        let message = self.issue(app, now).await?;
        Ok(Issued { flow: self, message })
    }

    /// The flow of this browser; anybody else's, and one of another purpose, is not there.
    pub async fn find(app: &App, id: &str, browser: &Browser) -> Result<Self, Problem> {
        let id: FlowId = id.parse().map_err(|_| Refusal::FlowNotFound)?;
        let key = keys::identity::flow(id);
        let mut found = app.store.get_many(std::slice::from_ref(&key)).await?;
        let flow = Self::of(&mut found, id, app.clock.now())?;
        Ok(flow.filter(|flow| flow.is_of(browser)).ok_or(Refusal::FlowNotFound)?)
    }

    /// A live flow of this purpose in whatever browser, from rows that have been read under [`keys::identity::flow`].
    pub fn of(found: &mut Found, id: FlowId, now: DateTime<Utc>) -> Result<Option<Self>, Problem> {
        #[derive(Deserialize)]
        struct Envelope {
            purpose: Purpose,
            ttl: i64,
        }
        let key = keys::identity::flow(id);
        // What waits in it is read only when it is known to be of this purpose.
        let seen: Option<Envelope> = found.peek(&key)?;
        match seen {
            Some(seen) if seen.purpose == W::PURPOSE && now.timestamp() < seen.ttl => Ok(found.take(&key)?),
            _ => Ok(None),
        }
    }

    /// Whether it was begun in this browser.
    pub fn is_of(&self, browser: &Browser) -> bool {
        codes::equal(&self.browser, &browser.digest())
    }

    /// How its code stands.
    pub fn standing(&self) -> Standing {
        Standing {
            sent_to: self.to.masked(),
            expires_at: self.code.expires_at,
            resend_at: self.code.resend_at,
            tries_left: WRONG_TRIES.saturating_sub(self.code.attempts),
        }
    }

    /// Sends a new code; the one before stops working (security row 6).
    pub async fn resend(self, app: &App, viewer: &Viewer) -> Result<FlowView, Problem> {
        let now = app.clock.now();
        let fresh = self.replace(app, viewer, now).await?;
        Ok(fresh.view(app, now))
    }

    /// The same for a page that is told in moments.
    pub async fn resend_standing(self, app: &App, viewer: &Viewer) -> Result<Standing, Problem> {
        let now = app.clock.now();
        Ok(self.replace(app, viewer, now).await?.standing())
    }

    async fn replace(mut self, app: &App, viewer: &Viewer, now: DateTime<Utc>) -> Result<Self, Problem> {
        if !self.code.may_resend(now) {
            return Err(Problem::new(Refusal::TooEarly).retry_after(self.code.resend_in(now)));
        }
        let before = Condition::equals("code_mac", &self.code_mac);
        let message = self.issue(app, now).await?;
        // Two clicks at once: one of them finds the code already changed.
        let changed = Transaction::new().put(self.key(), &self, before, Refusal::TooEarly);
        let changed = self.waits.holds(&self.to, changed);
        let counted = sending::count(changed, &self.to, viewer, Refusal::TooManyRequests, now);
        counted.commit(&app.store).await.map_err(|error| sending::refused(error, &self.to, now))?;
        app.messenger.send(&self.to, &message).await?;
        Ok(self)
    }

    /// Takes the right code; a wrong one is counted and refused (row 4).
    pub async fn accept(self, app: &App, typed: &str) -> Result<Accepted<W>, Problem> {
        let now = app.clock.now();
        let typed: String = typed.chars().filter(|c| !c.is_whitespace()).take(16).collect();
        let mac = codes::mac(&app.secrets.platform().await?, self.bound(), &typed)?;
        let matches = codes::equal(&mac, &self.code_mac) && !self.decoy;
        match self.code.check(now, matches) {
            CodeVerdict::Right => {
                let key = self.key();
                Ok(Accepted { key, code_mac: self.code_mac, to: self.to, waits: self.waits })
            }
            CodeVerdict::Expired => Err(Refusal::CodeExpired.into()),
            verdict @ (CodeVerdict::Wrong { .. } | CodeVerdict::UsedUp) => {
                Err(self.count_wrong(app, verdict, now).await?)
            }
        }
    }

    fn key(&self) -> Key {
        keys::identity::flow(self.id)
    }

    fn bound(&self) -> codes::Bound<'_> {
        codes::Bound { purpose: self.purpose, flow: self.id, to: &self.to, browser: &self.browser }
    }

    /// Gives the flow a new code and the words to send it with.
    async fn issue(&mut self, app: &App, now: DateTime<Utc>) -> Result<Message, Problem> {
        let rules = &app.config.rules;
        let settings = W::PURPOSE.settings(rules);
        let digits = codes::random(rules.code_length);
        self.code = CodeState::issue(now, &settings);
        self.code_mac = codes::mac(&app.secrets.platform().await?, self.bound(), &digits)?;
        let code = Code { digits, seconds: settings.ttl.num_seconds() };
        Ok(self.waits.message(&app.config.site_url, (!self.decoy).then_some(&code)))
    }

    fn view(&self, app: &App, now: DateTime<Utc>) -> FlowView {
        FlowView {
            id: self.id.to_string(),
            channel: self.to.channel(),
            sent_to: self.to.masked(),
            expires_in: self.code.expires_in(now),
            resend_in: self.code.resend_in(now),
            code_length: app.config.rules.code_length,
        }
    }

    /// Counts a wrong try of the code and of the address and says how many are left.
    async fn count_wrong(
        self,
        app: &App,
        verdict: CodeVerdict,
        now: DateTime<Utc>,
    ) -> Result<Problem, Problem> {
        let refused = match verdict {
            CodeVerdict::Wrong { .. } => {
                Problem::new(Refusal::WrongCode).at("code", verdict.message()).saying(verdict.message())
            }
            _ => Problem::new(Refusal::CodeUsedUp),
        };
        if self.code.attempts >= WRONG_TRIES {
            return Ok(refused);
        }
        // Parallel guesses: each must see the count it was judged by, or be judged anew.
        let same = Condition::All(vec![Condition::Exists, Condition::equals("code", &self.code)]);
        let counted = Self { code: self.code.counted(), ..self };
        let counter = limits::counter(&WRONG_CODES_PER_LOGIN, counted.to.as_str(), now);
        let retry_after = counter.retry_after;
        let done = Transaction::new()
            .count(counter, Refusal::TooManyRequests)
            .put(counted.key(), &counted, same, Refusal::RequestInProgress)
            .commit(&app.store)
            .await;
        match done {
            Ok(()) => Ok(refused),
            Err(CommitError::Refused(Refusal::TooManyRequests)) => {
                Ok(Problem::new(Refusal::TooManyRequests).retry_after(retry_after))
            }
            Err(error) => Err(error.into()),
        }
    }
}

impl<W> Accepted<W> {
    /// Uses the code up, exactly once (security row 3).
    pub fn spend(&self, transaction: Transaction<Refusal>) -> Transaction<Refusal> {
        self.spend_or(transaction, Refusal::FlowNotFound)
    }

    /// The same in a transaction with refusals of its own.
    pub fn spend_or<R: Clone>(&self, transaction: Transaction<R>, spent: R) -> Transaction<R> {
        let same = Condition::equals("code_mac", &self.code_mac);
        transaction.delete(self.key.clone(), same, spent)
    }
}
