//! Tokens of cards at rest (security row 71): AES-256-GCM under a key of the secret `{prefix}/cards`, bound to whose
//! and what for. A row that is copied to another user, company or card opens no more than a changed one.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use domain::{BindingId, CardId, CompanyId, UserId, card::Token};
use platform::{App, secrets::CardsSecret};
use std::fmt::Display;

/// A token could not be closed or opened; why is not told, so that nothing of it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("card vault: {0}")]
pub struct VaultError(&'static str);

/// What a token is bound to.
#[derive(Debug, Clone)]
pub struct Context(String);

impl Context {
    pub fn card(user: UserId, card: &CardId) -> Self {
        Self::of(user, &card.company, card)
    }

    pub fn binding(user: UserId, company: &CompanyId, binding: BindingId) -> Self {
        Self::of(user, company, binding)
    }

    fn of(user: UserId, company: &CompanyId, id: impl Display) -> Self {
        // None of the three has a bar in it.
        Self(format!("{user}|{company}|{id}"))
    }
}

/// The keys, ready for use.
#[derive(Debug, Clone)]
pub struct Vault(CardsSecret);

impl Vault {
    /// Read from Secrets Manager once a process.
    pub async fn of(app: &App) -> Result<Self, crate::Failure> {
        Ok(Self(app.secrets.cards().await?))
    }

    pub fn seal(&self, token: &Token, context: &Context) -> Result<String, VaultError> {
        self.close(&token.0, context)
    }

    pub fn open(&self, sealed: &str, context: &Context) -> Result<Token, VaultError> {
        self.unclose(sealed, context).map(Token)
    }

    /// `k1.` and the nonce, the ciphertext and its tag in hexadecimal.
    pub(crate) fn close(&self, text: &str, context: &Context) -> Result<String, VaultError> {
        let name = &self.0.current;
        let nonce: [u8; NONCE_LEN] = rand::random();
        let mut bytes = text.as_bytes().to_vec();
        self.key(name)?
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(context.0.as_bytes()),
                &mut bytes,
            )
            .map_err(|_| VaultError("does not close"))?;
        Ok(format!("{name}.{}{}", hex::encode(nonce), hex::encode(bytes)))
    }

    pub(crate) fn unclose(&self, sealed: &str, context: &Context) -> Result<String, VaultError> {
        let (name, rest) = sealed.split_once('.').ok_or(VaultError("malformed"))?;
        let bytes = hex::decode(rest).map_err(|_| VaultError("malformed"))?;
        let (nonce, closed) = bytes.split_at_checked(NONCE_LEN).ok_or(VaultError("malformed"))?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| VaultError("malformed"))?;
        let mut closed = closed.to_vec();
        let opened = self
            .key(name)?
            .open_in_place(nonce, Aad::from(context.0.as_bytes()), &mut closed)
            .map_err(|_| VaultError("does not open"))?;
        String::from_utf8(opened.to_vec()).map_err(|_| VaultError("malformed"))
    }

    fn key(&self, name: &str) -> Result<LessSafeKey, VaultError> {
        let key = self.0.keys.get(name).ok_or(VaultError("unknown key"))?;
        let key = hex::decode(key).map_err(|_| VaultError("malformed key"))?;
        let key = UnboundKey::new(&AES_256_GCM, &key).map_err(|_| VaultError("malformed key"))?;
        Ok(LessSafeKey::new(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault(current: &str) -> Vault {
        let keys = [("k1", "11"), ("k2", "22"), ("short", "3")];
        let keys = keys.map(|(name, byte)| (name.to_owned(), byte.repeat(32))).into_iter().collect();
        Vault(CardsSecret { current: current.to_owned(), keys })
    }

    fn context(user: u128, card: &str) -> Context {
        Context::card(UserId(ulid::Ulid(user)), &card.parse().expect("a card"))
    }

    #[test]
    fn a_token_opens_for_its_own_user_company_and_card_alone_as_row_71_asks() {
        let (token, ours) = (Token("2e8f3c22-000f".into()), context(1, "sever-mir-0004-203011"));
        let sealed = vault("k1").seal(&token, &ours).expect("closes");
        assert!(!sealed.contains("2e8f3c22"));
        assert_eq!(vault("k1").open(&sealed, &ours), Ok(token.clone()));
        assert_ne!(vault("k1").seal(&token, &ours), Ok(sealed.clone()), "never twice the same");
        for other in [
            context(2, "sever-mir-0004-203011"),
            context(1, "volga-mir-0004-203011"),
            context(1, "sever-mir-0005-203011"),
        ] {
            assert_eq!(vault("k1").open(&sealed, &other), Err(VaultError("does not open")));
        }
    }

    #[test]
    fn a_changed_row_does_not_open() {
        let ours = context(1, "sever-mir-0004-203011");
        let sealed = vault("k1").seal(&Token("token".into()), &ours).expect("closes");
        let (name, rest) = sealed.split_at(3);
        for place in 0..rest.len() {
            let mut changed = rest.to_owned();
            let other = if &rest[place..=place] == "0" { "1" } else { "0" };
            changed.replace_range(place..=place, other);
            assert_eq!(
                vault("k1").open(&format!("{name}{changed}"), &ours),
                Err(VaultError("does not open"))
            );
        }
        for odd in ["", "k1", "k1.", "k1.zz", "k1.00", "k9.00"] {
            assert!(vault("k1").open(odd, &ours).is_err(), "{odd}");
        }
    }

    #[test]
    fn a_new_key_closes_and_the_old_one_still_opens() {
        let ours = context(1, "sever-mir-0004-203011");
        let old = vault("k1").seal(&Token("token".into()), &ours).expect("closes");
        let new = vault("k2").seal(&Token("token".into()), &ours).expect("closes");
        assert!(old.starts_with("k1.") && new.starts_with("k2."));
        for sealed in [old, new] {
            assert_eq!(vault("k2").open(&sealed, &ours), Ok(Token("token".into())));
        }
        assert_eq!(vault("short").seal(&Token("token".into()), &ours), Err(VaultError("malformed key")));
    }
}
