//! What the tests across functions share. Each test program takes its part of it.
#![allow(dead_code, reason = "every test program compiles this and none uses all of it")]

pub mod browser;
pub mod patience;
pub mod permissions;
pub mod programs;
pub mod template;
pub mod visitor;
pub mod watch;

use std::path::{Path, PathBuf};

/// The folder of the workspace.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file of the workspace as text.
pub fn read(path: impl AsRef<Path>) -> String {
    let path: PathBuf = root().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What cargo knows of the workspace: packages, their programs, the metadata of the root manifest.
pub fn cargo_metadata() -> serde_json::Value {
    let output = std::process::Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON")
}
