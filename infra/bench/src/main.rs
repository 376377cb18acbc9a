//! How long a function takes from nothing to its first answer, beside the smallest possible function and beside
//! Node, all in the same run: `cargo run --release -p bench --bin cold-start`. Times depend on the machine, ratios
//! hardly do, and nothing here is ever asserted.

mod cloud;
mod programs;
mod report;

use anyhow::{Context, Result, ensure};
use clap::Parser;
use cloud::Cloud;
use programs::Program;
use report::Times;
use runtime_api::Function;
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// Measures cold starts.
#[derive(Debug, Parser)]
struct Options {
    /// Starts of each program.
    #[arg(long, default_value_t = 15)]
    rounds: usize,
    /// Folder with the built programs; without it they are built first.
    #[arg(long)]
    programs: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let options = Options::parse();
    let folder = match options.programs {
        Some(folder) => folder,
        None => build()?,
    };
    let cloud = Cloud::start().await?;
    let programs = programs::all(&folder)?;
    let mut times: Vec<Times> = programs.iter().map(|_| Times::default()).collect();
    // Round by round, so that whatever else the machine does meets all of them alike.
    for round in 0..=options.rounds {
        for (program, times) in programs.iter().zip(&mut times) {
            let (init, answer) =
                start(program, &cloud).await.with_context(|| format!("measuring {}", program.name))?;
            // The first round brings the files into memory.
            if round > 0 {
                times.add(init, answer);
            }
        }
    }
    report::print(&programs, &times);
    Ok(())
}

async fn start(program: &Program, cloud: &Cloud) -> Result<(std::time::Duration, std::time::Duration)> {
    let arguments: Vec<_> = program.arguments.iter().map(String::as_str).collect();
    let mut function = Function::start(&program.path, &arguments, cloud.environment()).await?;
    // A refusal is an answer too; what matters is that the program went all the way.
    let _answer = function.call(&program.event).await?;
    let init = function.init_time().context("it never asked for an event")?;
    let answer = function.first_answer_time().context("it never answered")?;
    Ok((init, answer))
}

/// Builds what is measured and says where it is.
fn build() -> Result<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).context("the workspace")?;
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(root).args(["build", "--release", "--bins"]);
    for name in programs::NAMES.iter().chain(&["bench"]) {
        cargo.args(["-p", name]);
    }
    ensure!(cargo.status()?.success(), "the programs do not build");
    let own = std::env::current_exe()?;
    let target = own.ancestors().nth(2).context("the target folder")?;
    Ok(target.join("release"))
}
