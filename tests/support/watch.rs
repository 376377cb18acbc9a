//! `cargo lambda watch` with the built functions behind it, each a process of its own.

use super::{permissions, programs, root, template};
use local_cloud::Running;
use std::{
    path::PathBuf,
    process::Stdio,
    time::{Duration, Instant},
};
use tokio::process::{Child, Command};

/// The emulator and the functions; they end with it.
#[derive(Debug)]
pub struct Watch {
    pub refused: permissions::Refused,
    _processes: Vec<Child>,
}

/// The folder of `cargo-lambda`: on the PATH, or where .ci/tools puts it. `None` where it cannot be had.
pub async fn cargo_lambda() -> Option<PathBuf> {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    if let Some(folder) = std::env::split_paths(&paths).find(|folder| folder.join("cargo-lambda").is_file()) {
        return Some(folder);
    }
    let output = Command::new(root().join(".ci/tools")).stderr(Stdio::inherit()).output().await.ok()?;
    let folder = PathBuf::from(String::from_utf8(output.stdout).ok()?.trim());
    (output.status.success() && folder.join("cargo-lambda").is_file()).then_some(folder)
}

/// A port that nobody has at the moment.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    listener.local_addr().expect("an address").port()
}

impl Watch {
    /// Starts the emulator on a port, then every function that the template routes or triggers.
    pub async fn start(tools: &std::path::Path, port: u16, cloud: &Running) -> Self {
        let mut processes = vec![
            Command::new(tools.join("cargo-lambda"))
                .args(["lambda", "watch", "--only-lambda-apis", "--invoke-address", "127.0.0.1"])
                .args(["--invoke-port", &port.to_string()])
                .current_dir(root())
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .kill_on_drop(true)
                .spawn()
                .expect("cargo-lambda starts"),
        ];
        wait_for(port).await;
        let refused = permissions::Refused::default();
        let services = permissions::Services {
            database: cloud.database_url.clone(),
            files: cloud.files_url.clone(),
            post: cloud.post_url.clone(),
        };
        for function in template::functions().into_iter().filter(|function| function.binary() != "guard") {
            let name = function.binary();
            let gate = permissions::gate(function, &services, &refused).await;
            let process = Command::new(programs::path(name))
                .env_clear()
                .envs(cloud.environment.iter().cloned())
                .envs(gate)
                .env("AWS_LAMBDA_RUNTIME_API", format!("http://127.0.0.1:{port}/.rt/{name}"))
                .env("AWS_LAMBDA_FUNCTION_NAME", name)
                .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
                .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512")
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .kill_on_drop(true)
                .spawn();
            processes.push(process.expect("a function starts"));
        }
        Self { refused, _processes: processes }
    }
}

async fn wait_for(port: u16) {
    let started = Instant::now();
    while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
        assert!(started.elapsed() < Duration::from_secs(60), "cargo lambda watch does not listen");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
