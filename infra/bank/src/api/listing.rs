//! Pages of a listing, newest first (payments §2).

use super::error::ApiError;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub type Query = BTreeMap<String, String>;

/// What is listed: its identifier, when it was made, and how it looks.
pub struct Row {
    pub id: String,
    pub created_at: DateTime<Utc>,
    pub json: Value,
}

/// The page of `rows` that `limit` and `cursor` ask for.
pub fn page(mut rows: Vec<Row>, query: &Query) -> Result<Value, ApiError> {
    let limit = match query.get("limit").map(|limit| limit.parse::<usize>()) {
        None => 10,
        Some(Ok(limit @ 1..=100)) => limit,
        Some(_) => return Err(ApiError::field("limit", "Limit must be from 1 to 100")),
    };
    rows.sort_by(|a, b| (b.created_at, &b.id).cmp(&(a.created_at, &a.id)));
    let start = match query.get("cursor") {
        None => 0,
        Some(cursor) => rows
            .iter()
            .position(|row| row.id == *cursor)
            .ok_or_else(|| ApiError::field("cursor", "Cursor is unknown"))?,
    };
    let next = rows.get(start + limit).map(|row| row.id.clone());
    let items: Vec<Value> = rows.into_iter().skip(start).take(limit).map(|row| row.json).collect();
    let mut page = json!({"type": "list", "items": items});
    if let Some(next) = next {
        page["next_cursor"] = json!(next);
    }
    Ok(page)
}

/// Whether `time` fits `{field}.gte`, `.gt`, `.lte` and `.lt` of the query.
pub fn in_range(query: &Query, field: &'static str, time: Option<DateTime<Utc>>) -> Result<bool, ApiError> {
    let mut fits = true;
    for bound in ["gte", "gt", "lte", "lt"] {
        let Some(text) = query.get(&format!("{field}.{bound}")) else { continue };
        let limit = DateTime::parse_from_rfc3339(text)
            .map_err(|_| ApiError::field(field, "Time must be in ISO 8601"))?
            .to_utc();
        fits &= time.is_some_and(|time| match bound {
            "gte" => time >= limit,
            "gt" => time > limit,
            "lte" => time <= limit,
            _ => time < limit,
        });
    }
    Ok(fits)
}
