//! The acquirer's API, version 3, as far as the portal uses it (payments §2–§3).

mod access;
mod error;
mod fields;
mod idempotence;
mod listing;
mod misbehave;
mod new_payment;
mod payment_methods;
mod payment_order;
mod payments;
mod receipt;
mod receipts;
mod refunds;

use crate::engine::Bank;
use access::Merchant;
use axum::{
    Json, Router, middleware,
    routing::{get, post},
};
use error::ApiError;
use serde_json::{Value, json};
use std::sync::Arc;

pub fn routes(bank: Arc<Bank>) -> Router<Arc<Bank>> {
    Router::new()
        .route("/me", get(me))
        .route("/payments", get(payments::list).post(payments::create))
        .route("/payments/{id}", get(payments::show))
        .route("/payments/{id}/capture", post(payments::capture))
        .route("/payments/{id}/cancel", post(payments::cancel))
        .route("/refunds", get(refunds::list).post(refunds::create))
        .route("/refunds/{id}", get(refunds::show))
        .route("/payment_methods", post(payment_methods::create))
        .route("/payment_methods/{id}", get(payment_methods::show))
        .route("/receipts", get(receipts::list))
        .route("/receipts/{id}", get(receipts::show))
        .fallback(async || ApiError::not_found("Resource doesn't exist"))
        .method_not_allowed_fallback(async || ApiError::method_not_allowed())
        .layer(middleware::from_fn_with_state(bank, misbehave::misbehave))
}

async fn me(Merchant(shop): Merchant) -> Json<Value> {
    Json(json!({
        "account_id": shop.shop_id,
        "name": shop.name,
        "status": "enabled",
        "test": shop.test,
        "fiscalization": {"enabled": true, "provider": "avanpost"},
        "fiscalization_enabled": true,
        "payment_methods": ["bank_card"],
    }))
}
