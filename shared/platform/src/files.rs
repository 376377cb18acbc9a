//! S3: documents made for subscribers, packets exchanged with companies.

use crate::http::disposition;
use aws_config::SdkConfig;
use aws_sdk_s3::{
    Client,
    error::{ProvideErrorMetadata, SdkError},
    presigning::PresigningConfig,
    primitives::ByteStream,
};
use bytes::Bytes;
use domain::UserId;
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

    /// Deletes an object; deleting what is not there is no error.
    pub async fn delete(&self, bucket: &str, key: &str) -> Result<(), FilesError> {
        let deleted = self.client().delete_object().bucket(bucket).key(key).send().await;
        deleted.map(|_| ()).map_err(|e| FilesError::of("DeleteObject", &e))
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

    /// A link that opens a PDF in the browser for a short time (security rows 57 and 78).
    pub async fn link(
        &self,
        bucket: &str,
        key: &str,
        file_name: &str,
        lasts: Duration,
    ) -> Result<String, FilesError> {
        self.presign(bucket, key, "application/pdf", disposition::inline(file_name), lasts).await
    }

    /// The same for a file that is saved, not shown; `names`: in plain letters, and as people read it.
    pub async fn attachment(
        &self,
        bucket: &str,
        key: &str,
        names: (&str, &str),
        content_type: &str,
        lasts: Duration,
    ) -> Result<String, FilesError> {
        self.presign(bucket, key, content_type, disposition::attachment(names.0, names.1), lasts).await
    }

    async fn presign(
        &self,
        bucket: &str,
        key: &str,
        content_type: &str,
        disposition: String,
        lasts: Duration,
    ) -> Result<String, FilesError> {
        let lasts = PresigningConfig::expires_in(lasts)
            .map_err(|_| FilesError { operation: "Presign", code: "duration".into() })?;
        let request = self
            .client()
            .get_object()
            .bucket(bucket)
            .key(key)
            .response_content_type(content_type)
            .response_content_disposition(disposition)
            .presigned(lasts)
            .await
            .map_err(|e| FilesError::of("Presign", &e))?;
        Ok(request.uri().to_owned())
    }
}

/// Where a user's archive of own data is; there is one at a time.
pub fn archive_key(user: UserId) -> String {
    format!("profiles/{user}/archive.zip")
}
