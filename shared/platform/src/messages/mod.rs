//! Letters and SMS. Codes are sent here at once; everything else is told by `notify` from the outbox.

mod letter;

pub use letter::Letter;

use aws_config::SdkConfig;
use aws_sdk_ses::{
    error::{ProvideErrorMetadata, SdkError},
    primitives::Blob,
    types::RawMessage,
};
use domain::login::{Channel, Login};
use lettre::message::{Mailbox, MultiPart};
use std::sync::OnceLock;

/// A message was not accepted for delivery.
#[derive(Debug, thiserror::Error)]
#[error("messages: {operation}: {code}")]
pub struct MessageError {
    operation: &'static str,
    code: String,
}

impl MessageError {
    fn of<E: ProvideErrorMetadata, R>(operation: &'static str, error: &SdkError<E, R>) -> Self {
        let code = error.as_service_error().and_then(|e| e.code()).unwrap_or("no_answer").to_owned();
        Self { operation, code }
    }

    fn malformed(operation: &'static str) -> Self {
        Self { operation, code: "malformed".into() }
    }
}

/// The same words for both channels.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    pub letter: Letter,
    /// At most 70 characters where it can be: one SMS in Cyrillic.
    pub sms: String,
}

/// SES and SNS; the clients are made at their first use.
#[derive(Debug)]
pub struct Messenger {
    aws: SdkConfig,
    from: String,
    ses: OnceLock<aws_sdk_ses::Client>,
    sns: OnceLock<aws_sdk_sns::Client>,
}

impl Messenger {
    pub fn new(aws: SdkConfig, from: String) -> Self {
        Self { aws, from, ses: OnceLock::new(), sns: OnceLock::new() }
    }

    /// Sends by the channel of the login: a letter to an e-mail address, an SMS to a phone.
    pub async fn send(&self, to: &Login, message: &Message) -> Result<(), MessageError> {
        match to.channel() {
            Channel::Email => self.send_letter(to.as_str(), &message.letter).await,
            Channel::Sms => self.send_sms(to.as_str(), &message.sms).await,
        }
    }

    async fn send_letter(&self, to: &str, letter: &Letter) -> Result<(), MessageError> {
        let malformed = || MessageError::malformed("SendRawEmail");
        // Parsed as one mailbox: a line break or a second address cannot get through (security row 16).
        let to: Mailbox = to.parse().map_err(|_| malformed())?;
        let from: Mailbox = self.from.parse().map_err(|_| malformed())?;
        let raw = lettre::Message::builder()
            .from(from)
            .to(to)
            .subject(&letter.subject)
            .multipart(MultiPart::alternative_plain_html(letter.text(), letter.html()))
            .map_err(|_| malformed())?
            .formatted();
        let raw = RawMessage::builder().data(Blob::new(raw)).build().map_err(|_| malformed())?;
        let client = self.ses.get_or_init(|| aws_sdk_ses::Client::new(&self.aws));
        let sent = client.send_raw_email().raw_message(raw).send().await;
        sent.map(|_| ()).map_err(|e| MessageError::of("SendRawEmail", &e))
    }

    async fn send_sms(&self, to: &str, text: &str) -> Result<(), MessageError> {
        let client = self.sns.get_or_init(|| aws_sdk_sns::Client::new(&self.aws));
        let sent = client.publish().phone_number(to).message(text).send().await;
        sent.map(|_| ()).map_err(|e| MessageError::of("Publish", &e))
    }
}
