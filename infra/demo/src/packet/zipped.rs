//! Files of a packet are packed side by side, each on its own, and joined at the end without packing again:
//! rows of one account go to twelve files at once, and a ZIP is written file after file.

use domain::packet::{FileEntry, Manifest};
use sha2::{Digest, Sha256};
use std::io::{Cursor, Write};
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter, write::SimpleFileOptions};

/// No clock in it: the same rows make the same bytes.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(6))
        .last_modified_time(DateTime::default())
}

/// One file being written.
pub struct Zipped {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    hash: Sha256,
    name: &'static str,
}

/// A finished file: a ZIP with it alone, and what the manifest says of it.
pub struct Part {
    bytes: Vec<u8>,
    pub entry: FileEntry,
}

impl Zipped {
    pub fn new(name: &'static str) -> anyhow::Result<Self> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(name, options())?;
        Ok(Self { zip, hash: Sha256::new(), name })
    }

    pub fn write(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        self.hash.update(bytes);
        Ok(self.zip.write_all(bytes)?)
    }

    pub fn finish(self, rows: u64, control_sum: Option<i64>) -> anyhow::Result<Part> {
        let entry = FileEntry {
            name: self.name.to_owned(),
            rows,
            sha256: hex::encode(self.hash.finalize()),
            control_sum,
        };
        Ok(Part { bytes: self.zip.finish()?.into_inner(), entry })
    }
}

/// The packet: manifest first.
pub fn join(manifest: &Manifest, parts: Vec<Part>) -> anyhow::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(Manifest::NAME, options())?;
    zip.write_all(serde_json::to_string_pretty(manifest)?.as_bytes())?;
    for part in parts {
        let mut packed = ZipArchive::new(Cursor::new(part.bytes))?;
        zip.raw_copy_file(packed.by_index_raw(0)?)?;
    }
    Ok(zip.finish()?.into_inner())
}
