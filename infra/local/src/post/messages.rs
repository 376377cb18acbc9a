//! Messages that were sent, kept in memory and, with a data folder, on disk, so that a restart
//! loses none.

use super::letter::{self, Letter};
use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use ulid::Ulid;

/// How many of the newest messages are remembered.
const KEPT: usize = 2000;

/// The way a message went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    Email,
    Sms,
}

/// A message as `/local/messages.json` shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub id: String,
    pub at: DateTime<Utc>,
    pub channel: Channel,
    pub to: String,
    /// Empty for an SMS.
    pub subject: String,
    pub text: String,
    /// `null` for an SMS or a letter of text alone.
    pub html: Option<String>,
    /// The verification code, if the message carries one.
    pub code: Option<String>,
    pub attachments: Vec<Attachment>,
}

/// A file of a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    pub name: String,
    pub content_type: String,
    /// Bytes.
    pub size: usize,
    /// Path on the portal's address.
    pub url: String,
}

/// A message with the contents of its files, one line of the folder's file.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    message: Message,
    /// Base64, in the order of the attachments.
    files: Vec<String>,
}

/// All messages; clones share them.
#[derive(Debug, Clone, Default)]
pub struct Messages {
    kept: Arc<Mutex<VecDeque<Kept>>>,
    file: Option<Arc<Mutex<File>>>,
}

impl Messages {
    /// Messages that live in a file of the data folder.
    pub fn open(path: &Path) -> Result<Self> {
        let mut kept = VecDeque::new();
        if let Ok(file) = File::open(path) {
            // A line cut off by a crash is no message; the ones before it are.
            let lines = BufReader::new(file).lines().map_while(Result::ok);
            kept.extend(lines.filter_map(|line| serde_json::from_str::<Kept>(&line).ok()));
        }
        while kept.len() > KEPT {
            kept.pop_front();
        }
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)
            .with_context(|| format!("не удалось открыть {}", path.display()))?;
        Ok(Self { kept: Arc::new(Mutex::new(kept)), file: Some(Arc::new(Mutex::new(file))) })
    }

    /// Keeps a message and returns its id.
    pub fn keep(&self, channel: Channel, to: &str, letter: Letter) -> String {
        let id = Ulid::new().to_string();
        let attachments = letter.attachments.iter().enumerate().map(|(index, file)| Attachment {
            name: file.name.clone(),
            content_type: file.content_type.clone(),
            size: file.bytes.len(),
            url: format!("/local/messages/{id}/attachments/{index}"),
        });
        let message = Message {
            at: Utc::now(),
            channel,
            to: to.to_owned(),
            code: letter::code(&letter.subject, &letter.text),
            attachments: attachments.collect(),
            subject: letter.subject,
            text: letter.text,
            html: Some(letter.html).filter(|html| !html.is_empty()),
            id: id.clone(),
        };
        let files = letter.attachments.iter().map(|file| STANDARD.encode(&file.bytes)).collect();
        let kept = Kept { message, files };
        if let Some(file) = &self.file
            && let Ok(mut line) = serde_json::to_vec(&kept)
        {
            line.push(b'\n');
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            if let Err(error) = file.write_all(&line) {
                tracing::error!(%error, "a message was not written to the data folder");
            }
        }
        let mut all = self.all();
        all.push_back(kept);
        if all.len() > KEPT {
            all.pop_front();
        }
        id
    }

    /// Messages to one recipient or to all, newest first.
    pub fn newest(&self, to: Option<&str>) -> Vec<Message> {
        let all = self.all();
        let chosen = all.iter().rev().map(|kept| &kept.message);
        chosen.filter(|message| to.is_none_or(|to| same_recipient(&message.to, to))).cloned().collect()
    }

    /// One message.
    pub fn get(&self, id: &str) -> Option<Message> {
        self.all().iter().find(|kept| kept.message.id == id).map(|kept| kept.message.clone())
    }

    /// The contents of a message's file.
    pub fn file(&self, id: &str, index: usize) -> Option<(Attachment, Vec<u8>)> {
        let all = self.all();
        let kept = all.iter().find(|kept| kept.message.id == id)?;
        let bytes = STANDARD.decode(kept.files.get(index)?).ok()?;
        Some((kept.message.attachments.get(index)?.clone(), bytes))
    }

    fn all(&self) -> std::sync::MutexGuard<'_, VecDeque<Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A plus of a phone comes out of an unescaped query as a space.
fn same_recipient(one: &str, other: &str) -> bool {
    one.trim_start_matches('+').eq_ignore_ascii_case(other.trim().trim_start_matches('+'))
}
