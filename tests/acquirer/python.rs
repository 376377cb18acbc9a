//! A Python with the acquirer's own client, in `.local/acquirer`; made anew when the list of packages changes.

use std::{
    fs::{self, File},
    io::ErrorKind,
    path::{Path, PathBuf},
    process::Command,
};

const PACKAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/acquirer/requirements.txt");
const LOCAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/.local");

/// The interpreter; the first call installs the packages. The error says what is missing.
pub fn interpreter() -> Result<PathBuf, String> {
    let folder = Path::new(LOCAL).join("acquirer");
    fs::create_dir_all(LOCAL).expect("a folder for the client");
    // Two tests may ask at once.
    let lock = File::create(Path::new(LOCAL).join("acquirer.lock")).expect("a lock");
    lock.lock().expect("the other test to be done");
    let wanted = fs::read(PACKAGES).expect("the list of packages");
    let installed = folder.join("installed");
    if fs::read(&installed).ok().as_ref() != Some(&wanted) {
        eprintln!("Устанавливаю клиент эквайера в .local/acquirer");
        install(&folder)?;
        fs::write(installed, wanted).expect("noted");
    }
    Ok(folder.join("bin/python"))
}

fn install(folder: &Path) -> Result<(), String> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => panic!("{}: {error}", folder.display()),
        _ => {}
    }
    let venv = || run(Command::new("python3").args(["-m", "venv"]).arg(folder));
    // Debian keeps venv in a package of its own.
    let made =
        venv() || (run(Command::new("apt-get").args(["install", "-y", "-q", "python3-venv"])) && venv());
    if !made {
        return Err("Python 3.10 or newer with venv is needed: apt-get install python3 python3-venv, or \
                    https://www.python.org"
            .into());
    }
    let mut pip = Command::new(folder.join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check", "--requirement", PACKAGES]);
    match run(&mut pip) {
        true => Ok(()),
        false => Err("pip could not install tests/acquirer/requirements.txt: is PyPI reachable, and is it \
                      Python 3.10 or newer?"
            .into()),
    }
}

/// Whether a program could be run and succeeded.
fn run(command: &mut Command) -> bool {
    command.status().is_ok_and(|status| status.success())
}
