//! Where a cloud keeps its state: a folder that one process holds at a time, or a temporary one.

use anyhow::{Context, Result, bail};
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The place of everything that outlives a request.
#[derive(Debug)]
pub struct Folder {
    /// Kept between starts; `None` in memory mode.
    kept: Option<PathBuf>,
    /// The lock of a kept folder lives as long as this.
    _lock: Option<File>,
    /// Stored objects need files even in memory mode; these go with the process.
    temporary: Option<TempDir>,
}

impl Folder {
    /// Takes the folder for this process, or a temporary one.
    pub fn open(data: Option<&Path>) -> Result<Self> {
        let Some(data) = data else {
            let temporary = tempfile::Builder::new().prefix("moigaz-").tempdir()?;
            return Ok(Self { kept: None, _lock: None, temporary: Some(temporary) });
        };
        std::fs::create_dir_all(data)
            .with_context(|| format!("не удалось создать папку данных {}", data.display()))?;
        let lock = File::create(data.join("lock"))
            .with_context(|| format!("папка данных {} недоступна для записи", data.display()))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => bail!(
                "папкой данных {} уже пользуется другой запуск портала. Остановите его или укажите \
                 другую: cargo run -- --data ПАПКА",
                data.display()
            ),
            Err(TryLockError::Error(error)) => {
                return Err(error).with_context(|| format!("{}", data.display()));
            }
        }
        Ok(Self { kept: Some(data.to_owned()), _lock: Some(lock), temporary: None })
    }

    /// A file that is kept between starts; `None` in memory mode.
    pub fn file(&self, name: &str) -> Option<PathBuf> {
        self.kept.as_ref().map(|folder| folder.join(name))
    }

    /// The folder of stored objects, made if it is not there.
    pub fn objects(&self) -> Result<PathBuf> {
        let parent = match (&self.kept, &self.temporary) {
            (Some(folder), _) => folder.as_path(),
            (None, Some(temporary)) => temporary.path(),
            (None, None) => bail!("no folder"),
        };
        let objects = parent.join("files");
        std::fs::create_dir_all(&objects)?;
        Ok(objects)
    }

    /// For a person.
    pub fn describe(&self) -> String {
        match &self.kept {
            Some(folder) => folder.display().to_string(),
            None => "в памяти, до остановки".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_belongs_to_one_process() {
        let folder = tempfile::tempdir().unwrap();
        let first = Folder::open(Some(folder.path())).unwrap();
        let error = Folder::open(Some(folder.path())).unwrap_err().to_string();
        assert!(error.contains("--data"), "{error}");
        drop(first);
        Folder::open(Some(folder.path())).unwrap();
    }
}
