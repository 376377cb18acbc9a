//! The consent to the processing of personal data (R-017, C-07): a document of its own, with a version.
//! Changing a word means a new version: everybody is asked again.

use sha2::{Digest, Sha256};

pub const VERSION: &str = "2026-11-01";
pub const TITLE: &str = "Согласие на обработку персональных данных";
pub const PARAGRAPHS: &[&str] = &[
    "Я даю оператору личного кабинета «Мой ГАЗ» согласие на обработку моих персональных данных: адреса электронной почты или номера мобильного телефона, номеров подключённых лицевых счетов и сведений по ним, показаний приборов учёта и сведений о платежах.",
    "Данные нужны, чтобы показывать начисления и платежи, принимать показания и оплату, формировать квитанции, рассматривать обращения и присылать уведомления. С данными выполняются сбор, запись, хранение, уточнение, использование, передача региональной газовой компании, которая обслуживает лицевой счёт, обезличивание и удаление.",
    "Данные банковских карт личный кабинет не получает и не хранит: они вводятся на странице банка.",
    "Согласие действует, пока существует учётная запись. Его можно отозвать: удалите учётную запись или напишите в техническую поддержку. После отзыва данные удаляются, кроме тех, которые по закону нужно хранить дольше.",
];

/// SHA-256 of title and paragraphs, hex.
pub fn text_sha256() -> String {
    let mut hash = Sha256::new();
    for part in std::iter::once(&TITLE).chain(PARAGRAPHS) {
        hash.update(part);
        hash.update("\n");
    }
    hex::encode(hash.finalize())
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_changed_text_must_get_a_new_version() {
        let pinned = ("2026-11-01", "fcd6b85372509befb295f06e1e05dc5c6906633341d5e1630f5065657f6ea7d9");
        assert_eq!((super::VERSION, super::text_sha256().as_str()), pinned);
    }
}
