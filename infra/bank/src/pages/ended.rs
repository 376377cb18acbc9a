//! What a payer sees who comes back to a payment that is over: nothing to press but the way to the shop.

use super::{
    html::{Page, escape},
    order,
};
use crate::{
    engine::Bank,
    payment::{Payment, Status},
};
use axum::{http::StatusCode, response::Response};

pub fn page(bank: &Bank, payment: &Payment) -> Response {
    let reason = payment.cancellation.as_ref().map(|cancellation| cancellation.reason.as_str());
    let (title, text) = match (payment.status, reason) {
        (Status::Succeeded | Status::WaitingForCapture, _) => {
            ("Оплата прошла", "Платёж уже проведён. Второй раз деньги не спишутся.")
        }
        (Status::Pending, _) => {
            ("Платёж обрабатывается", "Карта и код приняты. Вернитесь в магазин: он сообщит об оплате.")
        }
        (Status::Canceled, Some("expired_on_confirmation")) => (
            "Платёж отменён",
            "Оплата не была завершена. Деньги не списаны. Начните оплату в магазине заново.",
        ),
        (Status::Canceled, _) => ("Платёж не прошёл", "Деньги не списаны. Начните оплату в магазине заново."),
    };
    let body = format!(
        "<main class=\"panel\">{}<div class=\"ended\"><h1>{title}</h1><p>{text}</p>\
         <a class=\"primary\" href=\"{}\">Вернуться в магазин</a></div></main>",
        order(bank, payment),
        escape(&payment.return_url),
    );
    Page { title, body: &body, leads_to: None }.respond(StatusCode::OK)
}
