//! The edge to the Lambda runtime: `main` of every function is one call of this.

use crate::{App, StoreError, files::FilesError, http, secrets::SecretsError, telemetry};
use lambda_runtime::{LambdaEvent, service_fn};
use serde::{Serialize, de::DeserializeOwned};
use std::fmt::Debug;

pub use lambda_http::Error;

/// An asynchronous function could not do its work; the runtime delivers the event again.
#[derive(Debug, thiserror::Error)]
pub enum EventError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Files(#[from] FilesError),
    #[error(transparent)]
    Secrets(#[from] SecretsError),
    #[error(transparent)]
    Message(#[from] crate::messages::MessageError),
    #[error("{0}")]
    Other(String),
}

/// Serves a function's HTTP routes.
pub async fn serve(api: http::Api) -> Result<(), Error> {
    telemetry::init();
    let app = App::from_env()?;
    lambda_http::run(http::router(api, app)).await
}

/// Feeds events to a function.
pub async fn consume<E, R, F, Fut>(handle: F) -> Result<(), Error>
where
    E: DeserializeOwned + Send + 'static,
    R: Serialize + Debug + Send + 'static,
    F: Fn(App, E) -> Fut,
    Fut: Future<Output = Result<R, EventError>>,
{
    telemetry::init();
    let app = App::from_env()?;
    lambda_runtime::run(service_fn(|event: LambdaEvent<E>| {
        let done = handle(app.clone(), event.payload);
        async move {
            done.await.inspect_err(|error| tracing::error!(%error, "event failed")).map_err(Error::from)
        }
    }))
    .await
}
