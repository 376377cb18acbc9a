//! S3: documents made for subscribers, packets exchanged with companies.

use aws_config::SdkConfig;
use aws_sdk_s3::{
    Client,
    error::{ProvideErrorMetadata, SdkError},
    presigning::PresigningConfig,
    primitives::ByteStream,
};
use bytes::Bytes;
use std::{sync::OnceLock, time::Duration};

/// A file could not be read, kept or shown.
#[derive(Debug, thiserror::Error)]
#[error("files: {operation}: {code}")]
pub struct FilesError {
    operation: &'static str,
    code: String,
}

impl FilesError {
    fn of<E: ProvideErrorMetadata, R>(operation: &'static str, error: &SdkError<E, R>) -> Self {
        let code = error.as_service_error().and_then(|e| e.code()).unwrap_or("no_answer").to_owned();
        Self { operation, code }
    }
}

/// The client is made at the first use: most functions have none.
#[derive(Debug)]
pub struct Files {
    aws: SdkConfig,
    path_style: bool,
    client: OnceLock<Client>,
}

impl Files {
    pub fn new(aws: SdkConfig, path_style: bool) -> Self {
        Self { aws, path_style, client: OnceLock::new() }
    }

    fn client(&self) -> &Client {
        self.client.get_or_init(|| {
            let config =
                aws_sdk_s3::config::Builder::from(&self.aws).force_path_style(self.path_style).build();
            Client::from_conf(config)
        })
    }

    pub async fn put(
        &self,
        bucket: &str,
        key: &str,
        content_type: &str,
        body: Vec<u8>,
    ) -> Result<(), FilesError> {
        self.client()
            .put_object()
            .bucket(bucket)
            .key(key)
            .content_type(content_type)
            .body(ByteStream::from(body))
            .send()
            .await
            .map(|_| ())
            .map_err(|e| FilesError::of("PutObject", &e))
    }

    /// The whole object; `None` when there is none.
    pub async fn get(&self, bucket: &str, key: &str) -> Result<Option<Bytes>, FilesError> {
        let output = match self.client().get_object().bucket(bucket).key(key).send().await {
            Ok(output) => output,
            Err(error) if error.as_service_error().is_some_and(|e| e.is_no_such_key()) => return Ok(None),
            Err(error) => return Err(FilesError::of("GetObject", &error)),
        };
        let body = output.body.collect().await;
        body.map(|data| Some(data.into_bytes()))
            .map_err(|_| FilesError { operation: "GetObject", code: "cut_short".into() })
    }

    /// A link that opens the object for a short time (security rows 57 and 78).
    pub async fn link(
        &self,
        bucket: &str,
        key: &str,
        file_name: &str,
        lasts: Duration,
    ) -> Result<String, FilesError> {
        let lasts = PresigningConfig::expires_in(lasts)
            .map_err(|_| FilesError { operation: "Presign", code: "duration".into() })?;
        let request = self
            .client()
            .get_object()
            .bucket(bucket)
            .key(key)
            .response_content_type("application/pdf")
            .response_content_disposition(disposition(file_name))
            .presigned(lasts)
            .await
            .map_err(|e| FilesError::of("Presign", &e))?;
        Ok(request.uri().to_owned())
    }
}

/// RFC 6266 with the name in UTF-8; shown in the browser, saved under its name. Control characters go.
fn disposition(file_name: &str) -> String {
    let mut encoded = String::new();
    for byte in file_name.chars().filter(|c| !c.is_control()).collect::<String>().bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => encoded.push(char::from(byte)),
            other => encoded.push_str(&format!("%{other:02X}")),
        }
    }
    format!("inline; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_cannot_break_out_of_its_header() {
        assert_eq!(disposition("a\"\r\nb.pdf"), "inline; filename*=UTF-8''a%22b.pdf");
        assert_eq!(disposition("счёт.pdf"), "inline; filename*=UTF-8''%D1%81%D1%87%D1%91%D1%82.pdf");
    }
}
