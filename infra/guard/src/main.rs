use lambda_runtime::{Error, LambdaEvent, run, service_fn};

#[tokio::main]
async fn main() -> Result<(), Error> {
    platform::telemetry::init();
    let keys = guard::LiveKeys::from_env()?;
    run(service_fn(|event: LambdaEvent<guard::Request>| async {
        guard::judge(&keys, event.payload).await.map_err(Error::from)
    }))
    .await
}
