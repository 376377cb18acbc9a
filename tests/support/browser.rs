//! What a browser test needs on the machine, found or installed with a word of what is going on.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Runs a script of `tests/browser/package.json` against a portal; whether it passed.
pub fn run(script: &str, portal: &str) -> bool {
    install();
    let mut npm = npm();
    npm.args(["run", "--silent", script]).env("PORTAL_URL", portal).env("CHROMIUM", chromium());
    npm.status().expect("npm runs").success()
}

fn folder() -> PathBuf {
    super::root().join("tests/browser")
}

fn npm() -> Command {
    let mut npm = Command::new("npm");
    npm.current_dir(folder()).stdin(Stdio::null());
    npm
}

/// `npm ci`, when the lock has changed since the last time.
fn install() {
    let (lock, done) = (folder().join("package-lock.json"), folder().join("node_modules/.package-lock.json"));
    let modified = |path: &Path| path.metadata().and_then(|m| m.modified()).ok();
    if modified(&done) >= modified(&lock) && done.exists() {
        return;
    }
    eprintln!("Устанавливаю зависимости браузерных тестов: npm ci");
    let mut npm = npm();
    // The browser itself comes from the machine: the package's own download is not wanted.
    npm.args(["ci", "--no-audit", "--no-fund"]).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    let installed =
        npm.status().expect("Node.js with npm is needed for the browser tests: https://nodejs.org");
    assert!(installed.success(), "npm ci failed in tests/browser");
}

/// A Chromium of this machine: named by `CHROMIUM`, on the path, or installed now.
pub fn chromium() -> PathBuf {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return named.into();
    }
    find().unwrap_or_else(|| {
        eprintln!("Устанавливаю Chromium: apt-get install chromium");
        for step in [&["update"][..], &["install", "-y", "--no-install-recommends", "chromium"]] {
            let mut apt = Command::new("apt-get");
            apt.args(step).env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null());
            if !apt.status().is_ok_and(|status| status.success()) {
                break;
            }
        }
        find().expect("a Chromium is needed: install one or name it in the variable CHROMIUM")
    })
}

fn find() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
    let path = std::env::var_os("PATH")?;
    let on_path = std::env::split_paths(&path).flat_map(|dir| names.map(|name| dir.join(name)));
    let mac = PathBuf::from("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    on_path.chain([mac]).find(|candidate| candidate.is_file())
}
