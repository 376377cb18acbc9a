//! The ZIP of a packet: only the files we know, no larger than it says and than is allowed.

use bytes::Bytes;
use domain::packet::{File, MAX_UNPACKED, Manifest, Problems};
use sha2::{Digest, Sha256};
use std::io::{self, Cursor, Read};
use zip::{ZipArchive, read::ZipFile};

/// A JSON file beside the rows is small.
const LARGEST_JSON: u64 = 1_000_000;

/// So is a row: whoever reads rows keeps one of them in memory.
const LONGEST_LINE: usize = 1_000_000;

/// An opened ZIP. Clones share the bytes, so that its files can be read side by side.
#[derive(Clone)]
pub struct Archive(ZipArchive<Cursor<Bytes>>);

impl Archive {
    /// Judges names and sizes as declared; nothing is unpacked yet, and nothing ever to a disk.
    pub fn open(bytes: Bytes, problems: &mut Problems) -> Option<Self> {
        let Ok(zip) = ZipArchive::new(Cursor::new(bytes)) else {
            problems.file(crate::inbox::PACKET, "не удалось открыть: ожидается архив ZIP");
            return None;
        };
        let archive = Self(zip);
        let names: Vec<String> = archive.names().map(str::to_owned).collect();
        let known =
            |name: &str| name == Manifest::NAME || name == Manifest::COMPANY || name.parse::<File>().is_ok();
        for name in names.iter().filter(|name| !known(name)) {
            let shown: String = name.chars().filter(|c| !c.is_control()).take(100).collect();
            problems.file(&shown, "в архиве посторонний файл: допускаются только файлы формата, без папок");
        }
        if archive.0.decompressed_size().is_none_or(|size| size > u128::from(MAX_UNPACKED)) {
            let message = format!("в распакованном виде больше {} МБ", MAX_UNPACKED / 1_000_000);
            problems.file(crate::inbox::PACKET, message);
        }
        problems.is_empty().then_some(archive)
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.file_names()
    }

    /// A file as a stream that tells its SHA-256 in the end.
    pub fn stream(&mut self, name: &str) -> io::Result<Hashed<ZipFile<'_, Cursor<Bytes>>>> {
        let file = self.0.by_name(name).map_err(io::Error::other)?;
        let left = file.size();
        Ok(Hashed { inner: file, hash: Sha256::new(), left, line: 0 })
    }

    /// A small file whole, with its SHA-256.
    pub fn json(&mut self, name: &str) -> io::Result<(Vec<u8>, String)> {
        let mut stream = self.stream(name)?;
        if stream.left > LARGEST_JSON {
            return Err(io::Error::other("too large"));
        }
        let mut text = Vec::new();
        stream.read_to_end(&mut text)?;
        Ok((text, stream.sha256()))
    }
}

/// Counts and hashes what is read. A file that goes on past its declared size, or without an end of line,
/// is a bomb and an error.
pub struct Hashed<R> {
    inner: R,
    hash: Sha256,
    left: u64,
    /// Bytes since the last end of line.
    line: usize,
}

impl<R> Hashed<R> {
    pub fn sha256(&self) -> String {
        hex::encode(self.hash.clone().finalize())
    }
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.left =
            self.left.checked_sub(read as u64).ok_or_else(|| io::Error::other("larger than declared"))?;
        self.line = match buffer[..read].iter().rposition(|byte| *byte == b'\n') {
            Some(end) => read - end,
            None => self.line + read,
        };
        if self.line > LONGEST_LINE {
            return Err(io::Error::other("a line without end"));
        }
        self.hash.update(&buffer[..read]);
        Ok(read)
    }
}
