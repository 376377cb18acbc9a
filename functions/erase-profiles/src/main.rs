#[tokio::main]
async fn main() -> Result<(), platform::lambda::Error> {
    platform::lambda::consume(|app, event| async move { erase_profiles::handle(&app, event).await }).await
}
