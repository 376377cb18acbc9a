//! How fast packets enter the embedded store: `cargo run -p import-packet --example speed -- 20000`.

use platform::testing::World;
use std::time::Instant;

#[tokio::main]
async fn main() {
    let accounts: u32 = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(20_000);
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 24).expect("a date");
    let start = Instant::now();
    let packet = demo::generate(accounts, 1, today).expect("made");
    println!("made {accounts} accounts in {:.1?}, {} KB packed", start.elapsed(), packet.bytes.len() / 1000);

    let world = World::new().await;
    let key = format!("{}/in/{}.zip", packet.company, packet.name);
    let bucket = &world.app.config.exchange_bucket;
    world.app.files.put(bucket, &key, "application/zip", packet.bytes).await.expect("put");
    let mut record = aws_lambda_events::event::s3::S3EventRecord::default();
    record.s3.object.key = Some(key);
    let mut event = aws_lambda_events::event::s3::S3Event::default();
    event.records.push(record);
    let start = Instant::now();
    let answers = import_packet::handle(&world.app, event).await.expect("taken");
    let took = start.elapsed();
    for answer in &answers {
        println!(
            "{:?}: {} accounts, {} rows, {} errors",
            answer.status, answer.accounts, answer.rows, answer.errors_total
        );
        for error in answer.errors.iter().take(5) {
            println!("  {error:?}");
        }
    }
    let minute = f64::from(accounts) / took.as_secs_f64() * 60.0;
    println!("imported in {took:.1?}: {minute:.0} accounts a minute, {} calls", world.app.store.trips());
}
