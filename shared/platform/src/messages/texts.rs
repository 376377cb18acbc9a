//! What the portal writes to people (codes and registration here; events in `notify`).

use super::{Letter, Message};

/// The code that confirms a registration.
pub fn registration_code(code: &str, seconds: i64) -> Message {
    Message {
        letter: Letter {
            subject: format!("{code} — код подтверждения"),
            heading: "Код подтверждения регистрации".into(),
            paragraphs: vec![
                "Введите этот код на странице регистрации в личном кабинете «Мой ГАЗ».".into(),
                format!(
                    "Код действует {seconds} секунд. Никому его не сообщайте, даже сотрудникам компании."
                ),
            ],
            code: Some(code.to_owned()),
            note: Some(
                "Если вы не регистрировались, просто удалите это письмо: без кода ничего не произойдёт."
                    .into(),
            ),
            ..Letter::default()
        },
        sms: format!("{code} — код регистрации «Мой ГАЗ». Никому его не сообщайте"),
    }
}

/// Somebody registers with a login that exists: the page says nothing, its owner is told (security row 10).
pub fn already_registered(site: &str) -> Message {
    Message {
        letter: Letter {
            subject: "Вы уже зарегистрированы".into(),
            heading: "Вы уже зарегистрированы".into(),
            paragraphs: vec![
                "Кто-то пытается зарегистрироваться в личном кабинете «Мой ГАЗ» с вашим логином.".into(),
                "Регистрироваться ещё раз не нужно: войдите со своим паролем.".into(),
            ],
            button: Some(("Войти в личный кабинет".into(), format!("{site}/"))),
            note: Some(
                "Если это были не вы, ничего делать не нужно: ваша учётная запись не изменилась.".into(),
            ),
            ..Letter::default()
        },
        sms: "Вы уже зарегистрированы в «Мой ГАЗ». Войдите со своим паролем".into(),
    }
}
