//! Faults of the API, put between the network and the work.

use super::error::ApiError;
use crate::{
    engine::Bank,
    faults::{Calls, Fault},
};
use axum::{
    Json,
    extract::{Request, State},
    http::{Method, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde_json::json;
use std::sync::Arc;

pub async fn misbehave(State(bank): State<Arc<Bank>>, request: Request, next: Next) -> Response {
    let call = if request.method() == Method::POST { Calls::Write } else { Calls::Read };
    let fires = |fault| bank.fires_on(fault, call);
    if fires(Fault::TooMany429).is_some() {
        return ApiError::too_many().into_response();
    }
    if fires(Fault::Processing202).is_some() {
        let body = json!({
            "type": "processing", "description": "Request is being processed", "retry_after": 1800,
        });
        return (StatusCode::ACCEPTED, Json(body)).into_response();
    }
    if fires(Fault::NotCreated500).is_some() {
        return ApiError::internal().into_response();
    }
    let response = next.run(request).await;
    if !response.status().is_success() {
        return response;
    }
    if let Some(pause) = fires(Fault::Hang) {
        tokio::time::sleep(bank.options().clock.wall(pause)).await;
    }
    if fires(Fault::CreatedThen500).is_some() {
        return ApiError::internal().into_response();
    }
    response
}
