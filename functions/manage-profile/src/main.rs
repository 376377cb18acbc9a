#[tokio::main]
async fn main() -> Result<(), platform::lambda::Error> {
    platform::lambda::serve(manage_profile::api()).await
}
