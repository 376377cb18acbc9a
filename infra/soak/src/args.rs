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
    /// Сколько абонентов в одном облаке; обычно один на 20 платежей
    #[arg(long, value_name = "ЧИСЛО")]
    pub users: Option<u32>,
    /// Сколько людей платит одновременно
    #[arg(long, default_value_t = 48, value_name = "ЧИСЛО", value_parser = clap::value_parser!(u32).range(1..))]
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

/// Payments over one cloud: the embedded store remembers the transactions of ten minutes and looks through all of them
/// at each, so that a long run slows down.
const ROUND: u32 = 2_500;

impl Args {
    /// The rounds of the run, each over a cloud of its own.
    pub(crate) fn rounds(&self) -> Vec<Self> {
        let count = self.payments.div_ceil(ROUND);
        let share = |whole: u32, round: u32| whole / count + u32::from(round < whole % count);
        let round = |round: u32| Self {
            payments: share(self.payments, round),
            kills: Some(share(self.kills(), round)),
            seed: self.seed.wrapping_add(u64::from(round)),
            ..self.clone()
        };
        (0..count).map(round).collect()
    }

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

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        args: Args,
    }

    #[test]
    fn rounds_together_are_the_run() {
        let rounds = |line: &str| Line::parse_from(line.split(' ')).args.rounds();
        let ten = rounds("soak --payments 10001 --kills 7");
        let of = |number: fn(&Args) -> u32| ten.iter().map(number).sum::<u32>();
        assert_eq!((ten.len(), of(|round| round.payments), of(Args::kills)), (5, 10_001, 7));
        assert!(ten.iter().all(|round| round.payments <= ROUND));
        let seeds: std::collections::BTreeSet<u64> = ten.iter().map(|round| round.seed).collect();
        assert_eq!(seeds.len(), 5, "other people in each");
        let small = rounds("soak --payments 60");
        assert_eq!((small.len(), small[0].payments, small[0].seed), (1, 60, 1));
    }
}
