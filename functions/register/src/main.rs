#[tokio::main]
async fn main() -> Result<(), platform::lambda::Error> {
    platform::lambda::serve(register::api()).await
}
