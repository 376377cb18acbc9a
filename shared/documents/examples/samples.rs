//! Writes sample documents into a folder, to be looked at and printed:
//! `cargo run -p documents --example samples -- FOLDER`.

#[path = "../tests/samples/mod.rs"]
mod samples;

use documents::{bill, receipt};
use std::{env, error::Error, fs, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args().nth(1).ok_or("name a folder")?);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("bill.pdf"), bill::render(&samples::bill())?)?;
    fs::write(folder.join("bill-long.pdf"), bill::render(&samples::long_bill())?)?;
    fs::write(folder.join("receipt.pdf"), receipt::render(&samples::receipt())?)?;
    Ok(())
}
