//! How a local cloud is to be started.

use chrono::NaiveDate;
use platform::Clock;
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// Says a line of progress to a person.
pub type Tell = Arc<dyn Fn(&str) + Send + Sync>;

/// Settings of one cloud.
#[derive(Clone)]
pub struct Options {
    /// The portal's port; the four after it are taken too. 0 takes free ones.
    pub port: u16,
    /// Where everything is kept; `None` keeps it in memory.
    pub data: Option<PathBuf>,
    /// The functions' clock.
    pub clock: Clock,
    /// Whether the demo companies are imported on a first start.
    pub demo: bool,
    /// The day that the demo data is of; the clock's day when `None`.
    pub today: Option<NaiveDate>,
    /// Whether the site is built and served.
    pub site: bool,
    /// Whether schedules run by themselves. They can always be run by hand.
    pub schedules: bool,
    /// Further companies with a shop at the bank, by id and name: whatever packet they come in by.
    pub companies: Vec<(String, String)>,
    /// The runtime emulator that runs the functions; `None` runs them in this process.
    pub api: Option<String>,
    /// Environment of the functions that differs from the template's defaults.
    pub settings: BTreeMap<String, String>,
    pub tell: Tell,
}

impl Options {
    /// For tests: in memory on free ports, without the site, nothing happens by the clock.
    pub fn for_tests() -> Self {
        Self {
            port: 0,
            data: None,
            clock: Clock::System,
            demo: true,
            today: None,
            site: false,
            schedules: false,
            companies: Vec::new(),
            api: None,
            settings: BTreeMap::new(),
            tell: Arc::new(|_| {}),
        }
    }

    /// The same with one setting of the functions changed, e.g. `CODE_LENGTH`.
    pub fn with_setting(mut self, name: &str, value: impl ToString) -> Self {
        self.settings.insert(name.to_owned(), value.to_string());
        self
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("port", &self.port)
            .field("data", &self.data)
            .field("demo", &self.demo)
            .field("site", &self.site)
            .field("schedules", &self.schedules)
            .field("api", &self.api)
            .finish_non_exhaustive()
    }
}
