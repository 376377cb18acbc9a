//! Sessions: a cookie that only its holder knows, a row that can be ended at once, and the proof that an
//! account is linked, read in one round trip (security rows 28–34, 44, 45).

use crate::{App, Found, Key, Problem, Refusal, http::Viewer, store::keys};
use axum::extract::{FromRequestParts, RawPathParams};
use chrono::{DateTime, Utc};
use domain::{
    Account, AccountId, Company, Section, UserId,
    link::{self, Action, Denial, Level},
    session::{self, SessionVerdict},
};
use http::{HeaderMap, HeaderValue, header, request::Parts};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Name of the session cookie.
pub const COOKIE: &str = "__Host-sid";

/// A session as it is kept. The id itself is kept nowhere: the key is its SHA-256.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SessionRow {
    pub user: UserId,
    pub login: String,
    pub created_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    /// Browser, for the person's own list of sessions.
    pub agent: String,
    pub ttl: i64,
}

/// A new session: its row, where it goes, and the cookie that opens it.
#[derive(Debug)]
pub struct NewSession {
    pub key: Key,
    /// SHA-256 of the session id, hex.
    pub digest: String,
    pub row: SessionRow,
    pub cookie: HeaderValue,
}

/// Answer to whoever has just come in; the page then reads its session.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SignedIn {
    /// Id of the user.
    pub user: String,
}

/// Makes a session with 128 random bits.
pub fn new_session(
    user: UserId,
    login: &str,
    viewer: &Viewer,
    now: DateTime<Utc>,
) -> Result<NewSession, Problem> {
    let secret = hex::encode(rand::random::<[u8; 16]>());
    let sid = format!("{user}.{secret}");
    let cookie = format!("{COOKIE}={sid}; Path=/; Secure; HttpOnly; SameSite=Lax");
    let cookie = HeaderValue::from_str(&cookie).map_err(Problem::internal)?;
    let row = SessionRow {
        user,
        login: login.to_owned(),
        created_at: now,
        seen_at: now,
        agent: viewer.agent.clone(),
        ttl: (now + session::ABSOLUTE).timestamp(),
    };
    let digest = digest(&sid);
    Ok(NewSession { key: keys::identity::session(user, &digest), digest, row, cookie })
}

/// The header that makes the browser forget its session.
pub fn forget_cookie() -> HeaderValue {
    HeaderValue::from_static("__Host-sid=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
}

/// SHA-256, hex: secrets of browsers are kept as this alone (security row 29).
pub fn digest(secret: &str) -> String {
    hex::encode(Sha256::digest(secret))
}

/// One cookie of a request.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// A request that carries a session cookie; whether the session lives is known after [`Ticket::open`].
#[derive(Debug, Clone)]
pub struct Ticket {
    pub user: UserId,
    /// SHA-256 of the session id, hex.
    pub digest: String,
    key: Key,
}

impl<S: Sync> FromRequestParts<S> for Ticket {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Self::of(&parts.headers).ok_or_else(|| Refusal::SessionRequired.into())
    }
}

impl Ticket {
    /// The cookie's claim, if there is one of the right form.
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        let sid = cookie(headers, COOKIE)?;
        let (user, secret) = sid.split_once('.')?;
        let user: UserId = user.parse().ok()?;
        let form = secret.len() == 32 && secret.bytes().all(|b| b.is_ascii_hexdigit());
        let digest = digest(sid);
        form.then(|| Self { user, key: keys::identity::session(user, &digest), digest })
    }

    /// Where the session's row is.
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// Reads the session and whatever else the use case needs in one round trip; an ended, idle or unknown
    /// session is refused.
    pub async fn open(&self, app: &App, also: &[Key]) -> Result<(SessionRow, Found), Problem> {
        let mut keys = vec![self.key.clone()];
        keys.extend_from_slice(also);
        let mut found = app.store.get_many(&keys).await?;
        let row: Option<SessionRow> = found.take(&self.key)?;
        let row = row.ok_or(Refusal::SessionRequired)?;
        match session::decide(row.created_at, row.seen_at, app.clock.now()) {
            SessionVerdict::Live { touch: false, .. } => {}
            SessionVerdict::Live { touch: true, .. } => self.touch(app).await?,
            SessionVerdict::Idle | SessionVerdict::TooOld => return Err(Refusal::SessionRequired.into()),
        }
        Ok((row, found))
    }

    async fn touch(&self, app: &App) -> Result<(), Problem> {
        let seen = serde_dynamo::to_attribute_value(app.clock.now()).map_err(Problem::internal)?;
        // A session ended a moment ago must not come back: the row has to be there.
        let refreshed = crate::Transaction::new()
            .set(
                self.key.clone(),
                vec![("seen_at", Some(seen))],
                crate::Condition::Exists,
                Refusal::SessionRequired,
            )
            .commit(&app.store)
            .await;
        Ok(refreshed?)
    }
}

/// A user's link to an account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Link {
    pub account: AccountId,
    pub level: Level,
    pub name: Option<String>,
    pub linked_at: DateTime<Utc>,
}

/// A user who has linked an account, as the account's own partition knows it: whoever holds an account is told
/// of others who link it (security row 55).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Holder {
    pub user: UserId,
    pub level: Level,
    pub since: DateTime<Utc>,
}

/// A request for an account: the session cookie and the account of the path. Nothing of the account can be
/// had but through [`Gate::open`], which proves the link; somebody else's account and none are the same 404.
#[derive(Debug, Clone)]
pub struct Gate {
    pub ticket: Ticket,
    pub account: AccountId,
}

impl<S: Send + Sync> FromRequestParts<S> for Gate {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let ticket = Ticket::from_request_parts(parts, state).await?;
        let path = RawPathParams::from_request_parts(parts, state).await.map_err(|_| Refusal::NotFound)?;
        let id =
            path.iter().find(|(name, _)| *name == "id").map(|(_, value)| value).ok_or(Refusal::NotFound)?;
        let account = id.parse().map_err(|_| Refusal::NotFound)?;
        Ok(Self { ticket, account })
    }
}

/// An account that the caller has proved to hold, with its company.
#[derive(Debug)]
pub struct LinkedAccount {
    pub session: SessionRow,
    pub link: Link,
    pub account: Account,
    pub company: Company,
}

impl LinkedAccount {
    /// What the company lets this level do.
    pub fn rights(&self) -> domain::link::Rights {
        domain::link::Rights::of(&self.company, self.link.level)
    }

    /// Refuses what this level may not do here: `extended_required` where the extended version would open it,
    /// `not_permitted` where the company has it for nobody (security row 45).
    pub fn require(&self, action: Action) -> Result<(), Problem> {
        link::permit(&self.company, self.link.level, action).map_err(|denial| match denial {
            Denial::ExtendedRequired => Refusal::ExtendedRequired.into(),
            Denial::NotPermitted => Refusal::NotPermitted.into(),
        })
    }

    /// The same of a whole section.
    pub fn require_section(&self, section: Section) -> Result<(), Problem> {
        self.require(Action::See(section))
    }

    /// Whether this level sees the section.
    pub fn sees(&self, section: Section) -> bool {
        link::permit(&self.company, self.link.level, Action::See(section)).is_ok()
    }
}

impl Gate {
    /// Proves session and link and reads account, company and whatever else is asked, in one round trip.
    pub async fn open(&self, app: &App, also: &[Key]) -> Result<(LinkedAccount, Found), Problem> {
        let link = keys::accounts::link(self.ticket.user, &self.account);
        let account = keys::accounts::account(&self.account);
        let company = keys::accounts::company(&self.account.company);
        let mut keys = vec![link.clone(), account.clone(), company.clone()];
        keys.extend_from_slice(also);
        let (session, mut found) = self.ticket.open(app, &keys).await?;
        let linked = LinkedAccount {
            session,
            link: found.take(&link)?.ok_or(Refusal::NotFound)?,
            account: found.take(&account)?.ok_or(Refusal::NotFound)?,
            company: found.take(&company)?.ok_or(Refusal::NotFound)?,
        };
        Ok((linked, found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(cookie: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_str(cookie).expect("ascii"))])
    }

    #[test]
    fn a_new_session_has_the_cookie_of_security_row_28() {
        let viewer = Viewer { ip: None, agent: String::new() };
        let session =
            new_session(UserId(ulid::Ulid::new()), "a@b.ru", &viewer, Utc::now()).expect("makes one");
        let cookie = session.cookie.to_str().expect("ascii");
        assert!(cookie.starts_with("__Host-sid="));
        for part in ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"] {
            assert!(cookie.contains(part), "{cookie} lacks {part}");
        }
        let sid = cookie.split([';', '=']).nth(1).expect("a value");
        assert!(!session.key.sk.contains(sid.split('.').nth(1).expect("secret")), "only the digest is kept");
        let ticket = Ticket::of(&headers(&format!("x=1; {COOKIE}={sid}"))).expect("is one");
        assert_eq!(ticket.key(), &session.key);
    }

    #[test]
    fn a_cookie_of_another_form_is_no_session() {
        for bad in ["__Host-sid=", "__Host-sid=abc.def", "__Host-sid=01JD3V6Z8Q7M2R4T0000000000.zz", "sid=1"]
        {
            assert!(Ticket::of(&headers(bad)).is_none(), "{bad}");
        }
    }
}
