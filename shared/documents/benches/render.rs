//! Time and size of a page, warm, every page another one. The budget is 3 ms a page:
//! printed, never asserted, for a shared machine tells little in absolute figures.

#[path = "../tests/samples/mod.rs"]
mod samples;

use documents::{bill, receipt, warm_up};
use domain::Kopecks;
use std::time::Instant;

const PAGES: i64 = 200;

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
    let started = Instant::now();
    let size = render(0);
    let first = started.elapsed();
    let started = Instant::now();
    for turn in 1..=PAGES {
        render(turn);
    }
    let each = started.elapsed().as_secs_f64() * 1000.0 / PAGES as f64;
    println!("{name}: first {:.2} ms, then {each:.2} ms each; {size}", first.as_secs_f64() * 1000.0);
}
