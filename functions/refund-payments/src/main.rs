#[tokio::main]
async fn main() -> Result<(), platform::lambda::Error> {
    platform::lambda::consume(|app, event| async move { refund_payments::handle(&app, event).await }).await
}
