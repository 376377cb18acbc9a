//! What is written of each event: short, with what to do if it was not you.

use chrono::{DateTime, Utc};
use domain::{
    Company, Payment,
    amounts::format_roubles,
    calendar::{format_date, local_date, local_time},
    payment::{Aftermath, Refund, RefusalText},
};
use platform::messages::{Letter, Message};

pub fn payment_succeeded(site: &str, company: &Company, payment: &Payment) -> Message {
    let sum = format_roubles(payment.amount);
    let paid_at = payment.paid_at.unwrap_or(payment.updated_at);
    let local = local_time(paid_at, company.utc_offset);
    let when = format!("{}, {}", format_date(local_date(paid_at, company.utc_offset)), local.format("%H:%M"));
    let mut facts = vec![
        ("Сумма".to_owned(), sum.clone()),
        ("Лицевой счёт".to_owned(), payment.account.number().to_owned()),
        ("Получатель".to_owned(), payee(company, payment).to_owned()),
        ("Дата".to_owned(), when),
    ];
    facts.extend(payment.lines.iter().map(|line| (line.name.clone(), format_roubles(line.amount))));
    facts.extend(payment.card.as_ref().map(|card| ("Карта".to_owned(), card.mask())));
    Message {
        letter: Letter {
            subject: format!("Оплачено {sum}"),
            heading: "Платёж проведён".into(),
            paragraphs: vec!["Деньги зачислены на лицевой счёт. Квитанция об оплате — в личном кабинете, в разделе «Платежи».".into()],
            facts,
            button: Some(("Открыть платёж".into(), result_page(site, payment))),
            ..Letter::default()
        },
        sms: format!("Оплачено {sum}, ЛС {}. Спасибо! Мой ГАЗ", payment.account.number()),
    }
}

pub fn payment_failed(site: &str, company: &Company, payment: &Payment) -> Message {
    let sum = format_roubles(payment.amount);
    let reason = payment.refusal.as_ref().map(|refusal| RefusalText::of(&refusal.reason));
    let mut paragraphs = vec![format!(
        "Платёж в пользу {} не прошёл. Деньги не списаны; если банк их заблокировал, они вернутся на карту.",
        payee(company, payment)
    )];
    paragraphs.extend(reason.as_ref().map(|text| format!("{}. {}.", text.message, text.advice)));
    Message {
        letter: Letter {
            subject: format!("Платёж на {sum} не прошёл"),
            heading: "Платёж не прошёл".into(),
            paragraphs,
            facts: vec![
                ("Сумма".into(), sum.clone()),
                ("Лицевой счёт".into(), payment.account.number().to_owned()),
            ],
            button: Some(("Попробовать ещё раз".into(), result_page(site, payment))),
            ..Letter::default()
        },
        sms: format!("Платёж {sum} по ЛС {} не прошёл. Подробности в «Мой ГАЗ»", payment.account.number()),
    }
}

/// Money has gone back: how much, of which payment, and when to look for it.
pub fn payment_refunded(site: &str, company: &Company, aftermath: &Aftermath, refund: &Refund) -> Message {
    let sum = format_roubles(refund.amount);
    let at = refund.completed_at.unwrap_or(refund.created_at);
    let day = |at| format_date(local_date(at, company.utc_offset));
    let mut facts = vec![
        ("Сумма возврата".to_owned(), sum.clone()),
        ("Лицевой счёт".to_owned(), aftermath.account.number().to_owned()),
        ("Платёж".to_owned(), format!("{} от {}", format_roubles(aftermath.amount), day(aftermath.paid_at))),
        ("Дата возврата".to_owned(), day(at)),
    ];
    facts.extend(refund.lines.iter().map(|line| (line.name.clone(), format_roubles(line.amount))));
    Message {
        letter: Letter {
            subject: format!("Возврат {sum}"),
            heading: "Деньги возвращены".into(),
            paragraphs: vec![
                "Деньги возвращены на карту, с которой вы платили. Банк, выпустивший карту, может зачислять их несколько дней.".into(),
                "На эту сумму уменьшилась оплата лицевого счёта: в разделе «Платежи» возврат показан отдельной строкой.".into(),
            ],
            facts,
            button: Some(("Открыть платёж".into(), format!("{site}/payments/{}/result", aftermath.payment))),
            ..Letter::default()
        },
        sms: format!("Возврат {sum}, ЛС {}. Мой ГАЗ", aftermath.account.number()),
    }
}

/// Who received the money.
fn payee<'a>(company: &'a Company, payment: &'a Payment) -> &'a str {
    payment.payee.as_ref().map_or(&company.payee.name, |payee| &payee.details.name)
}

fn result_page(site: &str, payment: &Payment) -> String {
    format!("{site}/payments/{}/result", payment.id)
}

/// What happened to a linked account, for whoever did it and for the others who hold it.
#[derive(Debug)]
pub struct AccountWords {
    pub own: AccountText,
    pub others: AccountText,
}

#[derive(Debug, Clone, Copy)]
pub struct AccountText {
    heading: &'static str,
    what: &'static str,
    /// With `{}` for the number.
    sms: &'static str,
    note: &'static str,
}

const NOT_YOU: &str =
    "Если это были не вы, смените пароль и сообщите в техническую поддержку личного кабинета.";
const UNKNOWN: &str = "Если вы не знаете этого человека, сообщите в региональную газовую компанию или в техническую поддержку личного кабинета.";

pub const LINKED: AccountWords = AccountWords {
    own: AccountText {
        heading: "Лицевой счёт подключён",
        what: "Теперь в личном кабинете видны начисления и приборы учёта, можно платить и передавать показания. Расширенная версия добавит квитанции, все платежи и данные абонента.",
        sms: "К вашему кабинету «Мой ГАЗ» подключён ЛС {}",
        note: NOT_YOU,
    },
    others: AccountText {
        heading: "Лицевой счёт подключил ещё один пользователь",
        what: "Ваш лицевой счёт подключён к личному кабинету другого пользователя. Он видит задолженность и может платить и передавать показания; ваше имя и адрес ему не показываются.",
        sms: "К ЛС {} подключился ещё один пользователь. Не вы? Напишите в поддержку «Мой ГАЗ»",
        note: UNKNOWN,
    },
};

pub const EXTENDED: AccountWords = AccountWords {
    own: AccountText {
        heading: "Подключена расширенная версия",
        what: "По лицевому счёту теперь доступны квитанции, все платежи и полные данные.",
        sms: "По ЛС {} подключена расширенная версия «Мой ГАЗ»",
        note: NOT_YOU,
    },
    others: AccountText {
        heading: "К лицевому счёту подключена расширенная версия",
        what: "Другой пользователь ответил на контрольный вопрос по вашему лицевому счёту и теперь видит все данные по нему, включая адрес и квитанции.",
        sms: "По ЛС {} подключена расширенная версия. Не вы? Напишите в поддержку «Мой ГАЗ»",
        note: UNKNOWN,
    },
};

/// Whoever detached the account holds it no longer and has seen it on the screen.
pub const UNLINKED: AccountWords = {
    let others = AccountText {
        heading: "Лицевой счёт отключён другим пользователем",
        what: "Другой пользователь отключил лицевой счёт от своего личного кабинета. В вашем кабинете ничего не изменилось.",
        sms: "ЛС {} отключён от кабинета другого пользователя. У вас без изменений. Мой ГАЗ",
        note: UNKNOWN,
    };
    AccountWords { own: others, others }
};

pub const PIN_REQUESTED: AccountWords = AccountWords {
    own: AccountText {
        heading: "Запрос ПИН-кода принят",
        what: "Если указанный контакт есть в базе региональной газовой компании, ПИН-код уже отправлен на него. Иначе запрос проверит оператор компании.",
        sms: "Запрос ПИН-кода по ЛС {} принят. Мой ГАЗ",
        note: NOT_YOU,
    },
    others: AccountText {
        heading: "По лицевому счёту запрошен ПИН-код",
        what: "Другой пользователь, который подключил ваш лицевой счёт, запросил ПИН-код расширенной версии. ПИН-код отправляется только на контакт из базы региональной газовой компании или после проверки оператором.",
        sms: "По ЛС {} запрошен ПИН-код. Не вы? Никому его не сообщайте. Мой ГАЗ",
        note: "Если ПИН-код пришёл вам, никому его не сообщайте. Если вы не знаете этого человека, сообщите в региональную газовую компанию.",
    },
};

pub const PIN_DECLINED: AccountText = AccountText {
    heading: "Запрос ПИН-кода отклонён",
    what: "Оператор региональной газовой компании не смог подтвердить, что лицевой счёт ваш. Обратитесь в компанию с паспортом или ответьте на другой контрольный вопрос.",
    sms: "Запрос ПИН-кода по ЛС {} отклонён. Обратитесь в газовую компанию. Мой ГАЗ",
    note: NOT_YOU,
};

pub fn about_account(site: &str, number: &str, at: DateTime<Utc>, text: &AccountText) -> Message {
    // The companies are spread over eleven hours: Moscow time, named, is what everybody can place.
    let moscow = local_time(at, 3);
    Message {
        letter: Letter {
            subject: text.heading.to_owned(),
            heading: text.heading.to_owned(),
            paragraphs: vec![text.what.to_owned()],
            facts: vec![
                ("Лицевой счёт".into(), number.to_owned()),
                ("Когда".into(), format!("{}, {} МСК", format_date(moscow.date()), moscow.format("%H:%M"))),
            ],
            button: Some(("Открыть личный кабинет".into(), format!("{site}/"))),
            note: Some(text.note.to_owned()),
            ..Letter::default()
        },
        sms: text.sms.replace("{}", number),
    }
}
