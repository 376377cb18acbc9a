//! JSON bodies: unknown fields are refused, wrong types are told at their field, nothing is guessed.

use crate::{FieldError, Problem, Refusal};
use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use http::header;
use http_body_util::{BodyExt, Limited};
use serde::de::DeserializeOwned;

/// Largest body of any of our requests, bytes.
const LARGEST: usize = 64 * 1024;

/// The parsed body of a request.
#[derive(Debug, Clone, Copy)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let kind =
            request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        if !kind.trim().to_ascii_lowercase().starts_with("application/json") {
            return Err(Refusal::NotJson.into());
        }
        let bytes = read(request.into_body()).await?;
        parse(&bytes).map(Self)
    }
}

/// A whole body within the limit.
pub async fn read(body: axum::body::Body) -> Result<Bytes, Problem> {
    let collected = Limited::new(body, LARGEST).collect().await;
    collected.map(|body| body.to_bytes()).map_err(|_| Refusal::BodyTooLarge.into())
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| field_problem(&error))?;
    json.end().map_err(|_| Problem::new(Refusal::MalformedBody))?;
    Ok(value)
}

fn field_problem(error: &serde_path_to_error::Error<serde_json::Error>) -> Problem {
    if !error.inner().is_data() {
        return Refusal::MalformedBody.into();
    }
    let text = error.inner().to_string();
    // serde names the field of a missing or unknown one in its message, between backquotes.
    let named = text.split('`').nth(1).unwrap_or_default();
    let path = error.path().to_string();
    let inside = |name: &str| if path == "." { name.to_owned() } else { format!("{path}.{name}") };
    let (field, code, message) = if text.starts_with("unknown field") {
        (path, "unknown_field", "Лишнее поле в запросе. Обновите страницу.")
    } else if text.starts_with("missing field") {
        (inside(named), "required", "Заполните это поле.")
    } else {
        (path, "wrong_type", "Значение не подходит для этого поля.")
    };
    Problem::fields(vec![FieldError { field, code: code.into(), message: message.into() }])
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        #[expect(dead_code)]
        lines: Vec<Line>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Line {
        #[expect(dead_code)]
        amount: i64,
    }

    fn first_field(json: &str) -> (String, String) {
        let problem = parse::<Sample>(json.as_bytes()).expect_err("must refuse");
        let field = problem.fields.into_iter().next().expect("a field");
        (field.field, field.code)
    }

    #[test]
    fn the_field_that_is_wrong_is_named_by_its_path() {
        assert_eq!(
            first_field(r#"{"lines":[{"amount":1e3}]}"#),
            ("lines[0].amount".into(), "wrong_type".into())
        );
        assert_eq!(first_field(r#"{"lines":[{}]}"#), ("lines[0].amount".into(), "required".into()));
        assert_eq!(first_field(r#"{"lines":[],"state":1}"#), ("state".into(), "unknown_field".into()));
        assert_eq!(first_field("{}"), ("lines".into(), "required".into()));
    }

    #[test]
    fn what_is_no_json_is_malformed() {
        let problem = parse::<Sample>(b"{\"lines\":[NaN]}").expect_err("must refuse");
        assert_eq!(problem.refusal, Refusal::MalformedBody);
        assert_eq!(
            parse::<Sample>(b"{\"lines\":[]} x").expect_err("must refuse").refusal,
            Refusal::MalformedBody
        );
    }
}
