//! What a cold start costs at least: the smallest function with one DynamoDB client that does one `GetItem`. The
//! functions of the portal are measured against it.

use aws_config::BehaviorVersion;
use aws_sdk_dynamodb::{Client, types::AttributeValue};
use lambda_http::{Body, Error, Request, Response, run, service_fn};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let aws = aws_config::defaults(BehaviorVersion::latest()).load().await;
    let client = Client::new(&aws);
    run(service_fn(|_: Request| async {
        let answer = client
            .get_item()
            .table_name("identity")
            .key("pk", AttributeValue::S("a".into()))
            .key("sk", AttributeValue::S("b".into()))
            .send()
            .await?;
        let found = if answer.item.is_some() { 200 } else { 404 };
        Ok::<_, Error>(Response::builder().status(found).body(Body::Empty)?)
    }))
    .await
}
