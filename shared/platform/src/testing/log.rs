//! What a test has written to the log (security row 86).

use std::{
    io,
    sync::{Arc, Mutex},
};
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::fmt::MakeWriter;

/// Everything logged on this thread while it is held, debug lines of ours included.
#[derive(Debug)]
pub struct Log {
    text: Text,
    _guard: DefaultGuard,
}

#[derive(Debug, Clone, Default)]
struct Text(Arc<Mutex<Vec<u8>>>);

impl Log {
    pub fn capture() -> Self {
        let text = Text::default();
        let subscriber =
            tracing_subscriber::fmt().json().with_max_level(tracing::Level::DEBUG).with_writer(text.clone());
        let guard = tracing::subscriber::set_default(subscriber.finish());
        Self { text, _guard: guard }
    }

    /// The log so far. That something is in it is checked, or the test would prove nothing.
    #[track_caller]
    pub fn text(&self) -> String {
        let text = String::from_utf8_lossy(&self.text.0.lock().expect("not poisoned")).into_owned();
        assert!(text.contains("\"request\""), "requests are logged: {text}");
        text
    }

    /// Fails if one of the secrets is in the log.
    #[track_caller]
    pub fn assert_silent_about(&self, secrets: &[&str]) {
        let text = self.text();
        for secret in secrets {
            assert!(!secret.is_empty() && !text.contains(secret), "{secret} is in the log");
        }
    }
}

impl io::Write for Text {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("not poisoned").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Text {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}
