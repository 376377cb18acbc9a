//! `/3ds/{id}`: the confirmation code of the payer's own bank.

use super::{
    ended,
    head::head,
    html::{Field, Page, escape},
    missing, next,
};
use crate::{cards::CONFIRMATION_CODE, engine::Bank, errand::Errand, visit::Step};
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
    let Some(errand) = bank.errand(&id) else { return missing() };
    match errand.visit().step {
        Step::Code { wrong: 0, .. } => form(&bank, &errand, None, StatusCode::OK),
        Step::Code { wrong, .. } => form(&bank, &errand, Some(wrong_code(wrong)), StatusCode::OK),
        Step::Card => next(&errand),
        Step::Settling { .. } | Step::Done => ended::page(&bank, &errand),
    }
}

pub async fn submit(
    State(bank): State<Arc<Bank>>,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Response {
    let Some(before) = bank.errand(&id) else { return missing() };
    if !matches!(before.visit().step, Step::Code { .. }) {
        return next(&before);
    }
    let code = typed.code.trim();
    // An empty form is a slip of the finger, not an attempt.
    if code.is_empty() {
        let message = Some("Введите код".to_owned());
        return form(&bank, &before, message, StatusCode::UNPROCESSABLE_ENTITY);
    }
    bank.at_desk(|desk| desk.type_code(&id, code));
    let Some(errand) = bank.errand(&id) else { return missing() };
    match errand.visit().step {
        Step::Code { wrong, .. } => {
            form(&bank, &errand, Some(wrong_code(wrong)), StatusCode::UNPROCESSABLE_ENTITY)
        }
        _ => next(&errand),
    }
}

fn wrong_code(wrong: u8) -> String {
    match wrong {
        1 => "Код неверный. Осталось две попытки".into(),
        _ => "Код неверный. Осталась одна попытка".into(),
    }
}

fn form(bank: &Bank, errand: &Errand, error: Option<String>, status: StatusCode) -> Response {
    let card = errand.visit().card.as_ref().map_or(String::new(), |card| {
        let system = if card.card_type == "Mir" { "«Мир»" } else { &card.card_type };
        format!("Карта {system} •• {}. ", escape(&card.last4))
    });
    let title = match errand {
        Errand::Pay(_) => "Подтверждение оплаты",
        Errand::Save(_) => "Подтверждение привязки",
    };
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
        "<main class=\"panel\">{head}<form method=\"post\" action=\"/3ds/{id}\" novalidate>\
         <h1>{title}</h1><p>{card}Введите код, который прислал ваш банк.</p>{code}\
         <button class=\"primary\">Ок</button></form>\
         <form method=\"post\" action=\"{path}/cancel\">\
         <button class=\"quiet\">Отменить и вернуться в магазин</button></form></main>",
        head = head(bank, errand),
        id = escape(errand.id()),
        path = escape(&errand.path()),
        code = code.html(),
    );
    Page { title, body: &body, leads_to: Some(errand.return_url()) }.respond(status)
}
