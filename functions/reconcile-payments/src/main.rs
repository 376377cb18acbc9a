#[tokio::main]
async fn main() -> Result<(), platform::lambda::Error> {
    platform::lambda::consume(|app, event| async move { reconcile_payments::handle(&app, event).await }).await
}
