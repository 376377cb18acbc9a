//! The acquirer's own client, as it is published, against the simulated bank: what that client takes for the
//! protocol, the portal's tests may lean on (payments §10).

mod python;
mod shop;
mod tls;

use shop::World;
use std::path::Path;
use tls::TlsListener;
use tokio::process::Command;

/// Runs a script of `tests/acquirer/client`; its lines are those of the test.
async fn run(script: &str, world: &World, api: &str, certificate: Option<&Path>) {
    let python = match tokio::task::spawn_blocking(python::interpreter).await.expect("an answer") {
        Ok(python) => python,
        Err(missing) => {
            assert!(std::env::var_os("CI").is_none(), "{missing}");
            eprintln!("not run: {missing}");
            return;
        }
    };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/acquirer/client").join(script);
    let mut client = Command::new(python);
    client.arg("-B").arg(path).env("BANK", &world.bank).env("HOOKS", &world.hooks).env("API", api);
    client.envs(certificate.map(|path| ("CERTIFICATE", path)));
    for proxy in ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        client.env_remove(proxy);
    }
    let output = client.kill_on_drop(true).output().await.expect("the client runs");
    let told =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    println!("{told}");
    assert!(output.status.success() && told.contains(" passed, 0 failed"), "the client failed: see above");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_works_with_the_official_client() {
    let world = World::open().await;
    run("over_http.py", &world, &format!("{}/v3", world.bank), None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_official_client_waits_for_what_is_being_processed() {
    let world = World::open().await;
    let folder = tempfile::tempdir().expect("a folder");
    let certificate = folder.path().join("bank.pem");
    let (address, listener) = shop::free_port().await;
    shop::serve(TlsListener::new(listener, &certificate), &world.open);
    let port = address.rsplit(':').next().unwrap_or_default();
    run("over_https.py", &world, &format!("https://localhost:{port}/v3"), Some(&certificate)).await;
}
