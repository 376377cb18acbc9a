//! The outbox becomes letters (security rows 55 and 84).

use aws_lambda_events::event::dynamodb::{Event as Stream, EventRecord, StreamRecord};
use domain::{AccountId, UserId, link::Level};
use platform::{
    outbox::{Event, OutboxRow},
    records::Profile,
    sessions::Holder,
    store::keys,
    testing::{
        World,
        fixtures::{ACCOUNT, account, company},
    },
};

async fn holder(world: &World, login: &str) -> UserId {
    let user = UserId(ulid::Ulid::new());
    let at = world.clock.now();
    let profile = Profile::new(user, &login.parse().expect("a login"), at);
    let store = &world.app.store;
    store.put(&keys::identity::profile(user), &profile).await.expect("stored");
    let row = Holder { user, level: Level::Extended, since: at };
    store.put(&keys::accounts::holder(&id(), user), &row).await.expect("stored");
    user
}

fn id() -> AccountId {
    ACCOUNT.parse().expect("an id")
}

async fn tell(world: &World, event: Event) -> OutboxRow {
    let row = OutboxRow::new(event, world.clock.now());
    world.app.store.put(&keys::outbox::event(row.id), &row).await.expect("stored");
    row
}

fn batch(rows: &[&OutboxRow]) -> Stream {
    let record = |(n, row): (usize, &&OutboxRow)| {
        let mut change = StreamRecord::default();
        change.new_image = serde_dynamo::to_item(row).expect("fits");
        change.sequence_number = Some(n.to_string());
        let mut record = EventRecord::default();
        record.event_name = "INSERT".into();
        record.change = change;
        record
    };
    let mut stream = Stream::default();
    stream.records = rows.iter().enumerate().map(record).collect();
    stream
}

#[tokio::test]
async fn all_holders_hear_of_a_new_link_once_as_row_55_asks() {
    let world = World::new().await;
    world.import(&company(), &account()).await;
    holder(&world, "petrov@example.ru").await;
    let newcomer = holder(&world, "ivanov@example.ru").await;
    let row = tell(&world, Event::AccountLinked { user: newcomer, account: id() }).await;
    for _ in 0..2 {
        let again = notify::handle(&world.app, batch(&[&row])).await.expect("handled");
        assert!(again.batch_item_failures.is_empty());
    }
    let letters = world.letters();
    assert_eq!(letters.len(), 2, "delivered twice, told once: the newcomer and the one who was there");
    assert!(letters.iter().all(|letter| letter.contains("33016355")), "{letters:?}");
    let to_others = letters.iter().filter(|l| l.contains("подключил ещё один пользователь")).count();
    assert_eq!(to_others, 1, "{letters:?}");
    let left: Option<OutboxRow> = world.app.store.get(&keys::outbox::event(row.id)).await.expect("read");
    assert!(left.is_none(), "nothing is left in the outbox");
}

#[tokio::test]
async fn an_event_that_cannot_be_told_does_not_hold_back_the_others_as_row_84_asks() {
    let world = World::new().await;
    world.import(&company(), &account()).await;
    holder(&world, "petrov@example.ru").await;
    let user = holder(&world, "ivanov@example.ru").await;
    let payment = domain::PaymentId(ulid::Ulid::new());
    let poison = tell(&world, Event::PaymentSucceeded { payment, user, account: id() }).await;
    let good = tell(&world, Event::AccountExtended { user, account: id() }).await;
    let again = notify::handle(&world.app, batch(&[&poison, &good])).await.expect("handled");
    let failed: Vec<_> = again.batch_item_failures.iter().map(|f| f.item_identifier.clone()).collect();
    assert_eq!(failed, [Some("0".to_owned())]);
    assert!(world.letters().iter().any(|letter| letter.contains("Другой пользователь ответил")));
}

#[tokio::test]
async fn what_is_for_settling_is_left_for_it() {
    let world = World::new().await;
    let payment = domain::PaymentId(ulid::Ulid::new());
    let row = tell(&world, Event::PaymentCheck { payment, gateway_id: "x".into() }).await;
    notify::handle(&world.app, batch(&[&row])).await.expect("handled");
    let left: Option<OutboxRow> = world.app.store.get(&keys::outbox::event(row.id)).await.expect("read");
    assert!(left.is_some() && world.sent.lock().expect("not poisoned").is_empty());
}
