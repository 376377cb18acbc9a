//! Why a card was not linked, as a person is told.

use crate::payment::RefusalText;
use serde::{Deserialize, Serialize};

/// The bank tells no reason when a card turns out inactive: what is known is whether one had been typed, and
/// whether there was still time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardRefusal {
    /// Left the bank's page.
    Abandoned,
    /// The page has closed.
    ExpiredOnConfirmation,
    /// The bank did not take the card.
    CardDeclined,
    /// The bank did not take the request.
    GatewayRefused,
    /// What the bank shows is not what was asked for.
    Mismatch,
}

impl CardRefusal {
    pub const ALL: [Self; 5] = [
        Self::Abandoned,
        Self::ExpiredOnConfirmation,
        Self::CardDeclined,
        Self::GatewayRefused,
        Self::Mismatch,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Abandoned => "abandoned",
            Self::ExpiredOnConfirmation => "expired_on_confirmation",
            Self::CardDeclined => "card_declined",
            Self::GatewayRefused => "gateway_refused",
            Self::Mismatch => "mismatch",
        }
    }

    pub fn text(self) -> RefusalText {
        let (message, advice) = match self {
            Self::Abandoned => (
                "Регистрация карты не завершена",
                "Карта не зарегистрирована. Начните заново и введите данные карты на странице банка",
            ),
            Self::ExpiredOnConfirmation => (
                "Время на регистрацию карты истекло",
                "Карта не зарегистрирована. Начните заново и завершите регистрацию в течение часа",
            ),
            Self::CardDeclined => (
                "Банк не подтвердил карту",
                "Проверьте данные карты и её срок, попробуйте ещё раз или зарегистрируйте другую карту",
            ),
            Self::GatewayRefused => (
                "Банк не принял запрос на регистрацию карты",
                "Повторите позже; если не получится, напишите в поддержку",
            ),
            Self::Mismatch => (
                "Ответ банка не совпал с запросом",
                "Карта не зарегистрирована. Начните заново; если не получится, напишите в поддержку",
            ),
        };
        RefusalText { code: self.code().to_owned(), message: message.to_owned(), advice: advice.to_owned() }
    }
}
