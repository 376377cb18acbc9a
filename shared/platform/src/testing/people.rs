//! Users with a login and a password, as registration leaves them.

use super::{Browser, World};
use crate::{
    http::{Api, Viewer},
    passwords,
    records::{Credentials, Profile},
    sessions,
    store::keys,
};
use domain::{UserId, login::Login};

impl World {
    /// Somebody who is registered and signed in nowhere.
    pub async fn person(&self, login: &str, password: &str) -> UserId {
        let user = UserId(ulid::Ulid::new());
        let login: Login = login.parse().expect("a login");
        let hash = passwords::hash(password.to_owned()).await.expect("a hash");
        let (now, store) = (self.app.clock.now(), &self.app.store);
        let credentials = Credentials::new(user, hash, now);
        store.put(&keys::identity::login(login.as_str()), &credentials).await.expect("stored");
        store.put(&keys::identity::profile(user), &Profile::new(user, &login, now)).await.expect("stored");
        user
    }

    /// A browser in which this person has just signed in.
    pub async fn enter(&self, login: &str, api: Api) -> Browser {
        let known = self.credentials(login).await.expect("somebody's login");
        let viewer = Viewer { ip: None, agent: "test".into() };
        let now = self.app.clock.now();
        let session = sessions::new_session(known.user, login, &viewer, now).expect("a session");
        self.app.store.put(&session.key, &session.row).await.expect("stored");
        let listed = known.next().with_session(&session.digest, now);
        self.app.store.put(&keys::identity::login(login), &listed).await.expect("stored");
        let mut browser = self.serve(api);
        browser.keep(session.cookie.to_str().expect("ascii"));
        browser
    }

    /// What is kept of a login.
    pub async fn credentials(&self, login: &str) -> Option<Credentials> {
        self.app.store.get(&keys::identity::login(login)).await.expect("read")
    }

    pub async fn profile(&self, user: UserId) -> Option<Profile> {
        self.app.store.get(&keys::identity::profile(user)).await.expect("read")
    }
}
