//! The OpenAPI document: current in the repository, and complete enough to write a client from.

use crate::support;
use local_cloud::openapi;
use serde_json::Value;
use std::collections::BTreeMap;

/// Where the document is kept; the site's client is generated from it.
const FILE: &str = "openapi.json";

/// `OPERATION PATH` and its declaration.
fn operations(document: &Value) -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            all.insert(format!("{} {path}", method.to_uppercase()), operation.clone());
        }
    }
    all
}

fn document() -> Value {
    openapi::document()
}

#[test]
fn the_document_in_the_repository_is_current() {
    let current = openapi::text();
    if std::env::var_os("MOIGAZ_BLESS").is_some() {
        std::fs::write(support::root().join(FILE), &current).expect("written");
    }
    let kept = std::fs::read_to_string(support::root().join(FILE)).unwrap_or_default();
    assert!(
        kept == current,
        "{FILE} is out of date: MOIGAZ_BLESS=1 cargo test --test contract writes it anew"
    );
}

#[test]
fn no_function_declares_what_another_hides() {
    assert_eq!(openapi::conflicts(), Vec::<String>::new());
}

#[test]
fn every_operation_has_a_name_of_its_own_and_says_what_it_does() {
    let mut names = BTreeMap::new();
    for (place, operation) in operations(&document()) {
        let name =
            operation["operationId"].as_str().unwrap_or_else(|| panic!("{place} has no name")).to_owned();
        assert!(
            operation["summary"].as_str().is_some_and(|text| !text.is_empty()),
            "{place} does not say what it does"
        );
        if let Some(other) = names.insert(name.clone(), place.clone()) {
            panic!("{place} and {other} are both called {name}");
        }
    }
}

#[test]
fn every_operation_says_what_comes_back_and_how_it_is_refused() {
    for (place, operation) in operations(&document()) {
        let responses = operation["responses"].as_object().expect("responses");
        let successes = responses.keys().filter(|status| status.starts_with('2')).count();
        assert!(successes > 0, "{place} never succeeds");
        for (status, response) in responses.iter().filter(|(status, _)| !status.starts_with('2')) {
            let content = &response["content"]["application/problem+json"]["schema"];
            assert!(content.is_object(), "{place}: {status} is no problem+json");
        }
        let takes_fields = operation["requestBody"].is_object() && responses.contains_key("422");
        let takes_none = !operation["requestBody"].is_object();
        let hook = place.contains("/hooks/");
        assert!(
            takes_fields || takes_none || hook || !has_fields(&operation["requestBody"]),
            "{place} takes a body and does not say how it refuses its fields"
        );
    }
}

/// Whether a body has anything in it that could be wrong.
fn has_fields(body: &Value) -> bool {
    let schema = &body["content"]["application/json"]["schema"];
    let document = document();
    let schema = match schema["$ref"].as_str().and_then(|name| name.rsplit('/').next()) {
        Some(name) => &document["components"]["schemas"][name],
        None => schema,
    };
    schema["properties"].as_object().is_some_and(|fields| !fields.is_empty())
}

#[test]
fn parameters_of_a_path_are_declared() {
    for (place, operation) in operations(&document()) {
        let declared: Vec<_> = operation["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|parameter| parameter["in"] == "path")
            .filter_map(|parameter| parameter["name"].as_str())
            .collect();
        for name in place.split(['{', '}']).skip(1).step_by(2) {
            assert!(declared.contains(&name), "{place}: {name} is not declared");
        }
    }
}

#[test]
fn every_schema_that_is_named_is_there() {
    let document = document();
    let text = document.to_string();
    for name in text.split("\"#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(document["components"]["schemas"][name].is_object(), "{name} is not declared");
    }
}
