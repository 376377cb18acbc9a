//! The Lambda Runtime API as a built function meets it: the function is started as its own process, asks for events
//! and answers them. Tests see with it that what is deployed speaks the protocol; the start-up benchmark takes its
//! times with it.

mod event;
mod server;

pub use event::{Call, HttpAnswer};

use anyhow::{Context, Result, bail};
use serde_json::Value;
use server::Server;
use std::{
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};
use tokio::process::{Child, Command};

/// Longest wait for anything of a function; a loaded machine is slow, a broken function is for ever.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running function.
#[derive(Debug)]
pub struct Function {
    process: Child,
    server: Server,
    started: Instant,
}

/// A function's refusal of an event: what it reported to the runtime.
#[derive(Debug)]
pub struct Failure(pub Value);

impl Function {
    /// Starts a program as Lambda does: with nothing in the environment but what is given and what the runtime adds.
    pub async fn start<N, V>(
        program: &Path,
        arguments: &[&str],
        environment: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Self>
    where
        N: AsRef<std::ffi::OsStr>,
        V: AsRef<std::ffi::OsStr>,
    {
        let server = Server::start().await?;
        let started = Instant::now();
        let process = Command::new(program)
            .args(arguments)
            .env_clear()
            .envs(environment)
            .env("AWS_LAMBDA_RUNTIME_API", server.address())
            .env("AWS_LAMBDA_FUNCTION_NAME", program.file_stem().unwrap_or_default())
            .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512")
            .env("AWS_LAMBDA_LOG_GROUP_NAME", "log")
            .env("AWS_LAMBDA_LOG_STREAM_NAME", "log")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("starting {}", program.display()))?;
        Ok(Self { process, server, started })
    }

    /// Gives the function an event and waits for its answer.
    pub async fn call(&mut self, event: &Value) -> Result<Result<Value, Failure>> {
        let answer = self.server.give(event.clone())?;
        tokio::select! {
            answer = answer => Ok(answer.context("the function dropped the event")?.map_err(Failure)),
            status = self.process.wait() => bail!("the function ended: {}", status?),
            () = tokio::time::sleep(PATIENCE) => bail!("no answer within {PATIENCE:?}"),
        }
    }

    /// Gives the function a request of the HTTP API and reads its answer.
    pub async fn http(&mut self, call: Call) -> Result<HttpAnswer> {
        match self.call(&call.into_event()).await? {
            Ok(answer) => HttpAnswer::read(&answer),
            Err(Failure(why)) => bail!("the function failed: {why}"),
        }
    }

    /// From the start of the process to its first question for an event: the init phase of a cold start.
    pub fn init_time(&self) -> Option<Duration> {
        self.server.first_question().map(|at| at - self.started)
    }

    /// From the start of the process to its first answer.
    pub fn first_answer_time(&self) -> Option<Duration> {
        self.server.first_answer().map(|at| at - self.started)
    }

    /// Number of the process, for whoever measures it.
    pub fn process_id(&self) -> Option<u32> {
        self.process.id()
    }
}
