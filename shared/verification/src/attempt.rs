//! One try of a login's password, at sign-in or wherever else it is asked for: what is known of the login before,
//! and what is noted after (security rows 17–20).

use crate::{Device, device::DeviceRow};
use chrono::{DateTime, Utc};
use domain::{
    limits::{LOGINS_PER_IP, Throttle, ThrottleVerdict},
    login::Login,
};
use http::HeaderMap;
use platform::{
    App, Key, Problem, Refusal, Transaction,
    http::Viewer,
    limits::{self, Counter},
    passwords,
    records::Credentials,
    store::keys,
};

/// Everything read before the password is looked at.
#[derive(Debug)]
pub struct Attempt {
    pub login: Login,
    pub credentials: Option<Credentials>,
    /// The browser is one that this login's owner has used.
    pub device: Option<Device>,
    throttle: Throttle,
    throttle_key: Key,
    by_ip: Counter,
}

/// How long a row of fails is remembered after the last one.
const THROTTLE_MEMORY: chrono::Duration = chrono::Duration::days(30);

impl Attempt {
    /// One round trip.
    pub async fn read(
        app: &App,
        login: Login,
        headers: &HeaderMap,
        viewer: &Viewer,
        now: DateTime<Utc>,
    ) -> Result<Self, Problem> {
        let claimed = Device::claimed(headers);
        let credentials = keys::identity::login(login.as_str());
        let strangers = keys::identity::throttle(login.as_str(), None);
        let by_ip = limits::counter(&LOGINS_PER_IP, &viewer.ip_text(), now);
        let mut wanted = vec![credentials.clone(), strangers.clone(), by_ip.key.clone()];
        let own =
            claimed.as_ref().map(|device| keys::identity::throttle(login.as_str(), Some(&device.digest)));
        wanted.extend(own.clone());
        wanted.extend(claimed.as_ref().map(Device::key));
        let mut found = app.store.get_many(&wanted).await?;

        if by_ip.reached(&mut found)? {
            return Err(Problem::new(Refusal::TooManyRequests).retry_after(by_ip.retry_after));
        }
        let credentials: Option<Credentials> = found.take(&credentials)?;
        let owner = credentials.as_ref().map(|known| known.user);
        let mut device = None;
        if let Some(claim) = claimed {
            let row: Option<DeviceRow> = found.take(&claim.key())?;
            device = row.filter(|row| Some(row.user) == owner && row.ttl > now.timestamp()).map(|_| claim);
        }
        let throttle_key = match (&device, own) {
            (Some(_), Some(own)) => own,
            _ => strangers,
        };
        let throttle = found.take(&throttle_key)?.unwrap_or_default();
        Ok(Self { login, credentials, device, throttle, throttle_key, by_ip })
    }

    /// Refuses while the login pauses (row 19).
    pub fn check_pause(&self, now: DateTime<Utc>) -> Result<(), Problem> {
        match self.throttle.verdict(now) {
            ThrottleVerdict::Allowed => Ok(()),
            ThrottleVerdict::Wait(wait) => Err(Problem::new(Refusal::SignInPaused).retry_after(wait.seconds())),
            ThrottleVerdict::Off => Err(Problem::new(Refusal::SignInPaused).saying(
                "Вход по паролю отключён: слишком много неудачных попыток. Восстановите пароль или напишите в техническую поддержку.",
            )),
        }
    }

    /// The credentials, if this is their password. An unknown login takes as long as a known one (row 17).
    pub async fn right(&self, password: &str) -> Result<Option<Credentials>, Problem> {
        let hash = self.credentials.as_ref().map(|known| known.hash.clone());
        let right = passwords::verify(password.to_owned(), hash).await?;
        Ok(self.credentials.clone().filter(|_| right))
    }

    /// Notes a wrong password, of a login that exists or not.
    pub async fn note_failure(self, app: &App, now: DateTime<Utc>) -> Result<(), Problem> {
        let at = serde_dynamo::to_attribute_value(now).map_err(Problem::internal)?;
        let ttl = serde_dynamo::to_attribute_value((now + THROTTLE_MEMORY).timestamp())
            .map_err(Problem::internal)?;
        let noted = Transaction::new()
            .bump(self.throttle_key, "fails", 1, vec![("last_failed_at", at), ("ttl", ttl)])
            .count(self.by_ip, Refusal::TooManyRequests);
        Ok(noted.commit(&app.store).await?)
    }

    /// Forgets the fails of whoever has just come in.
    pub fn clear(&self, transaction: Transaction<Refusal>) -> Transaction<Refusal> {
        if self.throttle.fails == 0 { transaction } else { transaction.remove(self.throttle_key.clone()) }
    }
}
