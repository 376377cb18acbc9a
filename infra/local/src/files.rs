//! S3: s3s over a folder, with signatures checked, CORS for the browser, and a word to the
//! host when an object has been created, since s3s itself sends no events.

use crate::aws::{ACCESS_KEY, SECRET_KEY};
use crate::stop::Parts;
use anyhow::{Context, Result, anyhow};
use axum::Router;
use axum::http::StatusCode;
use s3s::auth::SimpleAuth;
use s3s::dto::*;
use s3s::service::S3ServiceBuilder;
use s3s::{S3, S3Request, S3Response, S3Result};
use s3s_fs::FileSystem;
use serde_json::{Value, json};
use std::path::Path;
use tokio::net::TcpListener;
use tokio::sync::mpsc::UnboundedSender;
use tower::ServiceExt;
use tower_http::cors::CorsLayer;

/// An object that has just been stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Created {
    pub bucket: String,
    pub key: String,
    pub size: i64,
}

impl Created {
    /// The event as S3 sends it to a function. The key is URL-encoded, as there.
    pub fn event(&self, at: chrono::DateTime<chrono::Utc>) -> Value {
        json!({"Records": [{
            "eventVersion": "2.1",
            "eventSource": "aws:s3",
            "awsRegion": crate::aws::REGION,
            "eventTime": at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
            "eventName": "ObjectCreated:Put",
            "userIdentity": {"principalId": "local"},
            "requestParameters": {"sourceIPAddress": "127.0.0.1"},
            "responseElements": {"x-amz-request-id": "local", "x-amz-id-2": "local"},
            "s3": {
                "s3SchemaVersion": "1.0",
                "configurationId": "local",
                "bucket": {
                    "name": self.bucket,
                    "ownerIdentity": {"principalId": "local"},
                    "arn": format!("arn:aws:s3:::{}", self.bucket),
                },
                "object": {
                    "key": encoded(&self.key),
                    "size": self.size,
                    "sequencer": format!("{:016X}", at.timestamp_micros()),
                },
            },
        }]})
    }
}

/// Serves the buckets of `folder` on the socket; every stored object is told to `created`.
pub fn serve(
    folder: &Path,
    buckets: &[String],
    listener: TcpListener,
    created: UnboundedSender<Created>,
    parts: &mut Parts,
) -> Result<()> {
    for bucket in buckets {
        std::fs::create_dir_all(folder.join(bucket))
            .with_context(|| format!("не удалось создать папку {}", folder.join(bucket).display()))?;
    }
    let files = FileSystem::new(folder).map_err(|error| anyhow!("{}: {error:?}", folder.display()))?;
    let mut builder = S3ServiceBuilder::new(Watched { files, created });
    builder.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET_KEY));
    let service = builder.build();
    let router = Router::new()
        .fallback(move |request: axum::extract::Request| {
            let service = service.clone();
            async move {
                match service.oneshot(request).await {
                    Ok(response) => response.map(axum::body::Body::new),
                    Err(error) => {
                        tracing::error!(?error, "the local S3 could not answer");
                        axum::response::IntoResponse::into_response(StatusCode::INTERNAL_SERVER_ERROR)
                    }
                }
            }
        })
        .layer(CorsLayer::very_permissive());
    parts.serve(listener, router);
    Ok(())
}

/// S3 event keys are form-encoded: what is not plain is percent-encoded, a space is a plus.
fn encoded(key: &str) -> String {
    let mut out = String::new();
    for byte in key.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'*' | b'/' => {
                out.push(char::from(byte));
            }
            b' ' => out.push('+'),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

/// The folder's S3 that tells of what it has stored.
struct Watched {
    files: FileSystem,
    created: UnboundedSender<Created>,
}

impl Watched {
    fn tell(&self, bucket: &str, key: &str, size: i64) {
        let created = Created { bucket: bucket.to_owned(), key: key.to_owned(), size };
        if self.created.send(created).is_err() {
            tracing::debug!("nobody listens to stored objects any more");
        }
    }
}

macro_rules! watched {
    ($($operation:ident($input:ident) -> $output:ident;)*) => {
        #[async_trait::async_trait]
        impl S3 for Watched {
            $(async fn $operation(&self, request: S3Request<$input>) -> S3Result<S3Response<$output>> {
                self.files.$operation(request).await
            })*

            async fn put_object(
                &self,
                request: S3Request<PutObjectInput>,
            ) -> S3Result<S3Response<PutObjectOutput>> {
                let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
                let size = request.input.content_length.unwrap_or_default();
                let response = self.files.put_object(request).await?;
                self.tell(&bucket, &key, size);
                Ok(response)
            }

            async fn copy_object(
                &self,
                request: S3Request<CopyObjectInput>,
            ) -> S3Result<S3Response<CopyObjectOutput>> {
                let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
                let response = self.files.copy_object(request).await?;
                self.tell(&bucket, &key, 0);
                Ok(response)
            }

            async fn complete_multipart_upload(
                &self,
                request: S3Request<CompleteMultipartUploadInput>,
            ) -> S3Result<S3Response<CompleteMultipartUploadOutput>> {
                let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
                let response = self.files.complete_multipart_upload(request).await?;
                self.tell(&bucket, &key, 0);
                Ok(response)
            }
        }
    };
}

watched! {
    create_bucket(CreateBucketInput) -> CreateBucketOutput;
    delete_bucket(DeleteBucketInput) -> DeleteBucketOutput;
    delete_object(DeleteObjectInput) -> DeleteObjectOutput;
    delete_objects(DeleteObjectsInput) -> DeleteObjectsOutput;
    get_bucket_location(GetBucketLocationInput) -> GetBucketLocationOutput;
    get_object(GetObjectInput) -> GetObjectOutput;
    head_bucket(HeadBucketInput) -> HeadBucketOutput;
    head_object(HeadObjectInput) -> HeadObjectOutput;
    list_buckets(ListBucketsInput) -> ListBucketsOutput;
    list_objects(ListObjectsInput) -> ListObjectsOutput;
    list_objects_v2(ListObjectsV2Input) -> ListObjectsV2Output;
    create_multipart_upload(CreateMultipartUploadInput) -> CreateMultipartUploadOutput;
    upload_part(UploadPartInput) -> UploadPartOutput;
    upload_part_copy(UploadPartCopyInput) -> UploadPartCopyOutput;
    list_parts(ListPartsInput) -> ListPartsOutput;
    abort_multipart_upload(AbortMultipartUploadInput) -> AbortMultipartUploadOutput;
}
