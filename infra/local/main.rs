//! `cargo run`: the whole portal on this machine.

use clap::Parser;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    match local_cloud::run(local_cloud::Args::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The chain of causes in one line; a backtrace would only hide what to do.
            eprintln!("Ошибка: {error:#}");
            ExitCode::FAILURE
        }
    }
}
