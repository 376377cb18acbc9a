//! The process of the functions as seen from above: started, killed, started again at once, moved in time.

use crate::log::Log;
use anyhow::{Context, Result, bail};
use chrono::{DateTime, TimeDelta, Utc};
use platform::Clock;
use std::{path::PathBuf, process::Stdio, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    sync::Mutex,
};

/// Below the range from which outgoing connections take their ports: a call to a dead process must find nobody
/// rather than itself.
const PORTS: std::ops::Range<u16> = 20_000..32_000;
const PATIENCE: Duration = Duration::from_secs(60);

/// How the process is started.
#[derive(Debug, Clone)]
pub struct Start {
    pub program: PathBuf,
    pub environment: Vec<(String, String)>,
    pub port: u16,
    pub since: DateTime<Utc>,
    pub clock: Clock,
}

/// The process; clones share it.
#[derive(Clone)]
pub struct Process(Arc<Mutex<Living>>);

struct Living {
    start: Start,
    child: Child,
    ahead: TimeDelta,
    deaths: Deaths,
    log: Log,
    client: reqwest::Client,
}

/// How often the process ended.
#[derive(Debug, Clone, Copy, Default)]
pub struct Deaths {
    pub killed: u32,
    pub restarted: u32,
    /// By itself.
    pub crashed: u32,
}

/// A port that nobody listens on.
pub fn free_port() -> Result<u16> {
    for _ in 0..200 {
        let port = rand::random_range(PORTS);
        if std::net::TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return Ok(port);
        }
    }
    bail!("нет свободного порта для процесса функций")
}

impl Process {
    /// Starts it and waits until it answers.
    pub async fn start(start: Start, log: Log) -> Result<Self> {
        let client = reqwest::Client::builder().no_proxy().build()?;
        let child = spawn(&start, TimeDelta::zero(), &log)?;
        let living =
            Living { start, child, ahead: TimeDelta::zero(), deaths: Deaths::default(), log, client };
        let process = Self(Arc::new(Mutex::new(living)));
        process.ready().await?;
        Ok(process)
    }

    /// Ends it as a power failure would and starts another in its place.
    pub async fn kill(&self) -> Result<()> {
        let mut living = self.0.lock().await;
        living.child.kill().await.context("процесс функций не убит")?;
        living.deaths.killed += 1;
        living.again()
    }

    /// Starts another if it has ended by itself.
    pub async fn look_after(&self) -> Result<()> {
        let mut living = self.0.lock().await;
        if living.child.try_wait()?.is_some() {
            living.deaths.crashed += 1;
            living.again()?;
        }
        Ok(())
    }

    /// Moves the time of everybody forward: of the functions there, and of bank and people here.
    pub async fn leap(&self, by: TimeDelta) -> Result<()> {
        self.ready().await?;
        let mut living = self.0.lock().await;
        let url = format!("http://127.0.0.1:{}/soak/leap/{}", living.start.port, by.num_milliseconds());
        living.client.post(url).send().await?.error_for_status()?;
        living.ahead += by;
        living.start.clock.advance(by);
        Ok(())
    }

    pub async fn deaths(&self) -> Deaths {
        self.0.lock().await.deaths
    }

    /// Ends it for good.
    pub async fn end(self) {
        let mut living = self.0.lock().await;
        // It may have ended already, which is as good.
        let _ = living.child.kill().await;
    }

    /// Waits until it answers anything at all.
    async fn ready(&self) -> Result<()> {
        let (url, client) = {
            let living = self.0.lock().await;
            (format!("http://127.0.0.1:{}/soak/leap/0", living.start.port), living.client.clone())
        };
        let deadline = tokio::time::Instant::now() + PATIENCE;
        while tokio::time::Instant::now() < deadline {
            if client.post(&url).send().await.is_ok() {
                return Ok(());
            }
            self.look_after().await?;
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        bail!("процесс функций не отвечает")
    }
}

impl Living {
    fn again(&mut self) -> Result<()> {
        self.child = spawn(&self.start, self.ahead, &self.log)?;
        self.deaths.restarted += 1;
        Ok(())
    }
}

fn spawn(start: &Start, ahead: TimeDelta, log: &Log) -> Result<Child> {
    let mut child = Command::new(&start.program)
        .arg("soak-functions")
        .args(["--port", &start.port.to_string()])
        .args(["--since", &start.since.timestamp_millis().to_string()])
        .args(["--pace", &start.clock.pace().to_string()])
        .args(["--ahead", &ahead.num_milliseconds().to_string()])
        .envs(start.environment.iter().cloned())
        .env("RUST_LOG", "warn")
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .with_context(|| format!("{} не запускается", start.program.display()))?;
    let (out, err) = (child.stdout.take(), child.stderr.take());
    if let Some(out) = out {
        let (log, mut lines) = (log.clone(), BufReader::new(out).lines());
        tokio::spawn(async move {
            while let Ok(Some(line)) = lines.next_line().await {
                log.said(&line)
            }
        });
    }
    if let Some(err) = err {
        let (log, mut lines) = (log.clone(), BufReader::new(err).lines());
        tokio::spawn(async move {
            while let Ok(Some(line)) = lines.next_line().await {
                log.cried(&line)
            }
        });
    }
    Ok(child)
}
