#[tokio::main]
async fn main() -> Result<(), platform::lambda::Error> {
    platform::lambda::serve(recover_password::api()).await
}
