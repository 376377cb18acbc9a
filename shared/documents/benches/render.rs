//! Time and size of a page, warm, every page another one. The budget is 3 ms a page:
//! printed, never asserted, for a shared machine tells little in absolute figures. There the least of many runs
//! comes nearest to a core of one's own. A number after `--` says how many pages.

#[path = "../tests/samples/mod.rs"]
mod samples;

use documents::{bill, receipt, warm_up};
use domain::Kopecks;
use std::time::Instant;

const PAGES: usize = 200;

fn main() {
    warm_up();
    measure("bill, bytes", |turn| {
        let mut bill = samples::bill();
        bill.due = Kopecks(150_000 + turn);
        bill.account = format!("{:08}", 33_000_000 + turn);
        bill::render(&bill).expect("a bill").len()
    });
    measure("bill, layout alone, pages", |turn| {
        let mut bill = samples::bill();
        bill.due = Kopecks(150_000 + turn);
        bill::lay_out(&bill).pages()
    });
    measure("receipt, bytes", |turn| {
        let mut receipt = samples::receipt();
        receipt.amount = Kopecks(150_000 + turn);
        receipt.account = format!("{:08}", 33_000_000 + turn);
        receipt::render(&receipt).expect("a receipt").len()
    });
}

fn measure(name: &str, render: impl Fn(i64) -> usize) {
    let pages = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(PAGES).max(1);
    let (first, size) = timed(|| render(0));
    let mut each: Vec<f64> = (1..).take(pages).map(|turn| timed(|| render(turn)).0).collect();
    each.sort_by(f64::total_cmp);
    let (least, median) = (each[0], each[pages / 2]);
    println!("{name}: first {first:.2} ms, then {least:.2} at least, {median:.2} the median; {size}");
}

/// Milliseconds, and what came out.
fn timed(work: impl FnOnce() -> usize) -> (f64, usize) {
    let started = Instant::now();
    let made = work();
    (started.elapsed().as_secs_f64() * 1000.0, made)
}
