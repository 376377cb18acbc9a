//! What goes to an address together with a code, or instead of one. A code leaves at once and never by the outbox.

use platform::messages::{Letter, Message};

/// A code and how long it lives.
#[derive(Debug, Clone)]
pub struct Code {
    pub digits: String,
    pub seconds: i64,
}

/// The letter of a code differs by where it is to be typed and what to do if it was not asked for.
fn code_message(code: &Code, heading: &str, place: &str, note: &str, sms: &str) -> Message {
    let Code { digits, seconds } = code;
    Message {
        letter: Letter {
            subject: format!("{digits} — код подтверждения"),
            heading: heading.into(),
            paragraphs: vec![
                place.into(),
                format!(
                    "Код действует {seconds} секунд. Никому его не сообщайте, даже сотрудникам компании."
                ),
            ],
            code: Some(digits.clone()),
            note: Some(note.into()),
            ..Letter::default()
        },
        sms: sms.replace("{}", digits),
    }
}

/// The code that confirms a registration.
pub fn registration_code(code: &Code) -> Message {
    code_message(
        code,
        "Код подтверждения регистрации",
        "Введите этот код на странице регистрации в личном кабинете «Мой ГАЗ».",
        "Если вы не регистрировались, просто удалите это письмо: без кода ничего не произойдёт.",
        "{} — код регистрации «Мой ГАЗ». Никому его не сообщайте",
    )
}

/// The code that sets a new password.
pub fn recovery_code(code: &Code) -> Message {
    code_message(
        code,
        "Код восстановления пароля",
        "Введите этот код на странице восстановления пароля в личном кабинете «Мой ГАЗ». После этого начнёт действовать новый пароль.",
        "Если вы не восстанавливали пароль, просто удалите это письмо: без кода ничего не изменится, старый пароль действует.",
        "{} — код для нового пароля «Мой ГАЗ». Никому не сообщайте",
    )
}

/// The code that makes an address the new login (C-21).
pub fn login_code(code: &Code) -> Message {
    code_message(
        code,
        "Код для смены логина",
        "Введите этот код в настройках личного кабинета «Мой ГАЗ». После этого входить нужно будет с этим логином, прежний перестанет действовать.",
        "Если вы не меняли логин, просто удалите это письмо: без кода ничего не произойдёт.",
        "{} — код смены логина «Мой ГАЗ». Никому его не сообщайте",
    )
}

/// The code that confirms an address for notices (C-20).
pub fn contact_code(code: &Code) -> Message {
    code_message(
        code,
        "Код подтверждения контакта",
        "Введите этот код в настройках личного кабинета «Мой ГАЗ», и на этот адрес будут приходить уведомления.",
        "Если вы ничего не подтверждали, просто удалите это письмо: без кода ничего не произойдёт.",
        "{} — код подтверждения «Мой ГАЗ». Никому его не сообщайте",
    )
}

/// The code that lets a linked card pay.
pub fn card_code(code: &Code, sum: &str, card: &str) -> Message {
    let mut message = code_message(
        code,
        "Код подтверждения оплаты",
        "Введите этот код на странице оплаты в личном кабинете «Мой ГАЗ», и деньги спишутся с карты.",
        "Если вы ничего не оплачивали, никому не сообщайте код и смените пароль: кто-то вошёл в ваш личный кабинет. Без кода деньги не спишутся.",
        &format!("{{}} — код оплаты {sum}. Никому не сообщайте. Мой ГАЗ"),
    );
    message.letter.facts = vec![("Сумма".into(), sum.to_owned()), ("Карта".into(), card.to_owned())];
    message
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

/// Somebody recovers the password of a login that is not there (security row 10).
pub fn no_account(site: &str) -> Message {
    Message {
        letter: Letter {
            subject: "Для этого логина нет учётной записи".into(),
            heading: "Для этого логина нет учётной записи".into(),
            paragraphs: vec![
                "Кто-то восстанавливает пароль личного кабинета «Мой ГАЗ» с этим адресом в качестве логина, но такого логина у нас нет.".into(),
                "Если это были вы, войдите с другим логином или зарегистрируйтесь.".into(),
            ],
            button: Some(("Открыть личный кабинет".into(), format!("{site}/"))),
            note: Some("Если это были не вы, ничего делать не нужно.".into()),
            ..Letter::default()
        },
        sms: "«Мой ГАЗ»: для этого логина нет учётной записи. Проверьте логин".into(),
    }
}

/// Another user wants this login, which has an owner already (security row 24).
pub fn login_taken(site: &str) -> Message {
    Message {
        letter: Letter {
            subject: "Этот логин уже ваш".into(),
            heading: "Кто-то указал ваш логин как новый".into(),
            paragraphs: vec![
                "Другой пользователь личного кабинета «Мой ГАЗ» меняет логин и ввёл ваш адрес. У каждого логина один владелец, поэтому ничего не изменилось: входите как прежде.".into(),
                "Если это были вы и учётных записей у вас две, войдите с этим логином.".into(),
            ],
            button: Some(("Войти в личный кабинет".into(), format!("{site}/"))),
            note: Some("Если это были не вы, ничего делать не нужно.".into()),
            ..Letter::default()
        },
        sms: "«Мой ГАЗ»: ваш логин кто-то указал как новый. Ничего не изменилось".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Message> {
        let code = Code { digits: "12345678".into(), seconds: 160 };
        let site = "https://lk.example";
        vec![
            registration_code(&code),
            recovery_code(&code),
            login_code(&code),
            contact_code(&code),
            card_code(&code, "350 000,00 ₽", "Мир •••• 0004"),
            already_registered(site),
            no_account(site),
            login_taken(site),
        ]
    }

    #[test]
    fn every_sms_is_one_sms_even_with_the_longest_code() {
        for message in all() {
            assert!(message.sms.chars().count() <= 70, "{}: {}", message.sms.chars().count(), message.sms);
        }
    }

    #[test]
    fn a_letter_says_what_to_do_if_it_was_not_you() {
        for message in all() {
            assert!(message.letter.note.is_some_and(|note| note.starts_with("Если ")));
        }
    }

    #[test]
    fn only_a_code_message_holds_a_code() {
        for message in all() {
            assert_eq!(message.letter.code.is_some(), message.sms.contains("12345678"));
        }
    }
}
