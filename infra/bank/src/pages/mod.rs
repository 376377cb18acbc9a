//! The pages where a person types the card and the confirmation code, to pay or to have the card saved. Plain HTML: they work without a script,
//! and no step of theirs can be done twice (reload, back, double click).

mod card_form;
mod code_form;
mod ended;
mod head;
mod html;

use crate::{engine::Bank, errand::Errand, visit::Step};
use axum::{
    Router,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use html::Page;
use std::sync::Arc;

pub fn routes() -> Router<Arc<Bank>> {
    Router::new()
        .route("/pay/{id}", get(card_form::show).post(card_form::submit))
        .route("/pay/{id}/cancel", post(card_form::leave))
        .route("/bind/{id}", get(card_form::show).post(card_form::submit))
        .route("/bind/{id}/cancel", post(card_form::leave))
        .route("/3ds/{id}", get(code_form::show).post(code_form::submit))
        .route("/assets/bank.css", get(style))
        .route("/assets/bank.svg", get(icon))
        .route("/favicon.ico", get(icon))
        .fallback(async || missing())
}

async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("style.css"))
}

async fn icon() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "image/svg+xml")], include_str!("icon.svg"))
}

/// Sends the browser on by GET, whatever it came by.
fn see_other(location: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, location), (header::CACHE_CONTROL, "no-store")])
        .into_response()
}

/// Where a person goes whose errand stands so.
fn next(errand: &Errand) -> Response {
    match errand.visit().step {
        Step::Card => see_other(&errand.path()),
        Step::Code { .. } => see_other(&format!("/3ds/{}", errand.id())),
        Step::Settling { .. } | Step::Done => see_other(errand.return_url()),
    }
}

fn missing() -> Response {
    let body = "<main class=\"panel solo\"><h1>Страница не найдена</h1>\
        <p>Такой оплаты или привязки здесь нет. Вернитесь в магазин и начните заново.</p></main>";
    Page { title: "Страница не найдена", body, leads_to: None }.respond(StatusCode::NOT_FOUND)
}
