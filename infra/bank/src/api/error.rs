//! Errors of the API in the acquirer's form.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use rand::Rng;
use serde_json::json;

#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    code: &'static str,
    description: String,
    parameter: Option<&'static str>,
}

impl ApiError {
    /// 400 about the whole request.
    pub fn invalid(description: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            code: "invalid_request",
            description: description.into(),
            parameter: None,
        }
    }

    /// 400 about one field.
    pub fn field(parameter: &'static str, description: impl Into<String>) -> Self {
        Self { parameter: Some(parameter), ..Self::invalid(description) }
    }

    pub fn credentials() -> Self {
        Self {
            status: StatusCode::UNAUTHORIZED,
            code: "invalid_credentials",
            description: "Error in shopId or secret key".into(),
            parameter: None,
        }
    }

    /// The shop may not do this until the acquirer's manager has allowed it.
    pub fn forbidden(description: &str) -> Self {
        Self {
            status: StatusCode::FORBIDDEN,
            code: "forbidden",
            description: description.into(),
            parameter: None,
        }
    }

    pub fn not_found(description: &str) -> Self {
        Self {
            status: StatusCode::NOT_FOUND,
            code: "not_found",
            description: description.into(),
            parameter: None,
        }
    }

    pub fn method_not_allowed() -> Self {
        Self {
            status: StatusCode::METHOD_NOT_ALLOWED,
            code: "invalid_request",
            description: "Method is not allowed".into(),
            parameter: None,
        }
    }

    pub fn media_type() -> Self {
        Self {
            status: StatusCode::UNSUPPORTED_MEDIA_TYPE,
            code: "invalid_request",
            description: "Content type must be application/json".into(),
            parameter: Some("Content-Type"),
        }
    }

    pub fn too_many() -> Self {
        Self {
            status: StatusCode::TOO_MANY_REQUESTS,
            code: "too_many_requests",
            description: "Too many requests".into(),
            parameter: None,
        }
    }

    pub fn internal() -> Self {
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            code: "internal_server_error",
            description: "Internal error, the result is unknown".into(),
            parameter: None,
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let id: u128 = rand::rng().random();
        let mut body = json!({
            "type": "error",
            "id": format!("{id:032x}"),
            "code": self.code,
            "description": self.description,
        });
        if let Some(parameter) = self.parameter {
            body["parameter"] = json!(parameter);
        }
        if self.status == StatusCode::TOO_MANY_REQUESTS {
            body["retry_after"] = json!(1800);
        }
        (self.status, Json(body)).into_response()
    }
}
