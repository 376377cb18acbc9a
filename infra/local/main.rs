//! `cargo run`: the whole portal on this machine.

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// «Мой ГАЗ» на одной машине: портал, API, база, файлы, почта и банк, без облака и Docker.
#[derive(Debug, Parser)]
#[command(name = "cargo run --", disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    place: local_cloud::args::Place,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[command(flatten)]
    Local(local_cloud::args::Command),
    /// Тысячи платежей при сбоях банка и смертях процесса, потом сверка с книгами банка
    Soak(soak::Args),
    /// The process that a soak kills.
    #[command(hide = true)]
    SoakFunctions(soak::Worker),
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        Some(Command::Soak(args)) => return soak(args).await,
        Some(Command::SoakFunctions(worker)) => soak::serve(worker).await,
        Some(Command::Local(command)) => run(cli.place, Some(command)).await,
        None => run(cli.place, None).await,
    };
    done.map_or_else(failed, |()| ExitCode::SUCCESS)
}

async fn run(
    place: local_cloud::args::Place,
    command: Option<local_cloud::args::Command>,
) -> anyhow::Result<()> {
    local_cloud::run(local_cloud::Args { place, command }).await
}

async fn soak(args: soak::Args) -> ExitCode {
    // What the cloud itself complains of is part of the run: a killed process answers nothing.
    match soak::run(args, |line| eprintln!("{line}")).await {
        Ok(report) => {
            println!("{report}");
            if report.is_right() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => failed(error),
    }
}

fn failed(error: anyhow::Error) -> ExitCode {
    // The chain of causes in one line; a backtrace would only hide what to do.
    eprintln!("Ошибка: {error:#}");
    ExitCode::FAILURE
}
