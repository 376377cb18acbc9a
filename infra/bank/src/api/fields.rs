//! Fields that several requests have.

use super::error::ApiError;
use serde_json::{Map, Value};

/// A text of at most so many characters.
pub fn text(body: &Value, field: &'static str, limit: usize) -> Result<Option<String>, ApiError> {
    match &body[field] {
        Value::Null => Ok(None),
        Value::String(text) if text.chars().count() <= limit => Ok(Some(text.clone())),
        _ => Err(ApiError::field(field, format!("Must be a text of at most {limit} characters"))),
    }
}

pub fn flag(body: &Value, field: &'static str) -> Result<Option<bool>, ApiError> {
    match &body[field] {
        Value::Null => Ok(None),
        Value::Bool(flag) => Ok(Some(*flag)),
        _ => Err(ApiError::field(field, "Must be true or false")),
    }
}

pub fn metadata(metadata: &Value) -> Result<Map<String, Value>, ApiError> {
    let wrong = || ApiError::field("metadata", "At most 16 pairs of texts: 32 and 512 characters");
    let pairs = match metadata {
        Value::Null => return Ok(Map::new()),
        Value::Object(pairs) if pairs.len() <= 16 => pairs,
        _ => return Err(wrong()),
    };
    let fits = pairs.iter().all(|(key, value)| {
        key.chars().count() <= 32 && value.as_str().is_some_and(|value| value.chars().count() <= 512)
    });
    if fits { Ok(pairs.clone()) } else { Err(wrong()) }
}

/// Where `confirmation` sends the person back to.
pub fn return_url(confirmation: &Value) -> Result<String, ApiError> {
    if confirmation["type"] != "redirect" {
        return Err(ApiError::field("confirmation.type", "Only redirect is accepted"));
    }
    confirmation["return_url"]
        .as_str()
        .filter(|url| url.len() <= 2048)
        .filter(|url| reqwest::Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https")))
        .map(str::to_owned)
        .ok_or_else(|| ApiError::field("confirmation.return_url", "Return URL is malformed"))
}
