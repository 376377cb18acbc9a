//! Argon2id with the parameters of security row 18, off the async threads.

use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version,
    password_hash::SaltString,
};
use std::sync::OnceLock;

/// Hashing failed: out of memory or a broken stored hash.
#[derive(Debug, thiserror::Error)]
#[error("password hashing failed")]
pub struct PasswordError;

/// 19 MiB, two passes, one lane.
fn argon2() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// PHC string of a password; the exact bytes are hashed, nothing is cut.
pub async fn hash(password: String) -> Result<String, PasswordError> {
    off_thread(move || {
        let salt = SaltString::encode_b64(&rand::random::<[u8; 16]>()).map_err(|_| PasswordError)?;
        argon2().hash_password(password.as_bytes(), &salt).map(|h| h.to_string()).map_err(|_| PasswordError)
    })
    .await
}

/// Whether the password is the hashed one. Without a hash the same work is done and the answer is no,
/// so that an unknown login takes as long as a known one (security row 17).
pub async fn verify(password: String, hash: Option<String>) -> Result<bool, PasswordError> {
    off_thread(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| nobody().to_owned());
        let parsed = PasswordHash::new(&hash).map_err(|_| PasswordError)?;
        Ok(argon2().verify_password(password.as_bytes(), &parsed).is_ok() && known)
    })
    .await
}

/// Whether a stored hash was made with weaker parameters than today's and should be made anew at sign-in.
pub fn outdated(hash: &str) -> bool {
    let wanted = argon2();
    let params = PasswordHash::new(hash).ok().and_then(|parsed| Params::try_from(&parsed).ok());
    params.is_none_or(|params| {
        params.m_cost() < wanted.params().m_cost() || params.t_cost() < wanted.params().t_cost()
    })
}

/// A hash of nobody's password, made once.
fn nobody() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| {
        let salt = SaltString::encode_b64(&[7; 16]);
        let hash =
            salt.ok().and_then(|salt| argon2().hash_password(b"nobody", &salt).ok().map(|h| h.to_string()));
        hash.unwrap_or_default()
    })
}

async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
) -> Result<T, PasswordError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| PasswordError)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_stored_hash_names_its_parameters_as_security_row_18_asks() {
        let hash = hash("пароль 😀".into()).await.expect("hashes");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(verify("пароль 😀".into(), Some(hash.clone())).await.expect("verifies"));
        assert!(!verify("пароль".into(), Some(hash)).await.expect("verifies"));
    }

    #[test]
    fn a_weaker_hash_is_outdated_and_todays_is_not() {
        assert!(outdated(
            "$argon2id$v=19$m=4096,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        ));
        assert!(!outdated(nobody()));
    }

    #[tokio::test]
    async fn nobody_has_no_password() {
        assert!(!verify("nobody".into(), None).await.expect("verifies"));
    }
}
