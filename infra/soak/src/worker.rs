//! The process that is killed: the functions behind HTTP, over the store and the bank of the process above it.

use crate::args::Worker;
use anyhow::{Context, Result};
use axum::{
    Router,
    extract::{Path, State},
    http::StatusCode,
    routing::post,
};
use chrono::{DateTime, TimeDelta};
use local_cloud::{Functions, emulator, template::Template, workspace};
use platform::{App, Clock};
use std::{net::Ipv4Addr, time::Duration};
use tokio::{io::AsyncReadExt, net::TcpListener};

/// Somebody else's socket of the same port may take a moment to be gone.
const BIND_TRIES: u32 = 50;

/// Serves until it is killed, or until the process above it is gone.
pub async fn serve(args: Worker) -> Result<()> {
    platform::telemetry::init();
    let since = DateTime::from_timestamp_millis(args.since).context("since")?;
    let clock = Clock::fast(since, args.pace, TimeDelta::milliseconds(args.ahead));
    let app = App::from_env_at(clock.clone())?;
    let template = Template::load(&workspace().join("template.yaml"))?;
    let router = emulator(&template, Functions::in_process(app))?
        .merge(Router::new().route("/soak/leap/{millis}", post(leap)).with_state(clock));
    let listener = bind(args.port).await?;
    tokio::select! {
        served = axum::serve(listener, router) => served.context("functions"),
        () = orphaned() => Ok(()),
    }
}

async fn bind(port: u16) -> Result<TcpListener> {
    for _ in 1..BIND_TRIES {
        if let Ok(listener) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
            return Ok(listener);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?)
}

async fn leap(State(clock): State<Clock>, Path(millis): Path<i64>) -> StatusCode {
    clock.advance(TimeDelta::milliseconds(millis));
    StatusCode::NO_CONTENT
}

/// The pipe from above ends with the process that holds it.
async fn orphaned() {
    let mut byte = [0; 1];
    let mut pipe = tokio::io::stdin();
    while matches!(pipe.read(&mut byte).await, Ok(read) if read > 0) {}
}
