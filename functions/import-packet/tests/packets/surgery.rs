//! Takes a good packet apart and puts it together again with one thing changed.

use domain::packet::Manifest;
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    io::{Cursor, Read, Write},
};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

pub struct Surgery {
    pub manifest: Manifest,
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Surgery {
    pub fn on(packet: &[u8]) -> Self {
        let mut zip = ZipArchive::new(Cursor::new(packet)).expect("a ZIP");
        let mut files = BTreeMap::new();
        for index in 0..zip.len() {
            let mut file = zip.by_index(index).expect("a file");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("read");
            files.insert(file.name().to_owned(), bytes);
        }
        let manifest = files.remove(Manifest::NAME).expect("a manifest");
        Self { manifest: serde_json::from_slice(&manifest).expect("JSON"), files }
    }

    /// Changes the text of a file; the manifest is made to agree in rows and SHA-256.
    pub fn edit(mut self, name: &str, change: impl FnOnce(String) -> String) -> Self {
        let text = String::from_utf8(self.files[name].clone()).expect("UTF-8");
        self.files.insert(name.into(), change(text).into_bytes());
        self.sign();
        self
    }

    pub fn manifest(mut self, change: impl FnOnce(&mut Manifest)) -> Self {
        change(&mut self.manifest);
        self
    }

    pub fn file(mut self, name: &str, bytes: &[u8]) -> Self {
        self.files.insert(name.into(), bytes.to_vec());
        self
    }

    /// Makes the manifest agree with the files.
    pub fn sign(&mut self) {
        self.sign_hashes();
        for entry in self.manifest.files.iter_mut().filter(|entry| entry.name != Manifest::COMPANY) {
            let bytes = &self.files[&entry.name];
            entry.rows = bytes.iter().filter(|b| **b == b'\n').count() as u64 - 1;
        }
    }

    pub fn sign_hashes(&mut self) {
        for entry in &mut self.manifest.files {
            entry.sha256 = hex::encode(Sha256::digest(&self.files[&entry.name]));
        }
    }

    pub fn zip(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let manifest = serde_json::to_vec(&self.manifest).expect("JSON");
        for (name, bytes) in std::iter::once((Manifest::NAME, &manifest))
            .chain(self.files.iter().map(|(n, b)| (n.as_str(), b)))
        {
            zip.start_file(name, SimpleFileOptions::default()).expect("a file");
            zip.write_all(bytes).expect("written");
        }
        zip.finish().expect("a ZIP").into_inner()
    }
}
