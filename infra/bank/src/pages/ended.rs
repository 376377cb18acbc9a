//! What a person sees who comes back when all is over: nothing to press but the way to the shop.

use super::{
    head::head,
    html::{Page, escape},
};
use crate::{engine::Bank, errand::Errand};
use axum::{http::StatusCode, response::Response};

pub fn page(bank: &Bank, errand: &Errand) -> Response {
    let (title, text) = errand.ending();
    let body = format!(
        "<main class=\"panel\">{}<div class=\"ended\"><h1>{title}</h1><p>{text}</p>\
         <a class=\"primary\" href=\"{}\">Вернуться в магазин</a></div></main>",
        head(bank, errand),
        escape(errand.return_url()),
    );
    Page { title, body: &body, leads_to: None }.respond(StatusCode::OK)
}
