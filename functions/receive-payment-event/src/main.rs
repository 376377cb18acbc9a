#[tokio::main]
async fn main() -> Result<(), platform::lambda::Error> {
    platform::lambda::serve(receive_payment_event::api()).await
}
