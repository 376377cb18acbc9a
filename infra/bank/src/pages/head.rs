//! The blue head of a page: for whom, how much, and for what.

use super::html::escape;
use crate::{engine::Bank, errand::Errand, money};

pub fn head(bank: &Bank, errand: &Errand) -> String {
    let shop = bank.shop(errand.shop_id());
    let name = escape(shop.map_or("Магазин", |shop| shop.name.as_str()));
    match errand {
        Errand::Pay(payment) => {
            let purpose = payment
                .description
                .as_deref()
                .map_or(String::new(), |text| format!("<p class=\"purpose\">{}</p>", escape(text)));
            let test = note(payment.test, "Учебный платёж: деньги не списываются");
            let sum = money::shown(payment.amount);
            format!(
                "<header class=\"order\"><p class=\"shop\">{name}</p><p class=\"sum\">{sum}</p>{purpose}{test}</header>"
            )
        }
        Errand::Save(_) => {
            let test = note(shop.is_some_and(|shop| shop.test), "Учебная привязка: карта не проверяется");
            format!(
                "<header class=\"order\"><p class=\"shop\">{name}</p><p class=\"sum title\">Привязка карты</p>\
                 <p class=\"purpose\">Деньги не спишутся. Потом магазин сможет брать оплату с этой карты по вашей \
                 команде.</p>{test}</header>"
            )
        }
    }
}

fn note(shown: bool, text: &str) -> String {
    if shown { format!("<p class=\"test\">{text}</p>") } else { String::new() }
}
