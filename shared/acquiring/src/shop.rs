//! The key pair of one company's shop.

use serde::Deserialize;
use std::fmt;

/// Access to one shop of the gateway; comes from the secret `{prefix}/acquiring/{company}`.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct Shop {
    pub shop_id: String,
    pub secret_key: String,
    /// Whether the shop is a test one: its payments carry `test: true` and move no money (security row 69).
    pub test: bool,
}

impl fmt::Debug for Shop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shop")
            .field("shop_id", &self.shop_id)
            .field("secret_key", &"…")
            .field("test", &self.test)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secret_key_is_not_printed() {
        let shop = Shop { shop_id: "100500".into(), secret_key: "test_secret".into(), test: true };
        assert!(!format!("{shop:?}").contains("test_secret"));
    }
}
