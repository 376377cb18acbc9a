//! Why a payment did not go through, as a person is told (R-080, R-086; manual 6.3; payments §3.4).

use serde::{Deserialize, Serialize};

/// As the gateway said it: who refused and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// `yoo_money`, `payment_network`, `merchant`; `gateway` when it took no payment at all, `portal` when it is us.
    pub party: String,
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RefusalText {
    pub code: String,
    pub message: String,
    pub advice: String,
}

const CARD_GONE: &str = "permission_revoked";

const GENERAL: (&str, &str) = (
    "Банк отклонил платёж без объяснения причины",
    "Попробуйте ещё раз или заплатите другой картой. Если не получится, напишите в поддержку",
);

/// Reason, message, advice.
const REASONS: &[(&str, &str, &str)] = &[
    ("amount_below_minimum", "Сумма к оплате меньше минимальной", "Увеличьте сумму и повторите платёж"),
    (
        "amount_above_maximum",
        "Сумма к оплате больше максимально доступной",
        "Разделите оплату на несколько платежей",
    ),
    ("insufficient_funds", "На карте не хватает средств", "Пополните карту или заплатите другой"),
    (
        "payment_method_restricted",
        "Карта заблокирована, или операции по ней запрещены",
        "Обратитесь в банк, который выпустил карту, или заплатите другой картой",
    ),
    (
        "unsupported_card_system",
        "Карта не принадлежит к принимаемым платёжным системам",
        "Заплатите картой Мир, Visa, Mastercard или Maestro",
    ),
    (
        "country_forbidden",
        "Карты, выпущенные в этой стране, не принимаются",
        "Заплатите картой, выпущенной в России",
    ),
    (
        "3d_secure_failed",
        "Не пройдено подтверждение 3-D Secure",
        "Повторите платёж и введите код из сообщения банка или заплатите другой картой",
    ),
    (
        "call_issuer",
        "Банк, который выпустил карту, отклонил платёж",
        "Позвоните в банк по номеру на карте или заплатите другой картой",
    ),
    ("card_expired", "Срок действия карты истёк", "Заплатите другой картой"),
    (
        "payment_method_limit_exceeded",
        "Превышен лимит платежей по карте",
        "Повторите платёж завтра, измените лимит в банке или заплатите другой картой",
    ),
    ("general_decline", GENERAL.0, GENERAL.1),
    (
        "fraud_suspected",
        "Платёж отклонён проверкой безопасности",
        "Заплатите другой картой или обратитесь в банк, который её выпустил",
    ),
    (
        "identification_required",
        "Для такой суммы нужен идентифицированный кошелёк",
        "Заплатите картой или пройдите идентификацию кошелька",
    ),
    ("invalid_card_number", "Неверно указан номер карты", "Повторите платёж и проверьте номер карты"),
    (
        "invalid_csc",
        "Неверно указан код с обратной стороны карты",
        "Повторите платёж и проверьте три цифры на обороте карты",
    ),
    (
        "issuer_unavailable",
        "Банк, который выпустил карту, сейчас не отвечает",
        "Повторите платёж позже или заплатите другой картой",
    ),
    ("canceled_by_merchant", "Платёж отменён", "Деньги не списаны. При необходимости начните новый платёж"),
    (
        "permission_revoked",
        "Карта отвязана, и списать с неё деньги нельзя",
        "Заплатите другой картой или введите данные на странице банка",
    ),
    ("internal_timeout", "Банк не успел обработать платёж", "Деньги не списаны. Повторите платёж"),
    (
        "expired_on_confirmation",
        "Время на оплату истекло",
        "Деньги не списаны. Начните новый платёж и завершите его в течение часа",
    ),
    (
        "expired_on_capture",
        "Время на списание истекло",
        "Зарезервированные деньги вернутся на карту. Начните новый платёж",
    ),
    (
        "unsupported_mobile_operator",
        "Оплата со счёта этого мобильного оператора недоступна",
        "Заплатите картой",
    ),
    ("deal_expired", "Срок действия операции истёк", "Начните новый платёж"),
    ("loan_declined", "В оплате частями отказано", "Заплатите картой"),
    (
        "gateway_refused",
        "Банк не принял платёж",
        "Деньги не списаны. Повторите платёж позже; если не получится, напишите в поддержку",
    ),
    ("abandoned", "Платёж не был отправлен в банк", "Деньги не списаны. Начните новый платёж"),
];

impl Refusal {
    /// The payment was never sent.
    pub(super) fn abandoned() -> Self {
        Self { party: "portal".to_owned(), reason: "abandoned".to_owned() }
    }

    /// The request itself was not taken.
    pub(super) fn by_gateway() -> Self {
        Self { party: "gateway".to_owned(), reason: "gateway_refused".to_owned() }
    }

    /// The linked card can no longer be charged.
    pub(super) fn card_gone() -> Self {
        Self { party: "gateway".to_owned(), reason: CARD_GONE.to_owned() }
    }

    /// Whether it is the card's permission that is gone, for good.
    pub fn is_card_gone(&self) -> bool {
        self.reason == CARD_GONE
    }

    /// An unknown reason is a general one: the gateway adds reasons without asking.
    pub fn text(&self) -> RefusalText {
        RefusalText::of(&self.reason)
    }
}

impl RefusalText {
    pub fn of(reason: &str) -> Self {
        let found = REASONS.iter().find(|(code, ..)| *code == reason);
        let (code, message, advice) = found.copied().unwrap_or(("general_decline", GENERAL.0, GENERAL.1));
        Self { code: code.to_owned(), message: message.to_owned(), advice: advice.to_owned() }
    }

    /// Every reason that has words of its own.
    pub fn known() -> impl Iterator<Item = &'static str> {
        REASONS.iter().map(|(code, ..)| *code)
    }
}
