//! What guards the account itself: told at every verified address and at the login (security rows 11, 24, 26), never
//! switched off and never held back, or whoever got in would see to it that nobody hears.

use chrono::{DateTime, Utc};
use domain::{
    calendar::{format_date, local_time},
    login::{Channel, Login},
};
use platform::messages::{Letter, Message};

/// What happened, in words.
struct Words {
    heading: &'static str,
    what: String,
    facts: Vec<(String, String)>,
    note: &'static str,
    /// At most 70 characters: one SMS.
    sms: &'static str,
}

const NOT_YOU: &str = "Если это были не вы, сразу восстановите пароль на странице входа и сообщите в техническую поддержку личного кабинета.";

fn message(site: &str, at: DateTime<Utc>, words: Words) -> Message {
    let mut facts = vec![("Когда".to_owned(), moscow(at))];
    facts.extend(words.facts);
    Message {
        letter: Letter {
            subject: words.heading.to_owned(),
            heading: words.heading.to_owned(),
            paragraphs: vec![words.what],
            facts,
            button: Some(("Открыть личный кабинет".into(), format!("{site}/"))),
            note: Some(words.note.to_owned()),
            ..Letter::default()
        },
        sms: words.sms.to_owned(),
    }
}

/// The companies are spread over eleven hours: Moscow time, named, is what everybody can place.
fn moscow(at: DateTime<Utc>) -> String {
    let local = local_time(at, 3);
    format!("{}, {} МСК", format_date(local.date()), local.format("%H:%M"))
}

pub fn new_device(site: &str, at: DateTime<Utc>, browser: &str, system: &str) -> Message {
    let known = [browser, system].into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", ");
    let facts = if known.is_empty() { Vec::new() } else { vec![("Устройство".to_owned(), known)] };
    message(
        site,
        at,
        Words {
            heading: "Вход с нового устройства",
            what: "В личный кабинет «Мой ГАЗ» вошли с вашим паролем из браузера, которым вы раньше не пользовались. Если это были вы, ничего делать не нужно.".into(),
            facts,
            note: NOT_YOU,
            sms: "«Мой ГАЗ»: вход с нового устройства. Не вы? Восстановите пароль",
        },
    )
}

pub fn password_changed(site: &str, at: DateTime<Utc>) -> Message {
    message(
        site,
        at,
        Words {
            heading: "Пароль изменён",
            what: "Пароль личного кабинета «Мой ГАЗ» изменён в настройках. Сеансы на других устройствах завершены.".into(),
            facts: Vec::new(),
            note: NOT_YOU,
            sms: "«Мой ГАЗ»: пароль изменён. Не вы? Сразу восстановите пароль",
        },
    )
}

pub fn password_recovered(site: &str, at: DateTime<Utc>) -> Message {
    message(
        site,
        at,
        Words {
            heading: "Пароль восстановлен",
            what: "Пароль личного кабинета «Мой ГАЗ» заменён новым по коду подтверждения. Все прежние сеансы завершены.".into(),
            facts: Vec::new(),
            note: NOT_YOU,
            sms: "«Мой ГАЗ»: пароль восстановлен по коду. Не вы? Напишите в поддержку",
        },
    )
}

pub fn login_changed(site: &str, at: DateTime<Utc>, new: &str) -> Message {
    let masked = Login::parse(new).map(|login| login.masked()).unwrap_or_default();
    message(
        site,
        at,
        Words {
            heading: "Логин изменён",
            what: "У вашей учётной записи в личном кабинете «Мой ГАЗ» теперь другой логин. Прежний больше не действует, пароль остался тем же.".into(),
            facts: vec![("Новый логин".to_owned(), masked)],
            note: "Если это были не вы, сразу сообщите в техническую поддержку личного кабинета: войти с прежним логином уже нельзя.",
            sms: "«Мой ГАЗ»: логин изменён, прежний не действует. Не вы? В поддержку!",
        },
    )
}

pub fn contact_changed(site: &str, at: DateTime<Utc>, channel: Channel) -> Message {
    let what = match channel {
        Channel::Email => {
            "Изменён адрес электронной почты, на который приходят уведомления личного кабинета «Мой ГАЗ»."
        }
        Channel::Sms => "Изменён номер телефона, на который приходят уведомления личного кабинета «Мой ГАЗ».",
    };
    message(
        site,
        at,
        Words {
            heading: "Контакт для уведомлений изменён",
            what: what.into(),
            facts: Vec::new(),
            note: NOT_YOU,
            sms: "«Мой ГАЗ»: изменён контакт для уведомлений. Не вы? Смените пароль",
        },
    )
}

pub fn deletion_requested(site: &str, at: DateTime<Utc>, erases_at: DateTime<Utc>) -> Message {
    message(
        site,
        at,
        Words {
            heading: "Профиль будет удалён",
            what: "Вы попросили удалить профиль в личном кабинете «Мой ГАЗ». До указанного срока удаление можно отменить: войдите и нажмите «Отменить удаление».".into(),
            facts: vec![("Будет удалён".to_owned(), moscow(erases_at))],
            note: "Если это были не вы, войдите, отмените удаление и смените пароль.",
            sms: "«Мой ГАЗ»: профиль будет удалён. Отменить можно в настройках",
        },
    )
}

pub fn deletion_cancelled(site: &str, at: DateTime<Utc>) -> Message {
    message(
        site,
        at,
        Words {
            heading: "Удаление профиля отменено",
            what: "Профиль в личном кабинете «Мой ГАЗ» не будет удалён, всё осталось как было.".into(),
            facts: Vec::new(),
            note: NOT_YOU,
            sms: "«Мой ГАЗ»: удаление профиля отменено, всё осталось как было",
        },
    )
}

fn card_facts(card: &str, company: &str) -> Vec<(String, String)> {
    vec![("Карта".to_owned(), card.to_owned()), ("Компания".to_owned(), company.to_owned())]
}

/// A card can be charged from now on.
pub fn card_linked(site: &str, at: DateTime<Utc>, card: &str, company: &str) -> Message {
    message(
        site,
        at,
        Words {
            heading: "Карта зарегистрирована",
            what: "К вашему личному кабинету «Мой ГАЗ» привязана банковская карта: ею можно платить без ввода данных. Удалить её можно в настройках, в разделе «Банковские карты».".into(),
            facts: card_facts(card, company),
            note: "Если это были не вы, сразу смените пароль, удалите карту в настройках и сообщите в техническую поддержку личного кабинета.",
            sms: "«Мой ГАЗ»: привязана банковская карта. Не вы? Смените пароль",
        },
    )
}

/// The bank no longer charges a card that was linked.
pub fn card_revoked(site: &str, at: DateTime<Utc>, card: &str, company: &str) -> Message {
    message(
        site,
        at,
        Words {
            heading: "Карта удалена из личного кабинета",
            what: "Банк сообщил, что списывать деньги с этой карты больше нельзя, поэтому мы удалили её из личного кабинета. Чтобы платить ею дальше, зарегистрируйте карту заново; оплатить можно и другой картой.".into(),
            facts: card_facts(card, company),
            note: "Если вы не отзывали разрешение, уточните причину в банке, который выпустил карту.",
            sms: "«Мой ГАЗ»: банк отвязал карту, платить ею нельзя. Детали в кабинете",
        },
    )
}

/// The last letter: there is nowhere to go to any more.
pub fn profile_erased(at: DateTime<Utc>) -> Message {
    Message {
        letter: Letter {
            subject: "Профиль удалён".into(),
            heading: "Профиль удалён".into(),
            paragraphs: vec![
                "Ваш профиль в личном кабинете «Мой ГАЗ» удалён вместе с контактами, сеансами и подключёнными лицевыми счетами. Сведения о платежах и переданных показаниях хранятся столько, сколько требует закон, и больше не связаны с вами.".into(),
                "Лицевые счета в региональной газовой компании не изменились. Если личный кабинет понадобится снова, зарегистрируйтесь ещё раз.".into(),
            ],
            facts: vec![("Когда".into(), moscow(at))],
            ..Letter::default()
        },
        sms: "Профиль в «Мой ГАЗ» удалён. Лицевые счета не изменились".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sms_is_one_sms() {
        let (site, at) = ("https://lk.example", DateTime::default());
        for message in [
            new_device(site, at, "Chrome", "Windows"),
            password_changed(site, at),
            password_recovered(site, at),
            login_changed(site, at, "i@example.ru"),
            contact_changed(site, at, Channel::Sms),
            deletion_requested(site, at, at),
            deletion_cancelled(site, at),
            profile_erased(at),
            card_linked(site, at, "Мир •••• 0004", "ООО «Северогаз»"),
            card_revoked(site, at, "Мир •••• 0004", "ООО «Северогаз»"),
        ] {
            assert!(message.sms.chars().count() <= 70, "{}: {}", message.sms.chars().count(), message.sms);
        }
    }
}
