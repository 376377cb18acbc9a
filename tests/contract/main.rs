//! The contract between template.yaml, the code, the OpenAPI document and `cargo lambda watch`: each says the same,
//! and the cloud is as closed as it is meant to be. None of this is caught by `sam validate` or cfn-lint.

#[path = "../support/mod.rs"]
mod support;

mod calls;
mod data;
mod levels;
mod openapi;
mod operation;
mod policies;
mod routes;
mod settings;
mod strangers;
