//! The letter and the SMS that bring a PIN.

use crate::messages::{Letter, Message};

pub fn pin(site: &str, pin: &str, number: &str, company: &str) -> Message {
    Message {
        letter: Letter {
            subject: format!("ПИН-код лицевого счёта {number}"),
            heading: "ПИН-код для расширенной версии".into(),
            paragraphs: vec![
                format!("Кто-то, кто подключил лицевой счёт {number} ({company}) в личном кабинете «Мой ГАЗ», запросил ПИН-код расширенной версии."),
                "Введите его в настройках лицевого счёта, в ответе на контрольный вопрос. ПИН-код действует 90 дней и срабатывает один раз.".into(),
            ],
            code: Some(pin.to_owned()),
            button: Some(("Открыть личный кабинет".into(), format!("{site}/"))),
            note: Some("Если вы не запрашивали ПИН-код, никому его не сообщайте: без него данные лицевого счёта не откроются.".into()),
            ..Letter::default()
        },
        sms: format!("ПИН-код «Мой ГАЗ» для ЛС {number}: {pin}. Никому не сообщайте"),
    }
}
