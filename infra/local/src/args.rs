//! The command line of `cargo run`.

use clap::{Args as Flags, Parser, Subcommand};
use std::path::PathBuf;

/// «Мой ГАЗ» на одной машине: портал, API, база, файлы, почта и банк, без облака и Docker.
#[derive(Debug, Parser)]
#[command(name = "cargo run --", disable_help_subcommand = true)]
pub struct Args {
    #[command(flatten)]
    pub place: Place,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Where it listens and keeps its data.
#[derive(Debug, Clone, Flags)]
pub struct Place {
    /// Порт портала; следующие четыре тоже нужны. 0 — любые свободные
    #[arg(long, global = true, default_value_t = 3000, env = "MOIGAZ_PORT")]
    pub port: u16,
    /// Папка с данными
    #[arg(long, global = true, default_value = ".local", env = "MOIGAZ_DATA", value_name = "ПАПКА")]
    pub data: PathBuf,
    /// Ничего не сохранять: данные живут до остановки
    #[arg(long, global = true, env = "MOIGAZ_MEMORY")]
    pub memory: bool,
}

/// What to do instead of serving everything.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Только облако: функции работают под `cargo lambda watch`
    Cloud {
        /// Адрес эмулятора Lambda
        #[arg(long, default_value = "http://127.0.0.1:9000", value_name = "URL")]
        api: String,
    },
    /// Создать пакет обмена с вымышленными лицевыми счетами
    Demo {
        /// Сколько лицевых счетов
        #[arg(long, value_name = "ЧИСЛО")]
        accounts: u32,
        /// Куда записать ZIP
        #[arg(long, value_name = "ФАЙЛ")]
        out: PathBuf,
        /// Одно и то же число даёт один и тот же пакет
        #[arg(long, default_value_t = 1, value_name = "ЧИСЛО")]
        seed: u64,
    },
    /// Записать описание API (OpenAPI) в файл
    Openapi {
        /// Куда записать
        #[arg(long, default_value = "openapi.json", value_name = "ФАЙЛ")]
        out: PathBuf,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn flags_stand_before_or_after_the_command() {
        let args = Args::try_parse_from(["local", "cloud", "--port", "0", "--memory"]).unwrap();
        assert_eq!((args.place.port, args.place.memory), (0, true));
        assert!(matches!(args.command, Some(Command::Cloud { api }) if api.ends_with(":9000")));
        let args = Args::try_parse_from(["local", "demo", "--accounts", "10", "--out", "x.zip"]);
        assert!(matches!(args.unwrap().command, Some(Command::Demo { accounts: 10, seed: 1, .. })));
    }
}
