//! What a test has written to the log (security row 86).

use std::{
    io,
    sync::{Arc, Mutex},
};
use tracing::{Level, Subscriber, subscriber::DefaultGuard};
use tracing_subscriber::fmt::MakeWriter;

/// What is logged while it is held.
#[derive(Debug)]
pub struct Log {
    text: Text,
    _guard: Option<DefaultGuard>,
}

#[derive(Debug, Clone, Default)]
struct Text(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Everything of this thread, debug lines of ours included.
    pub fn capture() -> Self {
        let text = Text::default();
        let guard = tracing::subscriber::set_default(text.subscriber(Level::DEBUG));
        Self { text, _guard: Some(guard) }
    }

    /// Everything of the whole process, as it logs in the cloud; once in a program.
    pub fn capture_all() -> Self {
        let text = Text::default();
        let subscriber = text.subscriber(Level::INFO);
        tracing::subscriber::set_global_default(subscriber).expect("the only one of this program");
        Self { text, _guard: None }
    }

    /// The log so far. That something is in it is checked, or the test would prove nothing.
    #[track_caller]
    pub fn text(&self) -> String {
        let text = String::from_utf8_lossy(&self.text.0.lock().expect("not poisoned")).into_owned();
        assert!(text.contains("\"request\""), "requests are logged: {text}");
        text
    }

    /// How often something has been logged.
    pub fn times(&self, what: &str) -> usize {
        String::from_utf8_lossy(&self.text.0.lock().expect("not poisoned")).matches(what).count()
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

impl Text {
    fn subscriber(&self, level: Level) -> impl Subscriber + Send + Sync + use<> {
        tracing_subscriber::fmt().json().with_max_level(level).with_writer(self.clone()).finish()
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
