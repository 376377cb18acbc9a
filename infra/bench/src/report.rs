//! The table.

use crate::programs::Program;
use std::time::Duration;

/// Measured starts of one program.
#[derive(Debug, Default)]
pub struct Times {
    init: Vec<Duration>,
    answer: Vec<Duration>,
}

impl Times {
    pub fn add(&mut self, init: Duration, answer: Duration) {
        self.init.push(init);
        self.answer.push(answer);
    }
}

fn median(times: &[Duration]) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).map_or(f64::NAN, |time| time.as_secs_f64() * 1000.0)
}

/// One line a program: medians in milliseconds, and the first answer as a multiple of the baseline and of Node.
pub fn print(programs: &[Program], times: &[Times]) {
    let of = |name: &str| programs.iter().position(|program| program.name.starts_with(name));
    let answer = |index: usize| times.get(index).map_or(f64::NAN, |times| median(&times.answer));
    let baseline = of("baseline").map_or(f64::NAN, answer);
    let node = of("node").map(answer);
    println!(
        "{:<24}{:>10}{:>10}{:>14}{:>14}{:>10}",
        "program", "init ms", "first ms", "x baseline", "Node / it", "zip MB"
    );
    for (index, (program, times)) in programs.iter().zip(times).enumerate() {
        let first = answer(index);
        let faster = node.map_or_else(|| "–".to_owned(), |node| format!("{:.1}", node / first));
        let size =
            program.zip.map_or_else(|| "–".to_owned(), |bytes| format!("{:.2}", bytes as f64 / 1_048_576.0));
        println!(
            "{:<24}{:>10.1}{:>10.1}{:>14.2}{:>14}{:>10}",
            program.name,
            median(&times.init),
            first,
            first / baseline,
            faster,
            size
        );
    }
    if node.is_none() {
        println!("Node was not measured: run `npm ci` in infra/bench/node and have `node` on the PATH.");
    }
}
