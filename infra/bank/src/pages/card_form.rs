//! `/pay/{id}`: the card.

use super::{
    ended,
    html::{Field, Page, escape},
    missing, order, see_other,
};
use crate::{
    cards::{CardNumber, TEST_CARDS, read_expiry},
    engine::Bank,
    payment::{Payment, Status, Step},
};
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use chrono::Utc;
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
    let Some(payment) = bank.payment(&id) else { return missing() };
    match (payment.status, payment.step) {
        (Status::Pending, Step::Card) => {
            let card = fill.card.and_then(|index| TEST_CARDS.get(index));
            let typed = card.map_or_else(Typed::default, |card| Typed {
                number: grouped(card.number),
                expiry: "12/30".into(),
                cvc: "123".into(),
            });
            form(&bank, &payment, &typed, &Errors::default(), StatusCode::OK)
        }
        (Status::Pending, Step::Code { .. }) => see_other(&format!("/3ds/{id}")),
        _ => ended::page(&bank, &payment),
    }
}

pub async fn submit(
    State(bank): State<Arc<Bank>>,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Response {
    let Some(payment) = bank.payment(&id) else { return missing() };
    if (payment.status, payment.step) != (Status::Pending, Step::Card) {
        return next(&payment);
    }
    let digits: String = typed.number.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let cvc = typed.cvc.trim();
    let cvc_error = (cvc.len() != 3 || !cvc.bytes().all(|b| b.is_ascii_digit()))
        .then_some("Три цифры с обратной стороны карты");
    match (CardNumber::new(&digits), read_expiry(&typed.expiry, Utc::now()), cvc_error) {
        (Ok(number), Ok(expiry), None) => match bank.at_desk(|desk| desk.type_card(&id, number, expiry)) {
            Some(payment) => next(&payment),
            None => missing(),
        },
        (number, expiry, cvc) => {
            let errors = Errors { number: number.err(), expiry: expiry.err(), cvc };
            form(&bank, &payment, &typed, &errors, StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

pub async fn leave(State(bank): State<Arc<Bank>>, Path(id): Path<String>) -> Response {
    match bank.at_desk(|desk| desk.leave(&id)) {
        Some(payment) => see_other(&payment.return_url),
        None => missing(),
    }
}

/// Where a payer goes whose payment stands so.
pub fn next(payment: &Payment) -> Response {
    match (payment.status, payment.step) {
        (Status::Pending, Step::Card) => see_other(&format!("/pay/{}", payment.id)),
        (Status::Pending, Step::Code { .. }) => see_other(&format!("/3ds/{}", payment.id)),
        _ => see_other(&payment.return_url),
    }
}

fn form(bank: &Bank, payment: &Payment, typed: &Typed, errors: &Errors, status: StatusCode) -> Response {
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
    let body = format!(
        "<main class=\"panel\">{order}<form method=\"post\" action=\"/pay/{id}\" novalidate>\
         <h1>Оплата картой</h1>{number}<div class=\"pair\">{expiry}{cvc}</div>\
         <button class=\"primary\">Оплатить</button></form>\
         <form method=\"post\" action=\"/pay/{id}/cancel\">\
         <button class=\"quiet\">Отменить и вернуться в магазин</button></form>{help}</main>",
        order = order(bank, payment),
        id = escape(&payment.id),
        number = number.html(),
        expiry = expiry.html(),
        cvc = cvc.html(),
        help = test_cards(&payment.id),
    );
    Page { title: "Оплата картой", body: &body, leads_to: Some(&payment.return_url) }.respond(status)
}

fn test_cards(id: &str) -> String {
    let mut rows = String::new();
    for (index, card) in TEST_CARDS.iter().enumerate() {
        let number = grouped(card.number);
        let _ = write!(
            rows,
            "<li><a href=\"/pay/{}?card={index}\"><b>{number}</b><span>{}</span></a></li>",
            escape(id),
            card.verdict.text(),
        );
    }
    format!(
        "<details><summary>Тестовые карты</summary>\
         <p>Нажмите на номер, и он подставится в форму. Подойдёт и любой другой верный номер: \
         карта оплатит после кода.</p><ul class=\"cards\">{rows}</ul></details>"
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
