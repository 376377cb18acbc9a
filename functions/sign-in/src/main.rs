#[tokio::main]
async fn main() -> Result<(), platform::lambda::Error> {
    platform::lambda::serve(sign_in::api()).await
}
