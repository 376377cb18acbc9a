//! `cargo run` for a person: start, say what there is to see, wait for Ctrl-C.

use crate::args::{Args, Command, Place};
use crate::cloud::{self, Running};
use crate::options::Options;
use anyhow::{Context, Result};
use platform::Clock;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;
use tracing_subscriber::{Layer, layer::SubscriberExt, util::SubscriberInitExt};

/// Does what the command line says.
pub async fn run(args: Args) -> Result<()> {
    let lines = tracing_subscriber::fmt::layer().with_target(false).with_writer(std::io::stderr);
    tracing_subscriber::registry().with(lines.with_filter(platform::telemetry::levels("warn"))).init();
    match args.command {
        None => serve(&args.place, None).await,
        Some(Command::Cloud { api }) => serve(&args.place, Some(api)).await,
        Some(Command::Demo { accounts, out, seed }) => generate(accounts, &out, seed),
        Some(Command::Openapi { out }) => {
            std::fs::write(&out, crate::openapi::text()).with_context(|| format!("{}", out.display()))
        }
    }
}

async fn serve(place: &Place, api: Option<String>) -> Result<()> {
    let emulated = api.is_some();
    let options = Options {
        port: place.port,
        data: (!place.memory).then(|| place.data.clone()),
        clock: Clock::System,
        demo: true,
        today: None,
        site: true,
        schedules: true,
        companies: Vec::new(),
        api,
        settings: BTreeMap::new(),
        tell: Arc::new(|line| println!("{line}")),
    };
    let running = tokio::select! {
        running = cloud::start(options) => running?,
        () = interrupted() => return Ok(()),
    };
    println!("{}", greeting(&running));
    if emulated {
        println!("{}", emulator_help(&running, place)?);
    }
    interrupted().await;
    println!("\nОстанавливаюсь…");
    running.stop().await;
    Ok(())
}

/// Ctrl-C, or the polite signal of whatever started this process.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

fn greeting(running: &Running) -> String {
    let portal = &running.portal_url;
    let mut text = String::new();
    if !running.guide.is_empty() {
        text.push_str("\n  Лицевые счета для пробы\n");
        let mut company = "";
        for account in &running.guide {
            if company != account.company.as_str() {
                company = account.company.as_str();
                let _ = writeln!(text, "    {}", account.company_name);
            }
            let _ = writeln!(text, "      {:<10} {}", account.number, account.note);
        }
        let _ = writeln!(
            text,
            "\n  Что попробовать\n\
             \x20   1. Зарегистрируйтесь с любой почтой; код — на {portal}/local/messages\n\
             \x20   2. Подключите лицевой счёт и расширенную версию: ответы на вопросы — на {portal}/local\n\
             \x20   3. Передайте показания, оплатите картой {} и откройте квитанцию",
            bank::SUCCESSFUL_CARD
        );
    }
    let _ = write!(
        text,
        "\n  Мой ГАЗ     {portal}\n  Площадка    {portal}/local   письма и SMS, карты, сбои, расписания\n\
         \n  Остановить: Ctrl-C"
    );
    text
}

/// What to type next to run the functions under the emulator of the Lambda runtime.
fn emulator_help(running: &Running, place: &Place) -> Result<String> {
    let folder = if place.memory { std::env::temp_dir() } else { place.data.clone() };
    let file = folder.join("functions.env");
    let lines: String =
        running.environment.iter().map(|(name, value)| format!("{name}=\"{value}\"\n")).collect();
    std::fs::write(&file, lines).with_context(|| format!("{}", file.display()))?;
    Ok(format!(
        "\n  Функции — в другом окне:\n    cargo lambda watch -A 127.0.0.1 -P 9000 --ignore-changes --env-file {}",
        file.display()
    ))
}

fn generate(accounts: u32, out: &Path, seed: u64) -> Result<()> {
    let today = Clock::System.now().date_naive();
    let packet = demo::generate(accounts, seed, today)?;
    std::fs::write(out, &packet.bytes).with_context(|| format!("{}", out.display()))?;
    println!(
        "{}: компания {}, лицевых счетов {accounts}. Имя для хранилища обмена: {}.zip",
        out.display(),
        packet.company,
        packet.name
    );
    Ok(())
}
