#[tokio::main]
async fn main() -> Result<(), platform::lambda::Error> {
    platform::lambda::consume(|app, event| async move { settle_payments::handle(&app, event).await }).await
}
