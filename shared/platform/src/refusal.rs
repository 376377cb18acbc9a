//! The catalogue of refusals: one code for one meaning, its HTTP status, and what a person is told.
//! Field errors (`invalid_fields`) carry their own messages.

use http::StatusCode;

macro_rules! catalogue {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $status:ident, $message:literal;)*) => {
        /// Why a request was refused.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Refusal { $($(#[$doc])* $name,)* }

        impl Refusal {
            /// Every refusal there is, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Stable code for programs.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            pub fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status,)* }
            }

            /// What happened and what to do next, in Russian.
            pub fn message(self) -> &'static str {
                match self { $(Self::$name => $message,)* }
            }
        }
    };
}

catalogue! {
    // any request
    InvalidFields = "invalid_fields", UNPROCESSABLE_ENTITY, "Проверьте поля, отмеченные ниже.";
    MalformedBody = "malformed_body", BAD_REQUEST, "Запрос не удалось прочитать. Обновите страницу и попробуйте ещё раз.";
    BodyTooLarge = "body_too_large", PAYLOAD_TOO_LARGE, "Слишком много данных в одном запросе.";
    NotJson = "not_json", UNSUPPORTED_MEDIA_TYPE, "Запрос должен быть в формате JSON.";
    CrossSite = "cross_site", FORBIDDEN, "Запрос пришёл не со страницы личного кабинета. Откройте личный кабинет и повторите действие.";
    SessionRequired = "session_required", UNAUTHORIZED, "Сеанс завершён. Войдите в личный кабинет ещё раз.";
    ExtendedRequired = "extended_required", FORBIDDEN, "Действие доступно в расширенной версии. Подключите её, ответив на контрольный вопрос.";
    NotPermitted = "not_permitted", FORBIDDEN, "Региональная газовая компания не включила это действие в личном кабинете.";
    NotFound = "not_found", NOT_FOUND, "Такой страницы или записи нет.";
    MethodNotAllowed = "method_not_allowed", METHOD_NOT_ALLOWED, "Такое действие здесь не выполняется.";
    TooManyRequests = "too_many_requests", TOO_MANY_REQUESTS, "Слишком много попыток. Подождите немного и повторите.";
    Unavailable = "unavailable", SERVICE_UNAVAILABLE, "Сервис временно недоступен. Данные не потеряны, повторите через минуту.";
    Internal = "internal", INTERNAL_SERVER_ERROR, "На нашей стороне произошла ошибка. Повторите позже или напишите в поддержку, указав номер запроса.";
    // idempotency
    IdempotencyKeyRequired = "idempotency_key_required", BAD_REQUEST, "Запрос неполон. Обновите страницу и попробуйте ещё раз.";
    IdempotencyMismatch = "idempotency_mismatch", UNPROCESSABLE_ENTITY, "Этот запрос уже отправлен с другими данными. Обновите страницу.";
    RequestInProgress = "request_in_progress", CONFLICT, "Запрос уже выполняется. Подождите несколько секунд.";
    // registration and sign-in
    WrongCode = "wrong_code", UNPROCESSABLE_ENTITY, "Неверный код. Проверьте сообщение и введите код ещё раз.";
    CodeExpired = "code_expired", GONE, "Время действия кода истекло. Отправьте код повторно.";
    CodeUsedUp = "code_used_up", GONE, "Код введён неверно слишком много раз и больше не действует. Отправьте код повторно.";
    TooEarly = "too_early", TOO_MANY_REQUESTS, "Новый код можно получить, когда закончится отсчёт времени.";
    FlowNotFound = "flow_not_found", NOT_FOUND, "Подтверждение не найдено или устарело. Начните заново.";
    WrongCredentials = "wrong_credentials", UNAUTHORIZED, "Логин и/или пароль не зарегистрированы. Проверьте раскладку и регистр букв.";
    SignInPaused = "sign_in_paused", TOO_MANY_REQUESTS, "Слишком много неудачных попыток входа. Подождите и попробуйте ещё раз.";
    ConsentRequired = "consent_required", FORBIDDEN, "Сначала примите согласие на обработку персональных данных.";
    ConsentOutdated = "consent_outdated", CONFLICT, "Текст согласия изменился. Прочитайте новую редакцию.";
    // profile
    LastContact = "last_contact", CONFLICT, "Это единственный подтверждённый контакт, на него приходят уведомления. Сначала подтвердите другой.";
    EmailRequired = "email_required", CONFLICT, "Чтобы получать квитанции в электронном виде, сначала подтвердите адрес электронной почты.";
    ErasureBegun = "erasure_begun", CONFLICT, "Срок, в который удаление можно было отменить, истёк: профиль уже удаляется.";
    // accounts
    AccountNotFound = "account_not_found", NOT_FOUND, "Лицевой счёт не удалось подключить: региональная газовая компания не передала по нему данные или не участвует в сервисе. Проверьте номер по квитанции или обратитесь в компанию.";
    AlreadyLinked = "already_linked", CONFLICT, "Этот лицевой счёт уже подключён к вашему личному кабинету.";
    TooManyAccounts = "too_many_accounts", CONFLICT, "Подключено наибольшее число лицевых счетов. Отключите один из них в настройках, чтобы добавить новый.";
    AlreadyExtended = "already_extended", CONFLICT, "Расширенная версия уже подключена.";
    WrongAnswer = "wrong_answer", UNPROCESSABLE_ENTITY, "Ответ не совпал с данными компании. Сверьтесь с квитанцией или паспортом прибора учёта.";
    QuestionNotOffered = "question_not_offered", UNPROCESSABLE_ENTITY, "Этот контрольный вопрос для лицевого счёта не предлагается.";
    ExtensionPaused = "extension_paused", TOO_MANY_REQUESTS, "Слишком много неверных ответов. Попробуйте через сутки или обратитесь в региональную газовую компанию.";
    PinVoid = "pin_void", CONFLICT, "ПИН-код больше не действует: неверных ответов было слишком много. Запросите новый ПИН-код или выберите другой вопрос.";
    NoContact = "no_contact", CONFLICT, "В запросе нет адреса, на который можно отправить ПИН-код. Отклоните его и выдайте ПИН-код лично.";
    // readings
    NoMeters = "no_meters", CONFLICT, "По лицевому счёту нет приборов учёта. Обратитесь в региональную газовую компанию.";
    ReadingChanged = "reading_changed", CONFLICT, "Пока вы вводили показания, они изменились. Проверьте значения и передайте ещё раз.";
    // payments
    PaymentsOff = "payments_off", FORBIDDEN, "Оплата в личном кабинете для этой компании отключена.";
    AmountBelowMinimum = "amount_below_minimum", UNPROCESSABLE_ENTITY, "Сумма оплаты меньше наименьшей допустимой.";
    AmountAboveMaximum = "amount_above_maximum", UNPROCESSABLE_ENTITY, "Сумма оплаты больше наибольшей допустимой.";
    OpenPaymentExists = "open_payment_exists", CONFLICT, "По этому лицевому счёту уже начат платёж. Продолжите его или начните новый.";
    SeveralPayees = "several_payees", UNPROCESSABLE_ENTITY, "Выбранные услуги оплачиваются разным получателям. Оплатите их отдельными платежами.";
    OfferRequired = "offer_required", UNPROCESSABLE_ENTITY, "Чтобы зарегистрировать карту, примите условия публичной оферты банка.";
    OfferOutdated = "offer_outdated", UNPROCESSABLE_ENTITY, "Текст оферты банка изменился. Прочитайте новую редакцию и примите её условия.";
    ForeignAddress = "foreign_address", FORBIDDEN, "Уведомления принимаются только из сети банка.";
    PaymentNotPaid = "payment_not_paid", CONFLICT, "Квитанцию об оплате можно получить после проведения платежа.";
    BillUnavailable = "bill_unavailable", CONFLICT, "Квитанция ещё не сформирована: компания не передала начисления.";
}

/// In the OpenAPI document the codes are a list, so that a client knows each of them.
impl utoipa::PartialSchema for Refusal {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("Stable code of a refusal, for programs."))
            .enum_values(Some(Self::ALL.iter().map(|refusal| refusal.code())))
            .into()
    }
}

impl utoipa::ToSchema for Refusal {
    fn name() -> std::borrow::Cow<'static, str> {
        "RefusalCode".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_code_has_one_meaning() {
        let codes: HashSet<_> = Refusal::ALL.iter().map(|r| r.code()).collect();
        assert_eq!(codes.len(), Refusal::ALL.len());
    }

    #[test]
    fn every_message_is_a_russian_sentence() {
        for refusal in Refusal::ALL {
            let message = refusal.message();
            assert!(message.ends_with('.'), "{message}");
            assert!(message.chars().any(|c| ('а'..='я').contains(&c)), "{message}");
        }
    }
}
