//! The API for people: the same OpenAPI document that the typed client is made from.

use super::{Console, html};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use serde_json::Value;

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

pub async fn document(State(_): State<Console>) -> Json<Value> {
    Json(crate::openapi::document())
}

pub async fn show(State(_): State<Console>) -> Response {
    let document = crate::openapi::document();
    let mut body = "<div><h1>API</h1><p class=lead>Тот же документ, по которому собран клиент сайта: \
        <a href=/local/openapi.json>openapi.json</a>. Страница есть только локально.</p></div>"
        .to_owned();
    let mut tags: Vec<&str> = operations(&document).map(|(_, _, operation)| tag(operation)).collect();
    tags.sort_unstable();
    tags.dedup();
    for wanted in tags {
        let list: String = operations(&document)
            .filter(|(_, _, operation)| tag(operation) == wanted)
            .map(|(path, method, operation)| show_operation(path, method, operation))
            .collect();
        body += &format!("<section class=card><h2>{}</h2>{list}</section>", html::escape(wanted));
    }
    html::page("API", "/local/api", &body)
}

fn operations(document: &Value) -> impl Iterator<Item = (&String, &'static str, &Value)> {
    let paths = document["paths"].as_object().into_iter().flatten();
    paths.flat_map(|(path, item)| {
        METHODS.iter().filter_map(move |method| Some((path, *method, item.get(*method)?)))
    })
}

fn tag(operation: &Value) -> &str {
    operation["tags"][0].as_str().unwrap_or("прочее")
}

fn show_operation(path: &str, method: &str, operation: &Value) -> String {
    let text = |name: &str| html::escape(operation[name].as_str().unwrap_or_default());
    let request = schema(&operation["requestBody"]["content"]);
    let request = request.map(|name| format!("<dt>Тело<dd><code>{name}</code>")).unwrap_or_default();
    let answers: String = operation["responses"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(status, answer)| {
            let body = schema(&answer["content"]).map(|name| format!(" <code>{name}</code>"));
            format!(
                "<dt>{status}<dd>{}{}",
                html::escape(answer["description"].as_str().unwrap_or_default()),
                body.unwrap_or_default()
            )
        })
        .collect();
    format!(
        "<details class=operation><summary><span class=\"chip accent\">{}</span> <code>{}</code> \
         <span class=soft>{}</span></summary><p>{}</p><dl class=facts>{request}{answers}</dl></details>",
        method.to_uppercase(),
        html::escape(path),
        text("summary"),
        text("description"),
    )
}

/// The name of a body's schema, or its kind.
fn schema(content: &Value) -> Option<String> {
    let (_, body) = content.as_object()?.iter().next()?;
    let schema = &body["schema"];
    let name = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next());
    Some(html::escape(name.or(schema["type"].as_str()).unwrap_or("JSON")))
}
