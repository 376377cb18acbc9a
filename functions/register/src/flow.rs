//! A registration on its way: what waits for the code, and what the page is told of it.

use crate::codes;
use chrono::{DateTime, Duration, Utc};
use domain::{
    FlowId,
    code::{CodeSettings, CodeState},
    limits::{
        CODES_PER_LOGIN_DAY, CODES_PER_LOGIN_HOUR, SMS_BUDGET, SMS_PER_IP, SMS_PER_NUMBER, SMS_PER_PREFIX,
    },
    login::{Channel, Login},
};
use platform::{
    App, Key, Problem, Refusal, Transaction,
    http::Viewer,
    limits,
    messages::{Message, texts},
    store::keys,
};
use serde::{Deserialize, Serialize};

/// The row of a registration.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FlowRow {
    pub id: FlowId,
    pub login: Login,
    /// Hash of the password that begins to work with the code.
    pub password: String,
    pub code_mac: String,
    pub code: CodeState,
    /// Digest of the browser's secret.
    pub browser: String,
    /// The login belongs to somebody already: no code is right, and no one is told.
    pub taken: bool,
    pub ttl: i64,
}

/// How long a registration may be taken up again with a new code.
const LIFE: Duration = Duration::hours(1);

/// A registration as the page sees it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Flow {
    pub id: String,
    pub channel: Channel,
    /// Where the code went, masked.
    pub sent_to: String,
    /// Seconds the code lives.
    pub expires_in: i64,
    /// Seconds until a new one may be asked for.
    pub resend_in: i64,
    /// Number of digits: the page draws so many cells.
    pub code_length: u32,
}

impl FlowRow {
    pub fn new(
        id: FlowId,
        login: Login,
        password: String,
        browser: String,
        taken: bool,
        now: DateTime<Utc>,
    ) -> Self {
        let code = CodeState { issued_at: now, expires_at: now, resend_at: now, attempts: 0 };
        let ttl = (now + LIFE).timestamp();
        Self { id, login, password, code_mac: String::new(), code, browser, taken, ttl }
    }

    pub fn key(&self) -> Key {
        keys::identity::flow(self.id)
    }

    /// Whether this browser began it and it is not too old.
    pub fn opens_for(&self, browser: &str, now: DateTime<Utc>) -> bool {
        codes::equal(&self.browser, browser) && now.timestamp() < self.ttl
    }

    /// Gives the flow a new code; the one before is dead (security row 6). The message goes to the owner of the
    /// login; for a login that is taken it is another message, and the code is nobody's.
    pub async fn issue(&mut self, app: &App, now: DateTime<Utc>) -> Result<Message, Problem> {
        let rules = &app.config.rules;
        let settings = CodeSettings {
            ttl: Duration::seconds(rules.registration_code_ttl),
            resend_after: Duration::seconds(rules.registration_resend_after),
        };
        let code = codes::random(rules.code_length);
        self.code = CodeState::issue(now, &settings);
        self.code_mac = codes::mac(&app.secrets.platform().await?, self.id, &code)?;
        Ok(if self.taken {
            texts::already_registered(&app.config.site_url)
        } else {
            texts::registration_code(&code, rules.registration_code_ttl)
        })
    }

    pub fn view(&self, app: &App, now: DateTime<Utc>) -> Flow {
        Flow {
            id: self.id.to_string(),
            channel: self.login.channel(),
            sent_to: self.login.masked(),
            expires_in: self.code.expires_in(now),
            resend_in: self.code.resend_in(now),
            code_length: app.config.rules.code_length,
        }
    }
}

/// Counts a code that is about to be sent (security rows 5 and 14).
pub fn count_code(
    transaction: Transaction<Refusal>,
    login: &Login,
    viewer: &Viewer,
    now: DateTime<Utc>,
) -> Transaction<Refusal> {
    let mut counted = transaction;
    for limit in [&CODES_PER_LOGIN_HOUR, &CODES_PER_LOGIN_DAY] {
        counted = counted.count(limits::counter(limit, login.as_str(), now), Refusal::TooManyRequests);
    }
    if let Login::Phone(phone) = login {
        let ip = viewer.ip_text();
        let subjects = [
            (&SMS_PER_NUMBER, login.as_str()),
            (&SMS_PER_PREFIX, phone.prefix()),
            (&SMS_PER_IP, ip.as_str()),
            (&SMS_BUDGET, "all"),
        ];
        for (limit, subject) in subjects {
            counted = counted.count(limits::counter(limit, subject, now), Refusal::TooManyRequests);
        }
    }
    counted
}

/// Seconds after which the tightest limit of codes begins anew.
pub fn retry_after(login: &Login, now: DateTime<Utc>) -> i64 {
    limits::counter(&CODES_PER_LOGIN_HOUR, login.as_str(), now).retry_after
}
