//! The OpenAPI document of the whole API: what the functions declare, put together. The site's
//! client is generated from it, and `/local/api` shows it to people.

use crate::functions::apis;
use serde_json::{Map, Value, json};

/// Paths and schemas of every function in one document.
pub fn document() -> Value {
    gather().0
}

/// The document as it is kept in the repository.
pub fn text() -> String {
    format!("{:#}\n", document())
}

/// What two functions declare under one name and not alike: the second is hidden by the first.
pub fn conflicts() -> Vec<String> {
    gather().1
}

fn gather() -> (Value, Vec<String>) {
    let (mut paths, mut schemas) = (Map::new(), Map::new());
    let (mut tags, mut conflicts) = (Vec::new(), Vec::new());
    for (function, api) in apis() {
        let own = serde_json::to_value(api.openapi()).unwrap_or_default();
        for (path, item) in fields(&own["paths"]) {
            let whole = paths.entry(path.as_str()).or_insert_with(|| json!({}));
            for (method, mut operation) in fields(&item) {
                if whole.get(&method).is_some() {
                    conflicts.push(format!("{function}: {method} {path}"));
                    continue;
                }
                expect_refusals(&mut operation);
                ask_for_session(&mut operation);
                whole[method] = operation;
            }
        }
        for (name, schema) in fields(&own["components"]["schemas"]) {
            let known = schemas.entry(name.as_str()).or_insert_with(|| schema.clone());
            if *known != schema {
                conflicts.push(format!("{function}: schema {name}"));
            }
        }
        tags.push(json!({ "name": function }));
    }
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Мой ГАЗ",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "API личного кабинета абонента газа. \
                Деньги — целое число копеек, время — RFC 3339.",
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "session": { "type": "apiKey", "in": "cookie", "name": platform::sessions::COOKIE },
            },
        },
        "tags": tags,
    });
    (document, conflicts)
}

/// Any request may be refused for reasons that are not its own: a stranger's page, a flood, a
/// store that does not answer.
fn expect_refusals(operation: &mut Value) {
    operation["responses"]["default"] = json!({
        "description": "A refusal: its `code` says which, its `title` says it to the person",
        "content": {
            "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } },
        },
    });
}

/// Whoever answers a stranger with `session_required` wants the cookie.
fn ask_for_session(operation: &mut Value) {
    let refused = operation["responses"]["401"]["description"].as_str().unwrap_or_default();
    if refused.contains("session_required") {
        operation["security"] = json!([{ "session": [] }]);
    }
}

fn fields(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}
