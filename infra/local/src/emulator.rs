//! The functions of a process behind HTTP, as `cargo lambda watch` offers them: what [`Functions::behind`] calls.
//! A process of its own can be killed, which a test of the portal's own process cannot.

use crate::functions::Functions;
use crate::gateway::Gateway;
use crate::template::Template;
use anyhow::Result;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};

/// Larger bodies do not get through the gateway.
const MAX_BODY: usize = 6 * 1024 * 1024;

#[derive(Clone)]
struct Emulator {
    functions: Functions,
    gateway: Gateway,
}

/// Answers the template's routes and takes events at the address of Lambda's own API.
pub fn emulator(template: &Template, functions: Functions) -> Result<Router> {
    let gateway = Gateway::new(template, functions.clone())?;
    Ok(Router::new()
        .route("/2015-03-31/functions/{function}/invocations", post(invoke))
        .fallback(answer)
        .with_state(Emulator { functions, gateway }))
}

async fn invoke(
    State(emulator): State<Emulator>,
    Path(function): Path<String>,
    Json(event): Json<Value>,
) -> Response {
    match emulator.functions.event(&function, event).await {
        Ok(answer) => Json(answer).into_response(),
        Err(error) => {
            let failed = [("x-amz-function-error", "Unhandled")];
            (failed, Json(json!({"errorType": "Error", "errorMessage": error}))).into_response()
        }
    }
}

async fn answer(State(emulator): State<Emulator>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Some(function) = emulator.gateway.function(parts.uri.path(), &parts.method) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let function = function.to_owned();
    match axum::body::to_bytes(body, MAX_BODY).await {
        Ok(body) => emulator.functions.answer(&function, Request::from_parts(parts, body)).await,
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}
