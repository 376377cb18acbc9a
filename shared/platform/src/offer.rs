//! The bank's public offer for linking a card (R-187; security row 72): a document of its own, with a version.
//! Changing a word means a new version, and what was accepted is kept with it.
//!
//! The words are ours until the acquirer gives its own: they say what linking does, and nothing more.

use crate::http::Viewer;
use chrono::{DateTime, Utc};
use domain::card::OfferAcceptance;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub const VERSION: &str = "2026-11-25";
pub const TITLE: &str = "Публичная оферта банка о регистрации карты";
/// Whose offer it is.
pub const BANK: &str = "ООО НКО «ЮМани»";
pub const PARAGRAPHS: &[&str] = &[
    "Банк предлагает держателю карты зарегистрировать её для оплаты услуг региональной газовой компании в личном кабинете «Мой ГАЗ». Оферта принята, когда держатель отметил согласие с её условиями и нажал «Зарегистрировать».",
    "Номер карты, срок действия и код с обратной стороны вводятся только на странице банка и хранятся только в банке. Личный кабинет получает последние четыре цифры номера, платёжную систему, срок действия, название банка, выпустившего карту, и условное обозначение, по которому банк узнаёт карту.",
    "При регистрации банк проверяет карту и может запросить у держателя подтверждение 3-D Secure. Деньги при этом не списываются.",
    "Зарегистрированной картой можно платить в личном кабинете без ввода её данных. Каждый платёж начинает сам держатель; оплату подтверждает код, который личный кабинет отправляет держателю. Без действия держателя деньги с карты не списываются.",
    "Карта зарегистрирована для платежей в пользу одной региональной газовой компании. Для другой компании карту нужно зарегистрировать отдельно.",
    "Держатель может удалить карту в личном кабинете в любое время: после этого личный кабинет стирает все сведения о ней и списать с неё деньги не может. Карта удаляется и тогда, когда банк сообщает, что держатель отозвал разрешение.",
];

/// SHA-256 of title, bank and paragraphs, hex.
pub fn text_sha256() -> String {
    let mut hash = Sha256::new();
    for part in [&TITLE, &BANK].into_iter().chain(PARAGRAPHS) {
        hash.update(part);
        hash.update("\n");
    }
    hex::encode(hash.finalize())
}

/// Which text was read, as a page sends it back.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferVersion {
    pub version: String,
    pub sha256: String,
}

impl OfferVersion {
    /// Whether it is the text in force.
    pub fn is_current(&self) -> bool {
        self.version == VERSION && self.sha256.eq_ignore_ascii_case(&text_sha256())
    }
}

/// Proof that this viewer has just accepted it.
pub fn accepted(viewer: &Viewer, now: DateTime<Utc>) -> OfferAcceptance {
    OfferAcceptance { version: VERSION.into(), sha256: text_sha256(), at: now, ip: viewer.ip_text() }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_changed_text_must_get_a_new_version() {
        let pinned = ("2026-11-25", "c8c15ce0cd4ca084c3165c06703a86eb1f3d1bf3f038867dfd4af8cc8808a658");
        assert_eq!((super::VERSION, super::text_sha256().as_str()), pinned);
        let read = |version: &str, sha256: &str| super::OfferVersion {
            version: version.to_owned(),
            sha256: sha256.to_owned(),
        };
        assert!(read(pinned.0, pinned.1).is_current());
        assert!(!read("2026-11-01", pinned.1).is_current(), "another version");
        assert!(!read(pinned.0, "").is_current(), "another text");
    }
}
