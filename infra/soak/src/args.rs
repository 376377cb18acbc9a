//! The command line of a soak and of the process that it kills.

use clap::Args as Flags;

/// How much to try, and how badly the world behaves.
#[derive(Debug, Clone, Flags)]
pub struct Args {
    /// Сколько раз люди начинают платить
    #[arg(long, default_value_t = 10_000, value_name = "ЧИСЛО", value_parser = clap::value_parser!(u32).range(1..))]
    pub payments: u32,
    /// Вероятность каждого сбоя банка, %
    #[arg(long, default_value_t = 20, value_name = "ПРОЦЕНТ", value_parser = clap::value_parser!(u8).range(0..=90))]
    pub faults: u8,
    /// Сколько раз убить процесс функций; обычно раз на 200 платежей
    #[arg(long, value_name = "ЧИСЛО")]
    pub kills: Option<u32>,
    /// Сколько абонентов; обычно один на 20 платежей
    #[arg(long, value_name = "ЧИСЛО")]
    pub users: Option<u32>,
    /// Сколько людей платит одновременно
    #[arg(long, default_value_t = 24, value_name = "ЧИСЛО", value_parser = clap::value_parser!(u32).range(1..))]
    pub clients: u32,
    /// Во сколько раз время портала и банка быстрее настоящего
    #[arg(long, default_value_t = 40, value_name = "ЧИСЛО", value_parser = clap::value_parser!(u32).range(1..=600))]
    pub pace: u32,
    /// Одно и то же число даёт тех же людей, те же карты и те же моменты смерти процесса
    #[arg(long, default_value_t = 1, value_name = "ЧИСЛО")]
    pub seed: u64,
    /// Сколько часов портала после последнего платежа банк ещё сбоит
    #[arg(long, default_value_t = 12, value_name = "ЧАСЫ", value_parser = clap::value_parser!(u8).range(0..=24))]
    pub recovers: u8,
}

impl Args {
    pub(crate) fn kills(&self) -> u32 {
        self.kills.unwrap_or_else(|| (self.payments / 200).max(1))
    }

    pub(crate) fn users(&self) -> u32 {
        self.users.unwrap_or_else(|| (self.payments / 20).max(self.payments.div_ceil(4).min(25))).max(1)
    }
}

/// What the process of the functions is told: where to listen, and what time it is.
#[derive(Debug, Clone, Flags)]
pub struct Worker {
    #[arg(long)]
    pub port: u16,
    /// The clock of `platform::Clock::fast`: milliseconds since 1970, pace, milliseconds ahead.
    #[arg(long)]
    pub since: i64,
    #[arg(long)]
    pub pace: u32,
    #[arg(long)]
    pub ahead: i64,
}
