#[tokio::main]
async fn main() -> Result<(), platform::lambda::Error> {
    platform::lambda::consume(|app, event| async move { import_packet::handle(&app, event).await }).await
}
