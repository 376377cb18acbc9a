//! The built functions: the programs that are deployed, as this profile builds them.

use super::template;
use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(super::root()).args(["build", "--quiet", "--bins"]);
    for function in template::functions() {
        cargo.args(["-p", function.binary()]);
    }
    assert!(cargo.status().expect("cargo runs").success(), "the functions do not build");
    let own = std::env::current_exe().expect("a test has a path");
    own.ancestors().nth(2).expect("target/debug").to_owned()
});

/// The program of a function; the first call builds them all.
pub fn path(name: &str) -> PathBuf {
    let path = FOLDER.join(name);
    assert!(path.is_file(), "{} is not built", path.display());
    path
}

/// Where the programs are.
pub fn folder() -> &'static Path {
    &FOLDER
}
