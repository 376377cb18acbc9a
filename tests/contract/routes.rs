//! One list of routes, said four times: template.yaml, the routers, the OpenAPI document, `cargo lambda watch`.

use crate::support::{self, template};
use local_cloud::openapi;
use serde_json::Value;
use std::collections::BTreeSet;

/// Method in upper case, path, crate of the function.
type Route = (String, String, String);

fn of_template() -> BTreeSet<Route> {
    let functions = template::functions().into_iter();
    let routes = functions.flat_map(|function| {
        let routes = function.routes().into_iter();
        routes.map(move |(method, path)| (method, path.to_owned(), function.binary().to_owned()))
    });
    routes.collect()
}

fn of_watch() -> BTreeSet<Route> {
    let metadata = support::cargo_metadata();
    let router = &metadata["metadata"]["lambda"]["watch"]["router"];
    let mut routes = BTreeSet::new();
    for (path, entries) in router.as_object().expect("a watch router") {
        for entry in entries.as_array().expect("a list of methods") {
            let text = |name: &str| entry[name].as_str().expect("a route").to_owned();
            routes.insert((text("method"), path.clone(), text("function")));
        }
    }
    routes
}

/// The operations of a document, each under the tag of its function.
fn of_openapi(document: &Value) -> BTreeSet<Route> {
    let mut routes = BTreeSet::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let tag = operation["tags"][0].as_str().unwrap_or_else(|| panic!("{method} {path} has no tag"));
            routes.insert((method.to_uppercase(), path.clone(), tag.to_owned()));
        }
    }
    routes
}

#[test]
fn the_template_routes_what_the_routers_serve() {
    let document = openapi::document();
    assert_eq!(of_template(), of_openapi(&document));
}

#[test]
fn cargo_lambda_watch_routes_what_the_template_routes() {
    assert_eq!(of_watch(), of_template());
}

#[test]
fn routes_have_methods_that_http_knows_and_stand_under_the_api() {
    let methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];
    for (method, path, function) in of_template() {
        assert!(methods.contains(&method.as_str()), "{function}: {method} {path}");
        assert!(
            path.starts_with("/api/"),
            "{function}: {path} is not under the API's behaviour of CloudFront"
        );
    }
}
