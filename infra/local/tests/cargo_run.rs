//! The first command of the README.

use std::path::Path;

#[test]
fn plain_cargo_run_starts_the_portal_since_no_other_package_names_a_default() {
    let workspace = local_cloud::workspace();
    let mut named = Vec::new();
    let mut folders = vec![workspace.clone()];
    for group in ["functions", "shared", "infra"] {
        let entries = std::fs::read_dir(workspace.join(group)).expect(group);
        folders.extend(entries.map(|entry| entry.expect(group).path()));
    }
    for folder in &folders {
        let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
        if manifest.lines().any(|line| line.starts_with("default-run")) {
            named.push(folder.as_path());
        }
    }
    let root: &Path = &workspace;
    assert_eq!(named, [root], "cargo cannot choose between several");
}
