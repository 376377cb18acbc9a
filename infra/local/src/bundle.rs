//! Builds the site when its sources are newer than what was built, so that `cargo run` is all
//! a newcomer types. A start without a change only compares times.

use crate::site::Site;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::SystemTime;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

/// Builds if need be and says where the site is. `tell` shows progress to a person.
pub async fn ready(sources: &Path, tell: impl Fn(&str)) -> Site {
    let built = sources.join("dist");
    let page = built.join("index.html");
    let fresh = modified(&page).is_some_and(|built| newest(sources).is_none_or(|source| source <= built));
    if fresh {
        return Site::Built(built);
    }
    if !sources.join("package.json").exists() {
        return Site::Missing("В папке static-site нет исходных текстов сайта.".to_owned());
    }
    match build(sources, &tell).await {
        Ok(()) if page.exists() => Site::Built(built),
        Ok(()) => Site::Missing("Сборка прошла, но static-site/dist/index.html не появился.".to_owned()),
        // An older build is better than none: the person is told, and the portal works.
        Err(why) if page.exists() => {
            tell(&format!("{why}\n  Показываю прежнюю сборку сайта."));
            Site::Built(built)
        }
        Err(why) => {
            tell(&why);
            Site::Missing(why)
        }
    }
}

async fn build(sources: &Path, tell: &impl Fn(&str)) -> Result<(), String> {
    let version = Command::new("node").arg("--version").output().await;
    let version = version.ok().filter(|output| output.status.success()).ok_or(
        "Для сборки сайта нужен Node.js 20 или новее (https://nodejs.org). \
         Установите его и запустите cargo run снова.",
    )?;
    let version = String::from_utf8_lossy(&version.stdout);
    let major: Option<u32> =
        version.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse().ok());
    if major.is_none_or(|major| major < 20) {
        return Err(format!("Для сборки сайта нужен Node.js 20 или новее, найден {}.", version.trim()));
    }
    let lock = modified(&sources.join("package-lock.json"));
    let installed = modified(&sources.join("node_modules/.package-lock.json"));
    if installed.is_none() || lock > installed {
        tell("Ставлю пакеты сайта: npm ci");
        run(sources, &["ci", "--no-audit", "--no-fund"], tell).await?;
    }
    tell("Собираю сайт: npm run build");
    run(sources, &["run", "build"], tell).await
}

async fn run(folder: &Path, arguments: &[&str], tell: &impl Fn(&str)) -> Result<(), String> {
    let command = format!("npm {}", arguments.join(" "));
    let spawned = Command::new("npm")
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn();
    let mut child = spawned.map_err(|error| format!("Команда {command} не запустилась: {error}."))?;
    let (Some(out), Some(err)) = (child.stdout.take(), child.stderr.take()) else {
        return Err(format!("Команда {command} не запустилась."));
    };
    let mut out = BufReader::new(out).lines();
    let mut err = BufReader::new(err).lines();
    let mut last = Vec::new();
    loop {
        let line = tokio::select! {
            Ok(Some(line)) = out.next_line() => line,
            Ok(Some(line)) = err.next_line() => line,
            else => break,
        };
        if !line.trim().is_empty() {
            tell(&format!("  {line}"));
            last.push(line);
            if last.len() > 20 {
                last.remove(0);
            }
        }
    }
    match child.wait().await {
        Ok(status) if status.success() => Ok(()),
        _ => Err(format!("Команда {command} не удалась:\n{}", last.join("\n"))),
    }
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|metadata| metadata.modified()).ok()
}

/// The newest time among the sources; what is built or installed is no source.
fn newest(sources: &Path) -> Option<SystemTime> {
    let mut newest = None;
    let mut folders = vec![PathBuf::from(sources)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with('.') || matches!(name.as_ref(), "dist" | "node_modules") {
                continue;
            }
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                newest = newest.max(modified(&path));
            }
        }
    }
    newest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_fresh_build_is_taken_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("src")).unwrap();
        std::fs::write(folder.path().join("src/main.ts"), "").unwrap();
        std::fs::create_dir(folder.path().join("dist")).unwrap();
        std::fs::write(folder.path().join("dist/index.html"), "").unwrap();
        let site = ready(folder.path(), |line| panic!("{line}")).await;
        assert!(matches!(site, Site::Built(_)));
    }

    #[tokio::test]
    async fn without_sources_a_person_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let site = ready(folder.path(), |_| {}).await;
        assert!(matches!(site, Site::Missing(_)));
    }
}
