//! What tests and the curious use: the switch of faults, and payments as the bank sees them.
//! Open to anybody who reaches the port, as is everything local.

use crate::{engine::Bank, faults::Faults, payment::Payment};
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

/// A card number to pay with.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Card {
    card: String,
}

async fn pay(
    State(bank): State<Arc<Bank>>,
    Path(id): Path<String>,
    Json(Card { card }): Json<Card>,
) -> Result<Json<Payment>, StatusCode> {
    bank.pay(&id, &card).map(Json).ok_or(StatusCode::NOT_FOUND)
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
