//! `/pay/{id}` and `/bind/{id}`: the card.

use super::{
    ended,
    head::head,
    html::{Field, Page, escape},
    missing, next, see_other,
};
use crate::{
    cards::{CardNumber, TEST_CARDS, read_expiry},
    engine::Bank,
    errand::Errand,
    payment::Saving,
    visit::Step,
};
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;
use std::{fmt::Write, sync::Arc};

/// The form as typed. Never kept, never logged.
#[derive(Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    number: String,
    #[serde(default)]
    expiry: String,
    #[serde(default)]
    cvc: String,
    /// «Зарегистрировать карту»; absent when the box is empty.
    save: Option<String>,
}

/// Messages for the fields.
#[derive(Default)]
struct Errors {
    number: Option<&'static str>,
    expiry: Option<&'static str>,
    cvc: Option<&'static str>,
}

/// Index of a test card to fill the form with.
#[derive(Deserialize)]
pub struct Fill {
    card: Option<usize>,
}

pub async fn show(
    State(bank): State<Arc<Bank>>,
    Path(id): Path<String>,
    Query(fill): Query<Fill>,
) -> Response {
    let Some(errand) = bank.errand(&id) else { return missing() };
    match errand.visit().step {
        Step::Card => {
            let card = fill.card.and_then(|index| TEST_CARDS.get(index));
            let typed = card.map_or_else(Typed::default, |card| Typed {
                number: grouped(card.number),
                expiry: "12/30".into(),
                cvc: "123".into(),
                save: None,
            });
            form(&bank, &errand, &typed, &Errors::default(), StatusCode::OK)
        }
        Step::Code { .. } => next(&errand),
        Step::Settling { .. } | Step::Done => ended::page(&bank, &errand),
    }
}

pub async fn submit(
    State(bank): State<Arc<Bank>>,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Response {
    let Some(errand) = bank.errand(&id) else { return missing() };
    if errand.visit().step != Step::Card {
        return next(&errand);
    }
    let digits: String = typed.number.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let cvc = typed.cvc.trim();
    let cvc_error = (cvc.len() != 3 || !cvc.bytes().all(|b| b.is_ascii_digit()))
        .then_some("Три цифры с обратной стороны карты");
    match (CardNumber::new(&digits), read_expiry(&typed.expiry, bank.options().clock.now()), cvc_error) {
        (Ok(number), Ok(expiry), None) => {
            bank.at_desk(|desk| desk.type_card(&id, number, expiry, typed.save.is_some()));
            bank.errand(&id).map_or_else(missing, |errand| next(&errand))
        }
        (number, expiry, cvc) => {
            let errors = Errors { number: number.err(), expiry: expiry.err(), cvc };
            form(&bank, &errand, &typed, &errors, StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

pub async fn leave(State(bank): State<Arc<Bank>>, Path(id): Path<String>) -> Response {
    bank.at_desk(|desk| desk.leave(&id));
    bank.errand(&id).map_or_else(missing, |errand| see_other(errand.return_url()))
}

fn form(bank: &Bank, errand: &Errand, typed: &Typed, errors: &Errors, status: StatusCode) -> Response {
    let number = Field {
        name: "number",
        label: "Номер карты",
        value: &typed.number,
        attributes: "inputmode=\"numeric\" autocomplete=\"cc-number\" maxlength=\"23\" required \
                     placeholder=\"0000 0000 0000 0000\"",
        hint: None,
        error: errors.number,
        focus: errors.number.is_some(),
    };
    let expiry = Field {
        name: "expiry",
        label: "Месяц/год",
        value: &typed.expiry,
        attributes: "inputmode=\"numeric\" autocomplete=\"cc-exp\" maxlength=\"9\" required \
                     placeholder=\"ММ/ГГ\"",
        hint: None,
        error: errors.expiry,
        focus: errors.number.is_none() && errors.expiry.is_some(),
    };
    let cvc = Field {
        name: "cvc",
        label: "Код CVC",
        value: &typed.cvc,
        attributes: "type=\"password\" inputmode=\"numeric\" autocomplete=\"cc-csc\" maxlength=\"3\" required",
        hint: None,
        error: errors.cvc,
        focus: errors.number.is_none() && errors.expiry.is_none() && errors.cvc.is_some(),
    };
    let (title, button) = match errand {
        Errand::Pay(_) => ("Оплата картой", "Оплатить"),
        Errand::Save(_) => ("Реквизиты карты", "Привязать карту"),
    };
    let path = escape(&errand.path());
    let body = format!(
        "<main class=\"panel\">{head}<form method=\"post\" action=\"{path}\" novalidate>\
         <h1>{title}</h1>{number}<div class=\"pair\">{expiry}{cvc}</div>{saving}\
         <button class=\"primary\">{button}</button></form>\
         <form method=\"post\" action=\"{path}/cancel\">\
         <button class=\"quiet\">Отменить и вернуться в магазин</button></form>{help}</main>",
        head = head(bank, errand),
        number = number.html(),
        expiry = expiry.html(),
        cvc = cvc.html(),
        saving = saving(errand, typed),
        help = test_cards(&path),
    );
    Page { title, body: &body, leads_to: Some(errand.return_url()) }.respond(status)
}

/// The choice of the manual where the shop leaves it to the payer, a word where it does not.
fn saving(errand: &Errand, typed: &Typed) -> String {
    let Errand::Pay(payment) = errand else { return String::new() };
    match payment.saving {
        Saving::Never => String::new(),
        Saving::Offered => {
            let checked = if typed.save.is_some() { " checked" } else { "" };
            format!(
                "<label class=\"check\"><input type=\"checkbox\" name=\"save\" value=\"1\"{checked}>\
                 <span>Зарегистрировать карту<small>Чтобы потом платить без ввода номера</small></span></label>"
            )
        }
        Saving::Forced => {
            "<p class=\"told\">После оплаты карта сохранится в магазине: потом можно платить без \
                           ввода номера.</p>"
                .into()
        }
    }
}

fn test_cards(path: &str) -> String {
    let mut rows = String::new();
    for (index, card) in TEST_CARDS.iter().enumerate() {
        let number = grouped(card.number);
        let _ = write!(
            rows,
            "<li><a href=\"{path}?card={index}\"><b>{number}</b><span>{}</span></a></li>",
            card.verdict.text(),
        );
    }
    format!(
        "<details><summary>Тестовые карты</summary>\
         <p>Нажмите на номер, и он подставится в форму. Подойдёт и любой другой верный номер: \
         карта сработает после кода.</p><ul class=\"cards\">{rows}</ul></details>"
    )
}

fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && index % 4 == 0 {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}
