//! Errors for people and for programs: `application/problem+json` (RFC 9457).

use crate::{
    CommitError, Refusal, StoreError, files::FilesError, messages::MessageError, passwords::PasswordError,
    secrets::SecretsError,
};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};
use serde::Serialize;
use serde_json::{Map, Value};

/// One field that must be mended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FieldError {
    /// Name in the request, e.g. `lines.0.amount`.
    pub field: String,
    pub code: String,
    /// Russian, for the person.
    pub message: String,
}

/// The body of every refusal.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    #[serde(rename = "type")]
    pub kind: String,
    /// What happened and what to do next, in Russian.
    pub title: String,
    pub status: u16,
    /// Stable code for programs.
    #[schema(value_type = Refusal)]
    pub code: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldError>,
    /// Names the request in the log.
    pub request_id: String,
    /// Seconds after which the same request may succeed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<i64>,
}

/// A refusal on its way out.
#[derive(Debug, Clone)]
pub struct Problem {
    pub refusal: Refusal,
    title: Option<String>,
    pub fields: Vec<FieldError>,
    retry_after: Option<i64>,
    extra: Map<String, Value>,
    /// For the log alone.
    cause: Option<String>,
}

impl Problem {
    pub fn new(refusal: Refusal) -> Self {
        Self { refusal, title: None, fields: Vec::new(), retry_after: None, extra: Map::new(), cause: None }
    }

    /// A refusal of the request's fields.
    pub fn fields(fields: Vec<FieldError>) -> Self {
        Self { fields, ..Self::new(Refusal::InvalidFields) }
    }

    /// Says it with the numbers of the case instead of the catalogue's general words.
    pub fn saying(self, title: impl Into<String>) -> Self {
        Self { title: Some(title.into()), ..self }
    }

    /// Names the field that the refusal is about, so that the page shows it there.
    pub fn at(mut self, field: &str, message: impl Into<String>) -> Self {
        let code = self.refusal.code().to_owned();
        self.fields.push(FieldError { field: field.to_owned(), code, message: message.into() });
        self
    }

    pub fn retry_after(self, seconds: i64) -> Self {
        Self { retry_after: Some(seconds.max(1)), ..self }
    }

    /// Adds a member to the body: what the screen needs to go on.
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        if let Ok(value) = serde_json::to_value(value) {
            self.extra.insert(name.to_owned(), value);
        }
        self
    }

    fn failure(refusal: Refusal, cause: impl ToString) -> Self {
        Self { cause: Some(cause.to_string()), ..Self::new(refusal) }
    }

    /// Something of ours is broken; the cause goes to the log, never to the person.
    pub fn internal(cause: impl ToString) -> Self {
        Self::failure(Refusal::Internal, cause)
    }

    /// Something we stand on does not answer; repeating may help.
    pub fn unavailable(cause: impl ToString) -> Self {
        Self::failure(Refusal::Unavailable, cause)
    }

    pub(crate) fn cause(&self) -> Option<&str> {
        self.cause.as_deref()
    }

    fn body(&self) -> ProblemBody {
        ProblemBody {
            kind: "about:blank".into(),
            title: self.title.clone().unwrap_or_else(|| self.refusal.message().to_owned()),
            status: self.refusal.status().as_u16(),
            code: self.refusal.code().to_owned(),
            fields: self.fields.clone(),
            request_id: crate::http::request_id::current(),
            retry_after: self.retry_after,
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        if let Some(cause) = self.cause() {
            tracing::error!(code = self.refusal.code(), cause, "request failed");
        }
        let mut body = serde_json::to_value(self.body()).unwrap_or_default();
        if let Value::Object(map) = &mut body {
            map.extend(self.extra);
        }
        let mut response = (self.refusal.status(), body.to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::new(refusal)
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable { .. } => Self::unavailable(error).retry_after(5),
            _ => Self::internal(error),
        }
    }
}

impl From<CommitError<Refusal>> for Problem {
    fn from(error: CommitError<Refusal>) -> Self {
        match error {
            CommitError::Refused(refusal) => refusal.into(),
            CommitError::Store(error) => error.into(),
        }
    }
}

impl From<FilesError> for Problem {
    fn from(error: FilesError) -> Self {
        Self::unavailable(error).retry_after(5)
    }
}

impl From<MessageError> for Problem {
    fn from(error: MessageError) -> Self {
        Self::unavailable(error).retry_after(30)
    }
}

impl From<SecretsError> for Problem {
    fn from(error: SecretsError) -> Self {
        Self::unavailable(error).retry_after(5)
    }
}

impl From<PasswordError> for Problem {
    fn from(error: PasswordError) -> Self {
        Self::internal(error)
    }
}

/// Gathers the errors of all fields, so that a person mends them in one go.
#[derive(Debug, Default)]
pub struct Fields(Vec<FieldError>);

impl Fields {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn refuse(&mut self, field: impl Into<String>, code: impl Into<String>, message: impl Into<String>) {
        self.0.push(FieldError { field: field.into(), code: code.into(), message: message.into() });
    }

    /// The value, or its error noted.
    pub fn take<T, E>(
        &mut self,
        field: &str,
        result: Result<T, E>,
        say: impl Fn(&E) -> (&'static str, String),
    ) -> Option<T> {
        result
            .inspect_err(|error| {
                let (code, message) = say(error);
                self.refuse(field, code, message);
            })
            .ok()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Refuses if any field was refused.
    pub fn finish(self) -> Result<(), Problem> {
        if self.0.is_empty() { Ok(()) } else { Err(Problem::fields(self.0)) }
    }
}
