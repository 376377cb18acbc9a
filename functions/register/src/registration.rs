//! What waits for the code of a registration.

use platform::messages::Message;
use serde::{Deserialize, Serialize};
use verification::{Code, Purpose, Waits, texts};

#[derive(Debug, Serialize, Deserialize)]
pub struct NewUser {
    /// Hash of the password that begins to work with the code (security row 9).
    pub password: String,
}

impl Waits for NewUser {
    const PURPOSE: Purpose = Purpose::Registration;

    fn message(&self, site: &str, code: Option<&Code>) -> Message {
        match code {
            Some(code) => texts::registration_code(code),
            None => texts::already_registered(site),
        }
    }
}
