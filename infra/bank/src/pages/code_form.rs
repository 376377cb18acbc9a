//! `/3ds/{id}`: the confirmation code of the payer's own bank.

use super::{
    card_form::next,
    ended,
    html::{Field, Page, escape},
    missing, order, see_other,
};
use crate::{
    cards::CONFIRMATION_CODE,
    engine::Bank,
    payment::{Payment, Status, Step},
};
use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;
use std::sync::Arc;

/// The form as typed.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    code: String,
}

pub async fn show(State(bank): State<Arc<Bank>>, Path(id): Path<String>) -> Response {
    let Some(payment) = bank.payment(&id) else { return missing() };
    match (payment.status, payment.step) {
        (Status::Pending, Step::Code { wrong: 0, .. }) => form(&bank, &payment, None, StatusCode::OK),
        (Status::Pending, Step::Code { wrong, .. }) => {
            form(&bank, &payment, Some(wrong_code(wrong)), StatusCode::OK)
        }
        (Status::Pending, Step::Card) => see_other(&format!("/pay/{id}")),
        _ => ended::page(&bank, &payment),
    }
}

pub async fn submit(
    State(bank): State<Arc<Bank>>,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Response {
    let Some(before) = bank.payment(&id) else { return missing() };
    if !matches!((before.status, before.step), (Status::Pending, Step::Code { .. })) {
        return next(&before);
    }
    let code = typed.code.trim();
    // An empty form is a slip of the finger, not an attempt.
    if code.is_empty() {
        let message = Some("Введите код".to_owned());
        return form(&bank, &before, message, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let Some(payment) = bank.at_desk(|desk| desk.type_code(&id, code)) else { return missing() };
    match (payment.status, payment.step) {
        (Status::Pending, Step::Code { wrong, .. }) => {
            form(&bank, &payment, Some(wrong_code(wrong)), StatusCode::UNPROCESSABLE_ENTITY)
        }
        _ => next(&payment),
    }
}

fn wrong_code(wrong: u8) -> String {
    match wrong {
        1 => "Код неверный. Осталось две попытки".into(),
        _ => "Код неверный. Осталась одна попытка".into(),
    }
}

fn form(bank: &Bank, payment: &Payment, error: Option<String>, status: StatusCode) -> Response {
    let card = payment.card.as_ref().map_or(String::new(), |card| {
        let system = if card.card_type == "Mir" { "«Мир»" } else { &card.card_type };
        format!("Карта {system} •• {}. ", escape(&card.last4))
    });
    let hint = format!("Это учебный банк, СМС не придёт. Верный код — {CONFIRMATION_CODE}");
    let code = Field {
        name: "code",
        label: "Код подтверждения",
        value: "",
        attributes: "class=\"code\" inputmode=\"numeric\" autocomplete=\"one-time-code\" maxlength=\"8\" required",
        hint: Some(&hint),
        error: error.as_deref(),
        focus: true,
    };
    let body = format!(
        "<main class=\"panel\">{order}<form method=\"post\" action=\"/3ds/{id}\" novalidate>\
         <h1>Подтверждение оплаты</h1><p>{card}Введите код, который прислал ваш банк.</p>{code}\
         <button class=\"primary\">Ок</button></form>\
         <form method=\"post\" action=\"/pay/{id}/cancel\">\
         <button class=\"quiet\">Отменить и вернуться в магазин</button></form></main>",
        order = order(bank, payment),
        id = escape(&payment.id),
        code = code.html(),
    );
    Page {
        title: "Подтверждение оплаты", body: &body, leads_to: Some(&payment.return_url)
    }
    .respond(status)
}
