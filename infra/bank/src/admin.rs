//! What tests and the curious use: the switch of faults; payments, refunds and saved cards as the bank sees them.
//! Open to anybody who reaches the port, as is everything local.

use crate::{cards::Refusal, engine::Bank, faults::Faults, method::Method, payment::Payment, refund::Refund};
use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    routing::{get, post},
};
use serde::Deserialize;
use std::sync::Arc;

pub fn routes() -> Router<Arc<Bank>> {
    Router::new()
        .route("/faults", get(faults).put(set_faults))
        .route("/payments", get(payments))
        .route("/payments/{id}", get(payment))
        .route("/payments/{id}/pay", post(pay))
        .route("/payments/{id}/expire", post(expire))
        .route("/payments/{id}/announce", post(announce))
        .route("/payments/{id}/forge", post(forge))
        .route("/refunds", get(refunds))
        .route("/payment_methods", get(methods))
        .route("/payment_methods/{id}/bind", post(bind))
        .route("/payment_methods/{id}/refuse", post(refuse))
        .route("/payment_methods/{id}/deactivate", post(deactivate))
}

async fn faults(State(bank): State<Arc<Bank>>) -> Json<Faults> {
    Json(bank.faults())
}

async fn set_faults(State(bank): State<Arc<Bank>>, Json(faults): Json<Faults>) -> Json<Faults> {
    bank.set_faults(faults);
    Json(bank.faults())
}

async fn payments(State(bank): State<Arc<Bank>>) -> Json<Vec<Payment>> {
    Json(bank.payments())
}

async fn payment(State(bank): State<Arc<Bank>>, Path(id): Path<String>) -> Result<Json<Payment>, StatusCode> {
    bank.payment(&id).map(Json).ok_or(StatusCode::NOT_FOUND)
}

/// A card number to pay with, and whether the payer ticks «Зарегистрировать карту».
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Card {
    card: String,
    #[serde(default)]
    save: bool,
}

async fn pay(
    State(bank): State<Arc<Bank>>,
    Path(id): Path<String>,
    Json(Card { card, save }): Json<Card>,
) -> Result<Json<Payment>, StatusCode> {
    let paid = if save { bank.pay_and_save(&id, &card) } else { bank.pay(&id, &card) };
    paid.map(Json).ok_or(StatusCode::NOT_FOUND)
}

async fn expire(State(bank): State<Arc<Bank>>, Path(id): Path<String>) -> Result<Json<Payment>, StatusCode> {
    bank.expire(&id).map(Json).ok_or(StatusCode::NOT_FOUND)
}

async fn announce(State(bank): State<Arc<Bank>>, Path(id): Path<String>) -> StatusCode {
    bank.announce(&id).map_or(StatusCode::NOT_FOUND, |()| StatusCode::ACCEPTED)
}

async fn forge(State(bank): State<Arc<Bank>>, Path(id): Path<String>) -> StatusCode {
    bank.forge(&id).map_or(StatusCode::NOT_FOUND, |()| StatusCode::ACCEPTED)
}

async fn refunds(State(bank): State<Arc<Bank>>) -> Json<Vec<Refund>> {
    Json(bank.refunds())
}

async fn methods(State(bank): State<Arc<Bank>>) -> Json<Vec<Method>> {
    Json(bank.methods())
}

async fn bind(
    State(bank): State<Arc<Bank>>,
    Path(id): Path<String>,
    Json(Card { card, .. }): Json<Card>,
) -> Result<Json<Method>, StatusCode> {
    bank.bind(&id, &card).map(Json).ok_or(StatusCode::NOT_FOUND)
}

/// What payments with a saved card end with; none: they succeed again.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Refuse {
    reason: Option<Refusal>,
}

async fn refuse(
    State(bank): State<Arc<Bank>>,
    Path(id): Path<String>,
    Json(Refuse { reason }): Json<Refuse>,
) -> Result<Json<Method>, StatusCode> {
    bank.refuse_method(&id, reason).map(Json).ok_or(StatusCode::NOT_FOUND)
}

async fn deactivate(
    State(bank): State<Arc<Bank>>,
    Path(id): Path<String>,
) -> Result<Json<Method>, StatusCode> {
    bank.deactivate_method(&id).map(Json).ok_or(StatusCode::NOT_FOUND)
}
