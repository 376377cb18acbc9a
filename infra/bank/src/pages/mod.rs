//! The pages where a payer types the card and the confirmation code. Plain HTML: they work without a script,
//! and no step of theirs can be done twice (reload, back, double click).

mod card_form;
mod code_form;
mod ended;
mod html;

use crate::{engine::Bank, payment::Payment};
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

fn missing() -> Response {
    let body = "<main class=\"panel solo\"><h1>Страница не найдена</h1>\
        <p>Такого платежа здесь нет. Вернитесь в магазин и начните оплату заново.</p></main>";
    Page { title: "Страница не найдена", body, leads_to: None }.respond(StatusCode::NOT_FOUND)
}

/// The blue head of a page: who is paid, how much, and for what.
fn order(bank: &Bank, payment: &Payment) -> String {
    let shop = bank.shop(&payment.shop_id).map_or("Магазин", |shop| shop.name.as_str());
    let description = payment
        .description
        .as_deref()
        .map_or(String::new(), |text| format!("<p class=\"purpose\">{}</p>", html::escape(text)));
    let test = if payment.test {
        "<p class=\"test\">Учебный платёж: деньги не списываются</p>"
    } else {
        ""
    };
    format!(
        "<header class=\"order\"><p class=\"shop\">{}</p><p class=\"sum\">{}</p>{description}{test}</header>",
        html::escape(shop),
        crate::money::shown(payment.amount),
    )
}
